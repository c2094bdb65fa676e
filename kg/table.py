"""The facts of a graph as rows: one per fact and sentence, with names instead of IRIs. For people and spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.row import ENDS, Properties, Row, numeric, row, short
from kg.store import Graph

__all__ = ["AT_ONCE", "ROLES", "Row", "hubs", "rows", "told"]

ROLES = ("rdf:subject", "rdf:object", "kg:about", "kg:holder", "kg:object", "kg:agent", "kg:counterparty", "kg:place")
_FACTS = """SELECT ?fact ?property ?value {{
  {{ SELECT DISTINCT ?fact {{ ?fact kg:evidence ?span . {restriction} }} }}
  ?fact ?property ?value FILTER(?property != kg:evidence)
}}"""
_SPANS = """SELECT ?fact ?document ?start ?end ?text {{
  {{ SELECT DISTINCT ?fact {{ ?fact kg:evidence ?one . {restriction} }} }}
  ?fact kg:evidence ?span . ?span kg:inDocument ?source ; kg:start ?start ; kg:end ?end ; kg:text ?text .
  ?source dcterms:identifier ?document {source}
}} {limit}"""
_HUBS = """SELECT ?thing (COUNT(*) AS ?n) {{ ?fact {roles} ?thing FILTER(isIRI(?thing)) }}
  GROUP BY ?thing ORDER BY DESC(?n) {limit}"""
_OF_THING = "SELECT DISTINCT ?fact {{ ?fact {roles} <{iri}> ; kg:evidence ?span }} LIMIT {most}"
_OF_DOCUMENT = """SELECT ?fact ?start {{
  ?fact prov:wasDerivedFrom <{iri}> ; kg:evidence ?span . ?span kg:inDocument <{iri}> ; kg:start ?start
}} LIMIT {most}"""
_NUMBERS = """SELECT ?fact ?value ?low ?high {{ VALUES ?fact {{ {facts} }}
  OPTIONAL {{ ?fact kg:value ?value }} OPTIONAL {{ ?fact kg:minValue ?low }} OPTIONAL {{ ?fact kg:maxValue ?high }}
}}"""
_NAMES = """SELECT ?thing ?name {{ {values}
  {{ ?thing rdfs:label ?name }} UNION {{ ?thing skos:notation ?name }} UNION {{ ?thing a time:Interval ; kg:start ?from ; kg:end ?to
    BIND(CONCAT(STR(?from), "/", STR(?to)) AS ?name) }}
}} ORDER BY ?thing ?name"""
#: things that one query is asked about
AT_ONCE = 300
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+")


def hubs(graph: Graph, most: int = 0) -> list[tuple[str, int]]:
    """The things with a role in most facts, and in how many; equal ones by IRI. All of them where `most` is 0.

    The engine orders by the count alone: to compare two of hundreds of thousands of IRIs it would look both up each time.

    >>> hubs(Graph(), 3)
    []
    """
    asked = 4 * most
    while True:
        limit = f"LIMIT {asked}" if asked else ""
        rows = graph.query(_HUBS.format(roles="|".join(ROLES), limit=limit)).rows()
        found = sorted(
            ((str(thing), int(str(n))) for thing, n in rows if thing is not None), key=lambda one: (-one[1], one[0])
        )
        if not asked or len(found) < asked or found[most - 1][1] > found[-1][1]:
            return found[:most] if most else found
        asked = 0  # more are equal to the last one than were asked for


def told(graph: Graph, iri: str, *, document: bool = False, most: int) -> list[str]:
    """The facts in which a thing has a role, by their IRIs; or those of a document, as its text tells them.

    No more than `most` sentences or facts are looked at. Sorted here: the engine looks a name up each time that it compares two.
    """
    if not document:
        found = graph.query(_OF_THING.format(iri=iri, roles="|".join(ROLES), most=most)).rows()
        return sorted(str(fact) for (fact,) in found)
    places = graph.query(_OF_DOCUMENT.format(iri=iri, most=most)).rows()
    return list(dict.fromkeys(fact for _, fact in sorted((int(str(start)), str(fact)) for fact, start in places)))


def rows(
    graph: Graph, things: Sequence[str] = (), *, facts: Sequence[str] = (), document: str = "", sentences: int = 0
) -> Iterator[Row]:
    """The facts, all or those in which one of the things (IRIs) has a role, by document and place in the text.

    `facts`: these and no others; `document` (an IRI): only its sentences; `sentences`: so many and no more, 0 for all.
    """
    restriction = ""
    if things:
        restriction = f"VALUES ?thing {{ {_listed(things)} }} ?fact {'|'.join(ROLES)} ?thing ."
    if facts:
        restriction += f" VALUES ?fact {{ {_listed(facts)} }}"
    known = _described(graph, restriction)
    names = _names(graph, known if restriction else {})
    numbers = _numbers(graph, known)
    source = f"FILTER(?source = <{document}>)" if document else ""
    spans = _SPANS.format(restriction=restriction, source=source, limit=f"LIMIT {sentences}" if sentences else "")
    found = []
    for fact, identifier, start, end, text in graph.query(spans).rows():
        where = {"document": str(identifier), "start": int(str(start)), "end": int(str(end)), "sentence": str(text)}
        found.append(row(str(fact), known[str(fact)], where, names, numbers))
    yield from sorted(set(found), key=lambda row: (row.document, row.start, row.end, row.kind, row.fact))


def _listed(iris: Sequence[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _names(graph: Graph, facts: Mapping[str, Properties]) -> dict[str, str]:
    """IRI → its name: of what these facts speak of, or of everything."""
    if not facts:
        return _named(graph, "")
    spoken = sorted({value for about in facts.values() for values in about.values() for value in values})
    iris = [f"<{value}>" for value in spoken if _IRI.fullmatch(value)]
    found: dict[str, str] = {}
    for start in range(0, len(iris), AT_ONCE):
        found |= _named(graph, f"VALUES ?thing {{ {' '.join(iris[start : start + AT_ONCE])} }}")
    return found


def _named(graph: Graph, values: str) -> dict[str, str]:
    return {str(thing): str(name) for thing, name in graph.query(_NAMES.format(values=values)).rows()}


def _described(graph: Graph, restriction: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for fact, name, value in graph.query(_FACTS.format(restriction=restriction)).rows():
        found.setdefault(str(fact), {}).setdefault(short(str(name)), []).append(str(value))
    for about in found.values():
        for values in about.values():
            values.sort()
    return found


def _numbers(graph: Graph, facts: Mapping[str, Properties]) -> dict[str, str]:
    """observation → its number, for the ends of changes, which need not be among the facts that are asked for."""
    ends = sorted({end for about in facts.values() for name in ENDS for end in about.get(name, ())})
    found: dict[str, str] = {}
    for start in range(0, len(ends), AT_ONCE):
        for fact, *numbers in graph.query(_NUMBERS.format(facts=_listed(ends[start : start + AT_ONCE]))).rows():
            found[str(fact)] = numeric(*(None if number is None else str(number) for number in numbers))
    return found
