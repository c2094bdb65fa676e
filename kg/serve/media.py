"""Which format a client gets: what Accept allows, in the order that it wishes (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: formats of rows and truth values, of triples, of datasets → media types, the first is what is sent
ROWS: dict[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRIPLES: dict[str, tuple[str, ...]] = {
    "turtle": ("text/turtle", "application/x-turtle", "text/plain"),
    "ntriples": ("application/n-triples",),
    "jsonld": ("application/ld+json",),
    "rdfxml": ("application/rdf+xml",),
}
DATASETS: dict[str, tuple[str, ...]] = {
    "trig": ("application/trig",),
    "nquads": ("application/n-quads",),
    "jsonld": ("application/ld+json",),
}


def sent(formats: Mapping[str, tuple[str, ...]], name: str) -> str:
    """The media type of a format, as it is sent.

    >>> sent(ROWS, "csv")
    'text/csv; charset=utf-8'
    """
    return f"{formats[name][0]}; charset=utf-8"


def wanted(accept: str, formats: Mapping[str, tuple[str, ...]]) -> str | None:
    """The format that Accept wants most, of equals the first of `formats`; None where it wants none of them.

    >>> wanted("text/csv;q=0.5, application/*", ROWS), wanted("image/png", ROWS), wanted("", ROWS)
    ('json', None, 'json')
    """
    ranges = _ranges(accept) if accept.strip() else [("*/*", 1.0)]
    best, best_quality = None, 0.0
    for name, types in formats.items():
        quality = max((_quality(kind, ranges) for kind in types), default=0.0)
        if quality > best_quality:
            best, best_quality = name, quality
    return best


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        kind, *parameters = (word.strip().lower() for word in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if "/" in kind:
            found.append((kind, quality))
    return found


def _quality(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """What the most particular range that covers a type says of it."""
    family = kind.split("/")[0] + "/*"
    for pattern in (kind, family, "*/*"):
        for named, quality in ranges:
            if named == pattern:
                return quality
    return 0.0
