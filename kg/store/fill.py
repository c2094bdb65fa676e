"""The first N-Quads of a store, loaded by the engine itself: the documents on one core, their merge on another."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyoxigraph as ox

from kg.store.change import MERGE

_NAME = rb"(?:<[^<>]*+>|_:\S++)"
_LITERAL = rb'"(?:[^"\\\n\r]|\\.)*+"(?:\^\^<[^<>]*+>|@[\w-]++)?+'
#: subject, predicate and object of a line of N-Quads that ends with a graph
_LINE = re.compile(
    rb"^([ \t]*+" + _NAME + rb"[ \t]*+<[^<>]*+>[ \t]*+(?:" + _NAME + rb"|" + _LITERAL + rb"))[ \t]*+<[^<>]*+>[ \t]*+\.",
    re.MULTILINE,
)
_UNSAID = "ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
_NQUADS = ox.RdfFormat.N_QUADS
#: bytes whose lines are told apart at a time
_PART = 4_000_000


def fill(store: Any, data: bytes, *, merging: bool) -> bool:
    """Loads N-Quads into an empty store; with `merging` each triple of a named graph into the default graph too.

    Gives whether the default graph holds what no named graph says. Raises SyntaxError; the store is of no use then.

    >>> store = ox.Store()
    >>> fill(store, b'<urn:a> <urn:p> "x" <urn:d> .', merging=True), len(store)
    (False, 2)
    """
    if not merging or b"_:" in data:  # a blank node is another one when it is read a second time
        store.bulk_load(data, format=_NQUADS)
        beyond = any(True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        if merging:
            store.update(MERGE)
        return beyond
    with ThreadPoolExecutor(1) as beside:
        loaded = beside.submit(store.bulk_load, data, format=_NQUADS)
        triples = _triples(data)
        if triples is not None:  # checked as part of the quads: the strict reader is the one beside
            store.bulk_load(triples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        loaded.result()
    if triples is None:
        store.update(MERGE)
    return triples is None and bool(store.query(_UNSAID))


def _triples(data: bytes) -> bytes | None:
    """Lines of N-Quads without their graphs, each once a part; None where one has no graph, or is written otherwise."""
    found, start = [], 0
    while start < len(data):
        end = data.find(b"\n", min(start + _PART, len(data) - 1)) + 1 or len(data)
        lines, count = _LINE.subn(rb"\1 .", data[start:end])
        each = dict.fromkeys(lines.split(b"\n"))
        if count < lines.count(b"\n") + (not lines.endswith(b"\n")):
            return None
        found.append(b"\n".join(each))
        start = end
    return b"\n".join(found)
