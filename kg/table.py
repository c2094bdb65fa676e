"""The facts of a graph as rows: one per fact and sentence, with names instead of IRIs. For people and spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.nquads import PREFIXES
from kg.store import Graph, local

ROLES = ("rdf:subject", "rdf:object", "kg:about", "kg:holder", "kg:object", "kg:agent", "kg:counterparty", "kg:place")
_FACTS = """SELECT ?fact ?property ?value {{
  {{ SELECT DISTINCT ?fact {{ ?fact kg:evidence ?span . {restriction} }} {most} }}
  ?fact ?property ?value FILTER(?property != kg:evidence)
}}"""
_SPANS = """SELECT ?fact ?document ?start ?end ?text {{
  {{ SELECT DISTINCT ?fact {{ ?fact kg:evidence ?one . {restriction} }} {most} }}
  ?fact kg:evidence ?span . ?span kg:inDocument/dcterms:identifier ?document ; kg:start ?start ; kg:end ?end ; kg:text ?text
}}"""
_NAMES = """SELECT ?thing ?name {{ {values}
  {{ ?thing rdfs:label ?name }} UNION {{ ?thing skos:notation ?name }} UNION {{ ?thing a time:Interval ; kg:start ?from ; kg:end ?to
    BIND(CONCAT(STR(?from), "/", STR(?to)) AS ?name) }}
}} ORDER BY ?thing ?name"""
#: things that one query is asked about
AT_ONCE = 300
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+")


class Row(NamedTuple):
    """One fact as one sentence says it. `subject` is the agent of an event, `object` its objects, `property` its class.

    A change has `130000 → 200000` as its object; an observation its number in `value`, or `minimum` and `maximum`.
    """

    kind: str
    subject: str
    property: str
    object: str
    value: str
    minimum: str
    maximum: str
    unit: str
    bound: str
    status: str
    period: str
    counterparty: str
    place: str
    stance: str
    attributed_to: str
    confidence: str
    document: str
    start: int
    end: int
    sentence: str
    fact: str

    def number(self, link: str = "~") -> str:
        """The value, or the ends of a range with a mark between them; empty for what is no observation."""
        return self.value or link.join(end for end in (self.minimum, self.maximum) if end)


def rows(graph: Graph, things: Sequence[str] = (), *, document: str = "", most: int = 0) -> Iterator[Row]:
    """The facts, all or those in which one of the things (IRIs) has a role, by document and place in the text.

    `document` (an IRI): only what it says; `most`: so many facts and no more, 0 for all.
    """
    restriction = ""
    if things:
        values = " ".join(f"<{thing}>" for thing in things)
        restriction = f"VALUES ?thing {{ {values} }} ?fact {'|'.join(ROLES)} ?thing ."
    if document:
        restriction += f" ?fact prov:wasDerivedFrom <{document}> ."
    limit = f"ORDER BY ?fact LIMIT {most}" if most else ""
    facts = _described(graph, restriction, limit)
    names = _names(graph, facts if restriction else {})
    numbers = _numbers(graph, facts)
    found = []
    for fact, source, start, end, text in graph.query(_SPANS.format(restriction=restriction, most=limit)).rows():
        about = facts[str(fact)]
        where = {"document": str(source), "start": int(str(start)), "end": int(str(end)), "sentence": str(text)}
        found.append(_row(str(fact), about, where, names, numbers))
    yield from sorted(set(found), key=lambda row: (row.document, row.start, row.end, row.kind, row.fact))


_Properties = Mapping[str, list[str]]


def _names(graph: Graph, facts: Mapping[str, _Properties]) -> dict[str, str]:
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


def _described(graph: Graph, restriction: str, most: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for fact, name, value in graph.query(_FACTS.format(restriction=restriction, most=most)).rows():
        found.setdefault(str(fact), {}).setdefault(_short(str(name)), []).append(str(value))
    for about in found.values():
        for values in about.values():
            values.sort()
    return found


def _short(iri: str) -> str:
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in PREFIXES.items() if iri.startswith(space)), iri)


def _numbers(graph: Graph, facts: Mapping[str, _Properties]) -> dict[str, str]:
    """observation → its number, for the changes, whose observations need not be among the facts that are asked for."""
    if not any("kg:before" in about for about in facts.values()):
        return {}
    query = "SELECT ?fact ?value ?low ?high { ?fact a kg:Observation " + "".join(
        f"OPTIONAL {{ ?fact kg:{name} ?{variable} }} "
        for name, variable in (("value", "value"), ("minValue", "low"), ("maxValue", "high"))
    )
    return {
        str(fact): "~".join(str(number) for number in ([value] if value is not None else ends) if number is not None)
        for fact, value, *ends in graph.query(query + "}").rows()
    }


def _row(
    fact: str, about: _Properties, where: Mapping[str, object], names: Mapping[str, str], numbers: Mapping[str, str]
) -> Row:
    def named(*properties: str) -> str:
        values = dict.fromkeys(value for name in properties for value in about.get(name, ()))
        return "、".join(names.get(value) or _tail(value) for value in values)

    kind, cls = _kind(about)
    subject = named("rdf:subject", "kg:about", "kg:agent")
    target = named("rdf:object", "kg:object", "kg:holder")
    if kind == "change":
        target = " → ".join(numbers.get(end, "") for name in ("kg:before", "kg:after") for end in about.get(name, ()))
    grown = named("kg:ofMetric") or named("kg:ofThing")
    said = named("rdf:predicate", "kg:metric") or cls
    return Row(
        kind=kind,
        subject=subject,
        property=f"{said} ({grown})" if grown else said,
        object=target,
        value=named("kg:value"),
        minimum=named("kg:minValue"),
        maximum=named("kg:maxValue"),
        unit=named("kg:unit"),
        bound=named("kg:bound"),
        status=named("kg:status"),
        period=named("kg:period", "kg:date", "kg:until") or named("kg:periodText", "kg:dateText"),
        counterparty=named("kg:counterparty"),
        place=named("kg:place"),
        stance=named("kg:stance"),
        attributed_to=named("kg:attributedTo"),
        confidence=named("kg:confidence"),
        fact=fact,
        **where,  # type: ignore[arg-type]
    )


def _kind(about: _Properties) -> tuple[str, str]:
    classes = about.get("rdf:type", [])
    known = {"rdf:Statement": "relation", "kg:Observation": "observation", "kg:Change": "change"}
    for cls in classes:
        if cls in _IRIS:
            return known[_IRIS[cls]], ""
    return "event", "、".join(local(cls) for cls in classes)


def _tail(value: str) -> str:
    return local(value) if value.startswith(("https://w3id.org/zhkg/", PREFIXES["rdf"])) else value


_IRIS = {
    PREFIXES["rdf"] + "Statement": "rdf:Statement",
    PREFIXES["kg"] + "Observation": "kg:Observation",
    PREFIXES["kg"] + "Change": "kg:Change",
}
