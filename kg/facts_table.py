"""The facts of a graph as a flat table for pandas, DuckDB, Spark: a row for each fact, role and sentence, with IRIs, names and types."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import IO, Any, NamedTuple, get_args, get_type_hints

from kg.errors import UsageError
from kg.leaf import Leaf, days, leaves
from kg.nquads import term, value
from kg.store import Graph, local

#: rows that are written at once
_BATCH = 50_000
_NO_PYARROW = "facts-parquet needs pyarrow 需要 pyarrow: pip install 'zhkg[tables]', or export facts-csv"


class Fact(NamedTuple):
    """One row. What is not told is None. Dates are days; `start` and `end` are offsets in the document's own text.

    `role` says what the object is: `object`, `holder`, `counterparty` or `place`; of a change `before` and `after`, with the
    number that it was and became. An event's subject is its agent.
    """

    kind: str
    fact: str
    subject: str | None
    subject_name: str | None
    subject_class: str | None
    property: str
    of: str | None
    role: str | None
    object: str | None
    object_name: str | None
    object_class: str | None
    value: float | None
    minimum: float | None
    maximum: float | None
    unit: str | None
    bound: str | None
    raw_value: str | None
    status: str | None
    period: str | None
    period_text: str | None
    period_start: date | None
    period_end: date | None
    stance: str | None
    speaker: str | None
    speaker_name: str | None
    confidence: float | None
    sentence: str
    start: int | None
    end: int | None
    document: str | None
    document_id: str | None
    title: str | None
    issued: date | None
    source: str | None


def facts(graph: Graph) -> Iterator[Fact]:
    """The rows, document by document: no more than one is held in memory.

    >>> list(facts(Graph()))
    []
    """
    for leaf in leaves(graph):
        for fact in leaf.facts:
            said = _said(leaf, fact)
            ends = list(_ends(leaf, fact)) or [{}]
            for span in leaf.all(fact, _IRI["evidence"]):
                proof = _proof(leaf, span)
                yield from (Fact(**{**_NOTHING, **said, **end, **proof}) for end in ends)


def facts_csv(graph: Graph, out: IO[bytes]) -> None:
    """The rows as CSV (UTF-8, RFC 4180), every character as it stands in the graph; what is not told is empty."""
    with text(out, "utf-8") as lines:
        writer = csv.writer(lines, lineterminator="\r\n")
        writer.writerow(Fact._fields)
        writer.writerows(facts(graph))


@contextmanager
def text(out: IO[bytes], encoding: str) -> Iterator[IO[str]]:
    """A file of bytes that stays open, written as text: lines end as they are given, what cannot be encoded becomes `?`."""
    words = io.TextIOWrapper(out, encoding, "replace", newline="")
    try:
        yield words
    finally:
        words.detach()


def facts_parquet(graph: Graph, out: IO[bytes]) -> None:
    """The rows as Parquet: typed columns, what is not told is null. Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(_NO_PYARROW) from error
    schema = pyarrow.schema([(name, _arrow(pyarrow, hint)) for name, hint in get_type_hints(Fact).items()])
    rows = facts(graph)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            columns = [
                pyarrow.array(column, kind.type) for column, kind in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_table(pyarrow.table(columns, schema=schema))


def _arrow(pyarrow: Any, hint: Any) -> Any:
    """The type of a column of such values, or of None."""
    kinds = {str: "string", float: "float64", int: "int64", date: "date32"}
    return getattr(pyarrow, kinds[next(iter(get_args(hint)), hint)])()


def _said(leaf: Leaf, fact: str) -> dict[str, object]:
    """What a fact says, whatever its ends and places."""
    kind = leaf.kind(fact)
    property = leaf.one(fact, _IRI["predicate"], _IRI["metric"])
    subject = leaf.one(fact, _IRI["subject"], _IRI["about"], _IRI["agent"])
    speaker = leaf.one(fact, _IRI["attributedTo"])
    start, end = leaf.period(fact)
    found: dict[str, object] = {
        "kind": kind,
        "fact": fact[1:-1],
        "property": local(property[1:-1]) if property else "、".join(leaf.classes(fact)),
        "of": leaf.name(leaf.one(fact, _IRI["ofMetric"], _IRI["ofThing"])) or None,
        "period": _period(leaf, fact),
        "period_text": leaf.words(fact, _IRI["periodText"], _IRI["dateText"]) or None,
        "period_start": date.fromisoformat(start) if start else None,
        "period_end": date.fromisoformat(end) if end else None,
        "speaker": speaker[1:-1] or None,
        "speaker_name": leaf.name(speaker) or None,
        "confidence": _number(leaf, fact, "confidence"),
    }
    for name in ("status", "stance"):
        found[name] = local(leaf.words(fact, _IRI[name])) or None
    return found | _thing(leaf, "subject", subject) | _amount(leaf, fact)


def _period(leaf: Leaf, fact: str) -> str | None:
    """The time as the graph has it: a year, month or day, or both ends of a stretch."""
    when = leaf.one(fact, *_PERIODS)
    if when in leaf.triples:
        return f"{leaf.words(when, _IRI['start'])}/{leaf.words(when, _IRI['end'])}"
    return value(when).words or None


def _ends(leaf: Leaf, fact: str) -> Iterator[dict[str, object]]:
    """The other things of a fact, with their roles; the numbers between which it changed."""
    for name in _ENDS:
        for node in leaf.all(fact, *_ENDS[name]):
            yield {"role": name} | _thing(leaf, "object", node)
    for name in ("before", "after"):
        for node in leaf.all(fact, _IRI[name]):
            yield {"role": name, "object": node[1:-1]} | _amount(leaf, node)


def _thing(leaf: Leaf, role: str, node: str) -> dict[str, object]:
    """A thing by IRI, name and class; words by themselves."""
    iri = node[1:-1] if node[:1] == "<" else ""
    names: dict[str, object] = {role: iri or None, f"{role}_name": leaf.name(node) or None}
    return names | {f"{role}_class": "、".join(leaf.classes(node)) or None}


def _amount(leaf: Leaf, node: str) -> dict[str, object]:
    """The number of an observation."""
    return {
        "value": _number(leaf, node, "value"),
        "minimum": _number(leaf, node, "minValue"),
        "maximum": _number(leaf, node, "maxValue"),
        "unit": leaf.name(leaf.one(node, _IRI["unit"])) or None,
        "bound": local(leaf.words(node, _IRI["bound"])) or None,
        "raw_value": leaf.words(node, _IRI["rawValue"]) or None,
    }


def _number(leaf: Leaf, node: str, name: str) -> float | None:
    words = leaf.words(node, _IRI[name])
    try:
        return float(words) if words else None
    except ValueError:  # a graph of others
        return None


def _proof(leaf: Leaf, span: str) -> dict[str, object]:
    """The sentence, its place and its document."""
    document = leaf.one(span, _IRI["inDocument"])
    day = days(leaf.words(document, term("dcterms:issued"))[:10])
    start, end = leaf.words(span, _IRI["start"]), leaf.words(span, _IRI["end"])
    return {
        "sentence": leaf.words(span, _IRI["text"]),
        "start": int(start) if start.isascii() and start.isdecimal() else None,
        "end": int(end) if end.isascii() and end.isdecimal() else None,
        "document": document[1:-1] or None,
        "document_id": leaf.words(document, term("dcterms:identifier")) or None,
        "title": leaf.words(document, term("dcterms:title")) or None,
        "issued": date.fromisoformat(day[0]) if day else None,
        "source": leaf.words(document, term("dcterms:source")) or None,
    }


_TERMS = "evidence metric about agent attributedTo ofMetric ofThing periodText dateText status stance holder counterparty place"
_TERMS += " before after value minValue maxValue unit bound rawValue confidence inDocument start end text"
_IRI = {name: term(f"kg:{name}") for name in _TERMS.split()}
_IRI |= {name: term(f"rdf:{name}") for name in ("predicate", "subject", "object")}
_ENDS: dict[str, tuple[str, ...]] = {name: (_IRI[name],) for name in ("object", "holder", "counterparty", "place")}
_ENDS["object"] += (term("kg:object"),)
_PERIODS = tuple(map(term, ("kg:period", "kg:date", "kg:until")))
_NOTHING: dict[str, Any] = dict.fromkeys(Fact._fields)
