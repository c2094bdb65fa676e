"""The graph for `neo4j-admin database import`: nodes.csv and relationships.csv with typed headers.

A thing, a document and a fact are nodes; an asserted relation between two things is a relationship with its sentences. What is
denied, supposed, planned or opined, and what is said of mere words, is a `Statement` node: no relationship says what is not so.
Arrays and labels are delimited by U+001F, which no text needs; fields may have several lines; quotes are doubled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.leaf import Leaf, days, leaves
from kg.model import lineage
from kg.nquads import term, value
from kg.ontology import CLASSES
from kg.store import Graph, local

#: between the elements of an array and between labels
DELIMITER = "\x1f"
#: what the importer must be told
OPTIONS = "--array-delimiter=U+001F --multiline-fields=true"
NODES = (
    "iri:ID name names:string[] :LABEL property of object value:double minimum:double maximum:double unit bound rawValue"
    " status stance period periodText from:date to:date confidence:double identifier title issued:date source"
).split()
RELATIONSHIPS = (
    ":START_ID :END_ID :TYPE statement confidence:double speaker until sentences:string[] documents:string[] starts:int[]"
    " ends:int[] text start:int end:int"
).split()
_IRI = {
    name: term(f"kg:{name}")
    for name in (
        "evidence inDocument start end text metric ofMetric ofThing value minValue maxValue unit bound rawValue status"
        " stance period date until periodText dateText confidence attributedTo about holder agent object counterparty"
        " place before after"
    ).split()
}
_RDF = {name: term(f"rdf:{name}") for name in ("subject", "predicate", "object", "type")}
_DC = {name: term(f"dcterms:{name}") for name in ("identifier", "title", "issued", "source", "publisher", "creator")}
_NAMES = (term("rdfs:label"), term("skos:altLabel"))
_ROLES = {
    **{iri: name for name, iri in _RDF.items() if name in ("subject", "object")},
    **{_IRI[name]: name for name in "about holder agent object counterparty place before after attributedTo".split()},
}
_DOCUMENT = term("kg:Document")
_Cells = dict[str, str | tuple[str, ...]]


def neo4j(graph: Graph) -> Mapping[str, bytes]:
    """The two files, by name; equal graphs give equal bytes.

    >>> neo4j(Graph())["relationships.csv"].decode()[:28]
    ':START_ID,:END_ID,:TYPE,stat'
    """
    found = _Import()
    for leaf in leaves(graph):
        found.read(leaf)
    found.close()
    ties = [
        {":START_ID": start, ":END_ID": end, ":TYPE": kind, **cells}
        for (start, end, kind, _), cells in sorted(found.ties.items())
    ]
    nodes = [{"iri:ID": iri, **cells} for iri, cells in sorted(found.nodes.items())]
    return {"nodes.csv": _csv(NODES, nodes), "relationships.csv": _csv(RELATIONSHIPS, ties)}


class _Import:
    """Nodes by IRI, relationships by their ends, type and place, as the documents tell them."""

    def __init__(self) -> None:
        self.nodes: dict[str, _Cells] = {}
        self.ties: dict[tuple[str, str, str, str], _Cells] = {}

    def read(self, leaf: Leaf) -> None:
        """Adds what one document says."""
        for node, about in leaf.triples.items():
            classes = leaf.classes(node)
            if not CLASSES.isdisjoint(classes):
                self._thing(leaf, node, [cls for cls in classes if cls in CLASSES])
            elif _DOCUMENT in about.get(_RDF["type"], ()):
                self._document(leaf, node)
        for fact in leaf.facts:
            if _plain(leaf, fact):
                self._relation(leaf, fact)
            else:
                self._fact(leaf, fact)

    def close(self) -> None:
        """The importer refuses a relationship without its ends: what is only spoken of becomes a node by its name."""
        for start, end, *_ in self.ties:
            for iri in (start, end):
                self.nodes.setdefault(iri, {"name": local(iri), ":LABEL": ("Thing",)})

    def _thing(self, leaf: Leaf, node: str, classes: Sequence[str]) -> None:
        cells = self.nodes.setdefault(node[1:-1], {"name": leaf.name(node)})
        names = (value(name).words for name in leaf.all(node, *_NAMES))
        _extend(cells, "names:string[]", names)
        _extend(cells, ":LABEL", ("Thing", *(one for cls in classes for one in lineage(cls))))

    def _document(self, leaf: Leaf, node: str) -> None:
        words = {name: leaf.words(node, _DC[name]) for name in ("identifier", "title", "source")}
        self.nodes[node[1:-1]] = {
            "name": words["title"] or words["identifier"],
            ":LABEL": ("Document",),
            "issued:date": _day(leaf.words(node, _DC["issued"])),
            **words,
        }
        for name in ("publisher", "creator"):
            for who in leaf.all(node, _DC[name]):
                if who[:1] == "<":
                    self.ties[node[1:-1], who[1:-1], name, ""] = {}

    def _relation(self, leaf: Leaf, fact: str) -> None:
        start, kind, end = (leaf.one(fact, _RDF[name])[1:-1] for name in ("subject", "predicate", "object"))
        cells = self.ties.setdefault((start, end, local(kind), fact), {"statement": fact[1:-1]})
        cells |= _first(cells, {"until": _when(leaf, fact), "speaker": leaf.words(fact, _IRI["attributedTo"])})
        sure = _number(leaf.words(fact, _IRI["confidence"])) or "0.0"
        cells["confidence:double"] = max(str(cells.get("confidence:double", "0.0")), sure, key=float)
        for span in leaf.all(fact, _IRI["evidence"]):
            for name, words in zip(RELATIONSHIPS[7:11], _proof(leaf, span), strict=True):
                cells[name] = (*cells.get(name, ()), words)

    def _fact(self, leaf: Leaf, fact: str) -> None:
        node = fact[1:-1]
        cells = self.nodes.setdefault(node, {})
        cells |= _first(cells, _told(leaf, fact))
        kind = leaf.kind(fact)
        labels = ("Event", *leaf.classes(fact)) if kind == "event" else leaf.classes(fact)
        _extend(cells, ":LABEL", ("Fact", *labels))
        for predicate, role in _ROLES.items():
            for target in leaf.all(fact, predicate):
                if target[:1] == "<":
                    self.ties[node, target[1:-1], role, ""] = {}
        for span in leaf.all(fact, _IRI["evidence"]):
            text, document, start, end = _proof(leaf, span)
            if document:
                self.ties[node, document, "evidence", span] = {"text": text, "start:int": start, "end:int": end}


def _plain(leaf: Leaf, fact: str) -> bool:
    """Is it a relation between two things that is said to be so?"""
    ends = (leaf.one(fact, _RDF["subject"])[:1], leaf.one(fact, _RDF["object"])[:1])
    stance = local(leaf.words(fact, _IRI["stance"]))
    return leaf.kind(fact) == "relation" and ends == ("<", "<") and stance in ("", "Asserted")


def _told(leaf: Leaf, fact: str) -> dict[str, str]:
    """What a fact says in words and numbers."""
    property, target = leaf.one(fact, _RDF["predicate"], _IRI["metric"]), leaf.one(fact, _RDF["object"])
    start, end = leaf.period(fact)
    found = {
        "property": local(property[1:-1]) if property else "",
        "of": leaf.name(leaf.one(fact, _IRI["ofMetric"], _IRI["ofThing"])),
        "object": "" if target[:1] == "<" else leaf.name(target),
        "unit": leaf.name(leaf.one(fact, _IRI["unit"])),
        "rawValue": leaf.words(fact, _IRI["rawValue"]),
        "period": _when(leaf, fact),
        "periodText": leaf.words(fact, _IRI["periodText"], _IRI["dateText"]),
        "from:date": start,
        "to:date": end,
    }
    numbers = {"value": "value", "minValue": "minimum", "maxValue": "maximum", "confidence": "confidence"}
    found |= {f"{name}:double": _number(leaf.words(fact, _IRI[said])) for said, name in numbers.items()}
    return found | {name: local(leaf.words(fact, _IRI[name])) for name in ("bound", "status", "stance")}


def _when(leaf: Leaf, fact: str) -> str:
    when = leaf.one(fact, _IRI["period"], _IRI["date"], _IRI["until"])
    if when in leaf.triples:
        return f"{leaf.words(when, _IRI['start'])}/{leaf.words(when, _IRI['end'])}"
    return leaf.name(when)


def _proof(leaf: Leaf, span: str) -> tuple[str, str, str, str]:
    """The sentence, its document, its start and end."""
    start, end = (_place(leaf.words(span, _IRI[name])) for name in ("start", "end"))
    return leaf.words(span, _IRI["text"]), leaf.words(span, _IRI["inDocument"]), start, end


def _place(words: str) -> str:
    return words if words.isascii() and words.isdecimal() else "0"


def _first(cells: Mapping[str, object], told: Mapping[str, str]) -> dict[str, str]:
    """What was not told before: the first document's words stay."""
    return {name: words for name, words in told.items() if words and not cells.get(name)}


