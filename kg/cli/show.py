"""`kg show NAME`: all facts of a thing, each with its sentence and document."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
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
_REASONS = {
    "rule": "a pair that was given 由规则指定",
    "spelling": "spelled alike but for case, width and spaces 写法相同（大小写、空格之别）",
    "form": "the same but for the legal form 仅公司形式不同",
    "translation": "a bracket gives the name in the other script 括注译名",
    "short": "a short form that documents explain 文档说明的简称",
    "maker": "a model with and without its maker's name 型号带不带厂商名",
    "surname": "the last part of the full name 全名的末段",
    "neighbours": "a short form with the same neighbours 简称且关联相同",
}
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
        lines = _why(arguments.graph, thing, graph.base) if arguments.why_merged else _page(graph, thing)
        print(*([""] if number else []), *lines, sep="\n")
    return 0


def _why(place: Path, thing: str, base: str) -> Iterator[str]:
    """The names that were made one, with what speaks for each pair."""
    from kg.across import Kept

    local = thing.removeprefix(base)
    merges = [merge for merge in Kept.explained(place) if merge.target == local]
    yield f"<{thing}>"
    if not merges:
        yield "  one name in all documents 各文档中名称一致，未经合并"
    for merge in merges:
        yield f"  {plain(merge.one)} = {plain(merge.other)}  ({merge.score:.2f}, {merge.kind})"
        yield f"      {_REASONS[merge.why]}"
        counts = " + ".join(map(str, merge.documents))
        said = f"; {merge.said} documents say so 篇文档为证" if merge.said else ""
        near = f"; {merge.shared} neighbours in common 共同关联" if merge.shared else ""
        yield f"      in 见于 {counts} documents{said}{near}: {plain(', '.join(merge.examples))}"


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
