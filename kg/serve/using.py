"""The dataset of an update, when the protocol names it: USING put before each WHERE, as the text itself would have it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import QueryError
from kg.sparql import TOKEN


def using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with its dataset. Raises QueryError where the text names one itself (the protocol forbids both).

    >>> using("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", ["urn:g"], [])
    'DELETE { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p 1 }'
    """
    if not (default or named):
        return update
    clause = "".join([f"USING <{_safe(iri)}> " for iri in default] + [f"USING NAMED <{_safe(iri)}> " for iri in named])
    parts, copied, depth, last, opened = [], 0, 0, "", 0
    for token in TOKEN.finditer(update):
        kind, word = token.lastgroup, token[0].upper()
        depth += (kind == "open") - (kind == "close")
        if depth or kind in ("comment", "string", "iri"):
            continue
        if kind == "word" and word in ("USING", "WITH"):
            raise QueryError(
                f"{word} in the update and using-graph-uri beside it: only one of them may name the dataset"
            )
        if kind == "word" and word == "WHERE":
            start = token.start()
            if last == "DELETE":  # DELETE WHERE { … } says its template and its pattern at once
                opened = _block(update, token.end())
                parts += [update[copied:start], update[token.end() : opened], " "]
                copied = start
            parts += [update[copied:start], clause]
            copied = start
        last = word if kind == "word" else ""
    return "".join((*parts, update[copied:]))


def _block(update: str, start: int) -> int:
    """Where the braces end that open next."""
    depth = 0
    for token in TOKEN.finditer(update, start):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if token.lastgroup == "close" and not depth:
            return token.end()
    return len(update)


def _safe(iri: str) -> str:
    if any(char in '<>"{}|^`\\' or char <= " " for char in iri):
        raise QueryError(f"no IRI: {iri}")
    return iri