def _extend(cells: _Cells, name: str, words: Iterator[str] | Sequence[str]) -> None:
    known = cells.get(name, ())
    assert isinstance(known, tuple)
    cells[name] = tuple(dict.fromkeys((*known, *words)))


def _number(words: str) -> str:
    try:
        return repr(float(words)) if words else ""
    except ValueError:  # a graph of others
        return ""


def _day(words: str) -> str:
    found = days(words[:10])
    return found[0] if found else ""


def _csv(header: Sequence[str], lines: Sequence[Mapping[str, str | tuple[str, ...]]]) -> bytes:
    """RFC 4180 as the importer reads it: text always in quotes, so that nothing of it is syntax; what is not told is empty."""
    out = [",".join(header)]
    for cells in lines:
        out.append(",".join(_cell(cells.get(name, "")) for name in header))
    return ("\n".join(out) + "\n").encode("utf-8", "replace")


def _cell(words: str | tuple[str, ...]) -> str:
    if not words:
        return ""
    said = DELIMITER.join(map(_clean, words)) if isinstance(words, tuple) else _clean(words)
    return '"' + said.replace('"', '""') + '"'


def _clean(words: str) -> str:
    """The delimiter itself and the null character cannot be carried."""
    return words.replace(DELIMITER, "\ufffd").replace("\0", "\ufffd")
