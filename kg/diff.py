"""What changed between two graphs: facts that came, facts that went, each with its sentences; things likewise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.store import Graph
from kg.table import Row, rows


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference: rows of facts by graph, names of things by graph."""

    gone: tuple[Row, ...] = ()
    came: tuple[Row, ...] = ()
    gone_things: tuple[str, ...] = ()
    came_things: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gone or self.came or self.gone_things or self.came_things)

    def lines(self) -> Iterator[str]:
        """The difference for people: `-` went, `+` came; a fact with the sentence that says it."""
        for sign, things, facts in (("-", self.gone_things, self.gone), ("+", self.came_things, self.came)):
            yield from (f"{sign} {name}" for name in things)
            for row in facts:
                yield f"{sign} {row.kind}: {_words(row)}  “{row.sentence}” {row.document}"


def diff(old: Graph, new: Graph) -> Diff:
    """What changed from the old graph to the new. A fact is the same where all that it says is the same, whoever says it.

    >>> bool(diff(Graph(), Graph()))
    False
    """
    before, after = _facts(old), _facts(new)
    things, now = _things(old), _things(new)
    return Diff(
        tuple(row for fact, row in before.items() if fact not in after),
        tuple(row for fact, row in after.items() if fact not in before),
        tuple(sorted(things - now)),
        tuple(sorted(now - things)),
    )


def _facts(graph: Graph) -> dict[str, Row]:
    """fact → the first row that tells it."""
    found: dict[str, Row] = {}
    for row in rows(graph):
        found.setdefault(row.fact, row)
    return found


def _things(graph: Graph) -> set[str]:
    answer = graph.query(
        "SELECT DISTINCT ?n ?c { ?s rdfs:label ?n ; a ?t BIND(REPLACE(STR(?t), '^.*[#/]', '') AS ?c) }"
    )
    return {f"{name} ({cls})" for name, cls in answer.rows()}


def _words(row: Row) -> str:
    number = row.number()
    parts = (row.subject, row.property, row.object, f"{number}{row.unit}", row.period, row.status, row.stance)
    return " ".join(part for part in parts if part and part not in ("Actual", "Asserted"))
