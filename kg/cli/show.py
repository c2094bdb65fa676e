"""`kg show NAME`: all facts of a thing, each with its sentence and document."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.cli.text import plain
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.store import Graph
    from kg.table import Row

_GROUPS = (
    ("relation", "relations 关系"),
    ("observation", "numbers 数字"),
    ("change", "changes 变化"),
    ("event", "events 事件"),
)
_BOUNDS = {"moreThan": ">", "atLeast": "≥", "lessThan": "<", "atMost": "≤", "approximately": "≈"}


def run(arguments: argparse.Namespace) -> int:
    """Prints the things of that name, one after the other; raises QueryError where there is none."""
    from kg.store import opened

    graph = opened(arguments.graph)
    things = graph.find(arguments.name) or _by_iri(graph, arguments.name)
    if not things:
        near = graph.near(arguments.name)
        hint = (
            f"did you mean {'、'.join(near)}?"
            if near
            else "see the names with: kg query 'SELECT ?n { ?s rdfs:label ?n }'"
        )
        raise QueryError(f"nothing in {arguments.graph} is called '{arguments.name}' 图中没有这个名称; {hint}")
    for number, thing in enumerate(things):
        print(*([""] if number else []), *_page(graph, thing), sep="\n")
    return 0


def _by_iri(graph: Graph, iri: str) -> list[str]:
    known = {str(thing) for (thing,) in graph.query("SELECT DISTINCT ?s { ?s rdfs:label ?n }").rows()}
    return [iri] if iri in known else []


def _page(graph: Graph, thing: str) -> Iterator[str]:
    from kg.store import local
    from kg.table import rows

    about = f"SELECT ?p ?v {{ <{thing}> ?p ?v FILTER(?p IN (rdf:type, rdfs:label, skos:altLabel)) }} ORDER BY ?p ?v"
    found: dict[str, list[str]] = {}
    for name, value in graph.query(about).rows():
        found.setdefault(local(str(name)), []).append(str(value))
    labels, classes = found.get("label", []), [local(cls) for cls in found.get("type", [])]
    yield f"{plain(' / '.join(labels))}  ({', '.join(classes)})  <{thing}>"
    if "altLabel" in found:
        yield f"  also 又称: {plain('、'.join(found['altLabel']))}"
    facts = list(rows(graph, [thing]))
    for kind, title in _GROUPS:
        group = [row for row in facts if row.kind == kind]
        if group:
            yield f"{title}"
            yield from _told(group)
    if not facts:
        yield "  no facts, only named 仅被提及"


def _told(group: list[Row]) -> Iterator[str]:
    """Each fact once, with all its sentences below it."""
    facts: dict[str, list[Row]] = {}
    for row in group:
        facts.setdefault(row.fact, []).append(row)
    for told in sorted(facts.values(), key=lambda told: (told[0].property, told[0].period, _fact(told[0]))):
        yield f"  {plain(_fact(told[0]))}"
        for row in told:
            yield f"      “{plain(row.sentence)}” {plain(row.document)} [{row.start}, {row.end})"


def _fact(row: Row) -> str:
    parts = [row.subject, row.property, row.object, _number(row), row.counterparty and f"with {row.counterparty}"]
    parts += [row.place and f"at {row.place}", row.period and f"[{row.period}]"]
    parts += [word for word in (row.status, row.stance) if word not in ("", "Actual", "Asserted")]
    parts += [row.attributed_to and f"({row.attributed_to})"]
    return " ".join(part for part in parts if part)


def _number(row: Row) -> str:
    number = row.number()
    return f"{_BOUNDS.get(row.bound, '')}{number}{' ' if row.unit else ''}{row.unit}" if number else ""
