"""What one document says, read out of its named graph: so a graph of any size is cut and told leaf by leaf, in bounded memory."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from kg.nquads import Value, term, value
from kg.store import Graph, local

_TYPE, _EVIDENCE = term("rdf:type"), term("kg:evidence")
_KINDS = {
    term("rdf:Statement"): "relation",
    term("kg:Observation"): "observation",
    term("kg:Change"): "change",
}
_DERIVED, _INSIDE, _STANCE = term("prov:wasDerivedFrom"), term("kg:inDocument"), term("kg:stance")
_SUBJECT, _PREDICATE, _OBJECT = (term(f"rdf:{name}") for name in ("subject", "predicate", "object"))
_WHEN = tuple(map(term, ("kg:period", "kg:date", "kg:until")))
_START, _END = term("kg:start"), term("kg:end")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SAYS = {"label": term("rdfs:label"), "notation": term("skos:notation")}


class Leaf:
    """The triples of one document; terms as N-Triples writes them. `iri` is empty where a graph does not keep its documents apart.

    >>> leaf = Leaf("urn:d", '<urn:a> <urn:p> "x y" .\\n')
    >>> leaf.triples, leaf.words("<urn:a>", "<urn:p>")
    ({'<urn:a>': {'<urn:p>': ['"x y"']}}, 'x y')
    """

    def __init__(self, iri: str, lines: str) -> None:
        self.iri = iri
        self.triples: dict[str, dict[str, list[str]]] = {}
        for line in sorted(lines.split("\n")):
            if line:
                subject, predicate, rest = line.split(" ", 2)
                self.triples.setdefault(subject, {}).setdefault(predicate, []).append(rest[:-2])

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """What carries evidence, sorted."""
        return tuple(node for node, about in self.triples.items() if _EVIDENCE in about)

    def kind(self, node: str) -> str:
        """`relation`, `observation`, `change` or `event`."""
        return next((_KINDS[cls] for cls in self.all(node, _TYPE) if cls in _KINDS), "event")

    def classes(self, node: str) -> tuple[str, ...]:
        """The local names of its classes."""
        return tuple(local(cls[1:-1]) for cls in self.all(node, _TYPE))

    def all(self, node: str, *predicates: str) -> list[str]:
        """The objects of a node, by predicate."""
        about = self.triples.get(node, {})
        return [found for predicate in predicates for found in about.get(predicate, ())]

    def one(self, node: str, *predicates: str) -> str:
        """Its first object, empty where there is none."""
        return next(iter(self.all(node, *predicates)), "")

    def words(self, node: str, *predicates: str) -> str:
        """The first object's words, or its IRI."""
        found = self.one(node, *predicates)
        return value(found).words if found else ""

    def literal(self, node: str, predicate: str) -> Value:
        """The first object, taken apart."""
        return value(self.one(node, predicate) or '""')

    def name(self, node: str) -> str:
        """What a thing, metric or unit is called, else the last part of its IRI; a literal's words."""
        if node[:1] != "<":
            return value(node).words if node else ""
        return self.words(node, *_SAYS.values()) or local(node[1:-1])

    def period(self, fact: str) -> tuple[str, str]:
        """The first and the last day that a fact speaks of, both empty where it speaks of none."""
        when = self.one(fact, *_WHEN)
        ends = [self.words(when, _START), self.words(when, _END)] if when in self.triples else [value(when).words] * 2
        known = [days(end[:10]) for end in ends]
        return (known[0][0], known[1][1]) if known[0] and known[1] else ("", "")


def days(words: str) -> tuple[str, str] | None:
    """The first and the last day of a year, a month or a day; None where the words are none.

    >>> days("2024-02"), days("2024"), days("2024-13")
    (('2024-02-01', '2024-02-29'), ('2024-01-01', '2024-12-31'), None)
    """
    found = _DAY.fullmatch(words)
    if not found or found[1] == "0000":
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if month > 12 or (found[2] and not month):
        return None
    last = calendar.monthrange(year, month or 12)[1]
    if day > last or (found[3] and not day):
        return None
    return (f"{year:04}-{month or 1:02}-{day or 1:02}", f"{year:04}-{month or 12:02}-{day or last:02}")


def leaves(graph: Graph, documents: Collection[str] | None = None) -> Iterator[Leaf]:
    """What each document says, by the documents' IRIs, all or these; one leaf of everything where a document has no graph.

    >>> [leaf.iri for leaf in leaves(Graph())]
    []
    """
    known = sorted(str(iri) for (iri,) in graph.query("SELECT ?d { ?d a kg:Document }").rows())
    if not all(graph.has(iri) for iri in known):
        yield Leaf("", _lines(graph, "?s ?p ?o"))
        return
    for iri in known:
        if documents is None or iri in documents:
            yield Leaf(iri, _lines(graph, f"GRAPH <{iri}> {{ ?s ?p ?o }}"))


def _lines(graph: Graph, pattern: str) -> str:
    out = io.BytesIO()
    graph.stream(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", out, formats=(None, "ntriples"))
    return out.getvalue().decode("utf-8")


def inside(leaf: Leaf, span: str, documents: Collection[str] | None) -> bool:
    """Is a place of evidence in one of the documents?"""
    return documents is None or leaf.one(span, _INSIDE)[1:-1] in documents


def whole(leaf: Leaf, facts: Sequence[str], documents: Collection[str] | None = None) -> Iterator[str]:
    """Facts with all that they speak of: things by name and class, numbers that changed, spans, documents; triples without their dot.

    `documents`: of a leaf of everything, only evidence in these.
    """
    backing: dict[tuple[str, str, str], bool] = {}
    chosen = frozenset(facts)
    for fact in leaf.facts:
        if leaf.kind(fact) == "relation" and leaf.words(fact, _STANCE)[-8:] in ("", "Asserted"):
            said = (leaf.one(fact, _SUBJECT), leaf.one(fact, _PREDICATE), leaf.one(fact, _OBJECT))
            backing[said] = backing.get(said, False) or fact in chosen
    waiting = list(facts)
    seen = set(facts)
    while waiting:
        node = waiting.pop()
        for name, targets in leaf.triples[node].items():
            for target in targets:
                if not backing.get((node, name, target), True) or _elsewhere(leaf, name, target, documents):
                    continue
                yield f"{node} {name} {target}"
                if target in leaf.triples and target not in seen:
                    seen.add(target)
                    waiting.append(target)


def _elsewhere(leaf: Leaf, name: str, target: str, documents: Collection[str] | None) -> bool:
    """Evidence in a document that is not chosen, where documents are not kept apart."""
    if leaf.iri or documents is None:
        return False
    return (name == _DERIVED and target[1:-1] not in documents) or (
        name == _EVIDENCE and not inside(leaf, target, documents)
    )
