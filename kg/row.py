"""One fact as a row of a table, from the properties of its node; all rows of a document from its lines. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kg.nquads import PREFIXES, local, quads, value

#: property → its values, of one node
Properties = Mapping[str, list[str]]
#: what a change links to: two observations
ENDS = ("kg:before", "kg:after")


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


def row(
    fact: str, about: Properties, where: Mapping[str, object], names: Mapping[str, str], numbers: Mapping[str, str]
) -> Row:
    """One fact, as one sentence says it: `about` its properties, `where` the sentence, `names` and `numbers` by IRI."""

    def named(*properties: str) -> str:
        values = dict.fromkeys(value for name in properties for value in about.get(name, ()))
        return "、".join(names.get(value) or _tail(value) for value in values)

    kind, cls = _kind(about)
    subject = named("rdf:subject", "kg:about", "kg:agent")
    target = named("rdf:object", "kg:object", "kg:holder")
    if kind == "change":
        target = " → ".join(numbers.get(end, "") for name in ENDS for end in about.get(name, ()))
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


def _kind(about: Properties) -> tuple[str, str]:
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


def numeric(number: str | None, low: str | None, high: str | None) -> str:
    """A value, or the ends of a range.

    >>> numeric("3", None, None), numeric(None, "3", "5"), numeric(None, None, "5")
    ('3', '3~5', '5')
    """
    return number if number is not None else "~".join(end for end in (low, high) if end is not None)


def short(iri: str) -> str:
    """An IRI with its prefix, where there is one.

    >>> short("https://w3id.org/zhkg/ontology#about")
    'kg:about'
    """
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in PREFIXES.items() if iri.startswith(space)), iri)


def told_by(lines: str) -> list[Row]:
    """The facts of one document as it tells them, from its N-Quads: the rows that a graph of it alone would give.

    What other documents say of the same facts (other speakers, other names) is not in them.
    """
    nodes = _nodes(lines)
    names = {node: name for node, about in nodes.items() if (name := _name(about))}
    facts = {node: about for node, about in nodes.items() if "kg:evidence" in about}
    numbers = {node: numeric(*(_first(about, key) for key in _NUMBERS)) for node, about in nodes.items()}
    found = [
        row(fact, about, _sentence(nodes[span], nodes), names, numbers)
        for fact, about in facts.items()
        for span in about["kg:evidence"]
    ]
    return sorted(set(found), key=lambda one: (one.document, one.start, one.end, one.kind, one.fact))


_NUMBERS = ("kg:value", "kg:minValue", "kg:maxValue")
_TERMS = ("kg:text", "kg:start", "kg:end", "kg:inDocument")


def _nodes(lines: str) -> dict[str, dict[str, list[str]]]:
    """IRI → its properties, their values sorted."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for quad in quads(lines):
        about = nodes.setdefault(quad.subject[1:-1], {})
        about.setdefault(short(quad.predicate[1:-1]), []).append(value(quad.object).words)
    for about in nodes.values():
        for values in about.values():
            values.sort()
    return nodes


def _first(about: Properties, name: str) -> str | None:
    return next(iter(about.get(name, ())), None)


def _name(about: Properties) -> str:
    known = [*about.get("rdfs:label", ()), *about.get("skos:notation", ())]
    if _INTERVAL in about.get("rdf:type", ()):
        known += [f"{start}/{end}" for start in about["kg:start"] for end in about["kg:end"]]
    return max(known, default="")


def _sentence(span: Properties, nodes: Mapping[str, Properties]) -> dict[str, object]:
    text, start, end, source = (span[name][0] for name in _TERMS)
    document = nodes[source]["dcterms:identifier"][0]
    return {"document": document, "start": int(start), "end": int(end), "sentence": text}


_INTERVAL = PREFIXES["time"] + "Interval"
