"""Decisions, applied to the quads of one document: things under their IRIs, and facts under the names that follow from them.

A fact's IRI is made of what it says (`kg.rdf`), so that one fact told by two documents is one node. Where a thing in it gets
another IRI, its own is made anew in the same way, and the document reads as if it had called the thing so from the start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from kg.across.decide import Target
from kg.nquads import BASE, KG, mark, name_literal, quads, term, value

_TYPE, _LABEL, _ALT = term("rdf:type"), term("rdfs:label"), term("skos:altLabel")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")

_CONFIDENCE, _EVIDENCE = term("kg:confidence"), term("kg:evidence")
_IDENTIFIER, _NOTATION = term("dcterms:identifier"), term("skos:notation")
#: what a node has once: of two nodes that become one, the first counts
_ONCE = frozenset(
    {_LABEL, _CONFIDENCE, term("kg:rawValue"), term("kg:periodText"), term("kg:dateText"), term("kg:until")}
)
_FACT = re.compile(r"(st|obs|ev|chg)-[0-9a-f]{16}")
Node = dict[str, list[str]]


def rewrite(nquads: str, targets: Mapping[str, Target], *, base: str = BASE) -> str:
    """The quads of a document with its things (local parts of IRIs) as `targets` has them; sorted lines.

    A relation whose two ends become one thing is left out, with its evidence where nothing else stands on it.

    >>> line = '<urn:x/北汽> <http://www.w3.org/2000/01/rdf-schema#label> "北汽"@zh <urn:x/doc-a> .'
    >>> print(rewrite(line, {"北汽": Target("北京汽车", "北京汽车")}, base="urn:x/").splitlines()[0])
    <urn:x/北京汽车> <http://www.w3.org/2000/01/rdf-schema#label> "北京汽车"@zh <urn:x/doc-a> .
    """
    page = _Page(nquads, base)
    if not targets or not page.nodes:
        return nquads
    page.things(targets)
    names = {f"<{base}{local}>": f"<{base}{target.local}>" for local, target in targets.items()}
    names = {old: new for old, new in names.items() if old != new}
    page.facts(names)
    return page.text(names)


class _Page:
    """The named graph of a document, node by node."""

    def __init__(self, nquads: str, base: str) -> None:
        self._base, self.graph = base, ""
        self.nodes: dict[str, Node] = {}
        for subject, predicate, target, graph in quads(nquads):
            self.nodes.setdefault(subject, {}).setdefault(predicate, []).append(target)
            self.graph = graph

    # ------------------------------------------------------------ things

    def things(self, targets: Mapping[str, Target]) -> None:
        """Labels and classes; the document's own name for a thing becomes one of its other names."""
        for local, target in targets.items():
            node = self.nodes.get(f"<{self._base}{local}>")
            if node is None:
                continue
            label = name_literal(target.label)
            others = dict.fromkeys([*node.get(_ALT, ()), *node.get(_LABEL, ())])
            node[_LABEL] = [label]
            node[_ALT] = [name for name in others if value(name).words != target.label]
            if target.cls:
                node[_TYPE] = [term(f"kg:{target.cls}")]

    # ------------------------------------------------------------ facts

    def facts(self, names: dict[str, str]) -> None:
        """Adds to `names` what the facts are called anew; leaves out what says that a thing stands to itself."""
        kinds: tuple[tuple[str, Callable[[Node, str, Mapping[str, str]], str]], ...] = (
            ("st", self._statement),
            ("obs", self._observation),
            ("ev", self._event),
            ("chg", self._change),
        )
        facts = [(found[1], iri) for iri in self.nodes if (found := _FACT.fullmatch(iri[len(self._base) + 1 : -1]))]
        for kind, name in kinds:
            for iri in sorted(iri for found, iri in facts if found == kind):
                if kind == "st" and self._idle(iri, names):
                    continue
                node = self.nodes[iri]
                if any(target in names for targets in node.values() for target in targets):
                    new = name(node, iri, names)
                    if new != iri:
                        names[iri] = new

    def _idle(self, iri: str, names: Mapping[str, str]) -> bool:
        """Takes a statement out that would say of a thing that it stands to itself."""
        node = self.nodes[iri]
        one, name, other = (node.get(part, [""])[0] for part in (_SUBJECT, _PREDICATE, _OBJECT))
        if one == other or names.get(one, one) != names.get(other, other):
            return False
        del self.nodes[iri]
        plain = self.nodes.get(one, {}).get(name, [])
        if other in plain:
            plain.remove(other)
        left = {span for each in self.nodes.values() for span in each.get(_EVIDENCE, ())}
        for span in node.get(_EVIDENCE, ()):
            if span not in left:
                self.nodes.pop(span, None)
        return True

    def _statement(self, node: Node, iri: str, names: Mapping[str, str]) -> str:
        target = node[_OBJECT][0]
        stance = self._word(node, "stance")
        return self._made(
            "st",
            self._local(names, node[_SUBJECT][0]),
            node[_PREDICATE][0][len(KG) + 1 : -1],
            "\x1e" + self._local(names, target) if target[0] == "<" else value(target).words,
            "" if stance == "Asserted" else stance,
        )

    def _observation(self, node: Node, iri: str, names: Mapping[str, str]) -> str:
        """The name is made with each way that its unit is written, until the one is found that made the old name."""
        written = [value(words).words for words in self.nodes.get(self._one(node, "unit"), {}).get(_NOTATION, [])] or [
            ""
        ]
        unit = next((one for one in written if self._observed(node, one, {}) == iri), written[0])
        return self._observed(node, unit, names)

    def _observed(self, node: Node, unit: str, names: Mapping[str, str]) -> str:
        numbers = (value(self._one(node, name)).words for name in ("value", "minValue", "maxValue"))
        period = self._period(self._one(node, "period"))
        words = (self._word(node, name) for name in ("bound", "status"))
        about, holder = (self._local(names, self._one(node, name)) for name in ("about", "holder"))
        of = (self._word(node, "ofMetric"), value(self._one(node, "ofThing")).words, holder)
        said = (unit, *words, period, self._word(node, "stance"))
        return self._made("obs", about, self._word(node, "metric"), *numbers, *said, *of, "" if period else self._id)

    def _event(self, node: Node, iri: str, names: Mapping[str, str]) -> str:
        objects = sorted({self._local(names, one) for one in node.get(f"<{KG}object>", [])})
        actors = (self._local(names, self._one(node, role)) for role in ("agent", "counterparty"))
        date = self._period(self._one(node, "date"))
        words = (self._word(node, name) for name in ("status", "stance"))
        cls = node[_TYPE][0][len(KG) + 1 : -1]
        return self._made("ev", cls, "\x1e".join(objects), *actors, date, *words, "" if date else self._id)

    def _change(self, node: Node, iri: str, names: Mapping[str, str]) -> str:
        ends = (self._local(names, self._one(node, name)) + ">" for name in ("before", "after"))
        return self._made("chg", *ends)

    @cached_property
    def _id(self) -> str:
        return value(self.nodes.get(self.graph, {}).get(_IDENTIFIER, [""])[0]).words

    def _made(self, kind: str, *parts: str) -> str:
        return f"<{self._base}{mark(kind, *parts)}>"

    def _one(self, node: Node, name: str) -> str:
        return node.get(f"<{KG}{name}>", [""])[0]

    def _word(self, node: Node, name: str) -> str:
        return self._one(node, name)[len(KG) + 1 : -1]

    def _local(self, names: Mapping[str, str], iri: str) -> str:
        return names.get(iri, iri)[len(self._base) + 1 : -1]

    def _period(self, written: str) -> str:
        if written.startswith("<"):
            return "/".join(value(self._one(self.nodes[written], end)).words for end in ("start", "end"))
        return value(written).words

    # ------------------------------------------------------------ out

    def text(self, names: Mapping[str, str]) -> str:
        """The lines, sorted, every node under its new name."""
        merged: dict[str, Node] = {}
        for iri in sorted(self.nodes):
            into = merged.setdefault(names.get(iri, iri), {})
            for predicate, targets in self.nodes[iri].items():
                known = into.setdefault(predicate, [])
                known += (new for new in _renamed(targets, names) if new not in known)
        lines = [
            f"{subject} {predicate} {target} {self.graph} .\n"
            for subject, node in merged.items()
            for predicate, targets in node.items()
            for target in _kept(predicate, targets)
        ]
        return "".join(sorted(lines))


def _renamed(targets: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(target, target) for target in targets]


def _kept(predicate: str, targets: list[str]) -> list[str]:
    if predicate not in _ONCE or len(targets) < 2:
        return targets
    if predicate == _CONFIDENCE:
        return [max(targets, key=lambda target: float(value(target).words))]
    return targets[:1]
