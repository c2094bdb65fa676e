"""`kg timeline`, `kg history`, `kg contradictions`: the questions that people have most, as commands of their own."""

from __future__ import annotations

import argparse

#: command → named query
QUERIES = {"timeline": "events-timeline", "history": "metric-history", "contradictions": "contradictions"}


def run(arguments: argparse.Namespace) -> int:
    """Prints the answer of the named query behind the command; a graph with contradictions gives status 1."""
    from kg.cli.query import note
    from kg.query import query, serialise
    from kg.store import opened

    named = {name: getattr(arguments, name, None) for name in ("name", "metric")}
    parameters = {name: value for name, value in named.items() if value}
    graph, asked = opened(arguments.graph), QUERIES[arguments.command]
    answer = query(graph, asked, parameters=parameters)
    print(serialise(answer, arguments.format), end="")
    note(graph, asked, answer, parameters)
    return int(arguments.command == "contradictions" and len(answer) > 0)
