"""RDF 1.2: a statement as one triple term that its node reifies, in the place of the three triples of plain reification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.nquads import PREFIXES

_RDF = PREFIXES["rdf"]
_TYPE, _STATEMENT = f"<{_RDF}type>".encode(), f"<{_RDF}Statement>".encode()
_PARTS = [f"<{_RDF}{name}>".encode() for name in ("subject", "predicate", "object")]
_REIFIES = f"<{_RDF}reifies>".encode()


def reified(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of N-Triples that are sorted by subject, with triple terms (`<<( s p o )>>`) where a node is an rdf:Statement."""
    for _, group in groupby(lines, key=lambda line: line.split(b" ", 1)[0]):
        yield from _node(list(group))


def _node(lines: list[bytes]) -> Iterator[bytes]:
    terms = [_split(line) for line in lines]
    parts = {name: value for _, name, value in terms if name in _PARTS}
    once = [
        name for _, name, _ in terms if name in _PARTS
    ]  # a node of two objects is no statement that one term could hold
    if sorted(once) != sorted(_PARTS) or not any(name == _TYPE and value == _STATEMENT for _, name, value in terms):
        yield from lines
        return
    node = terms[0][0]
    yield node + b" " + _REIFIES + b" <<( " + b" ".join(parts[name] for name in _PARTS) + b" )>> .\n"
    for (_, name, value), line in zip(terms, lines, strict=True):
        if name not in _PARTS and not (name == _TYPE and value == _STATEMENT):
            yield line


def _split(line: bytes) -> tuple[bytes, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest[: rest.rindex(b" .")]
