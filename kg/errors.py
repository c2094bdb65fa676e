"""The errors that this library raises. The CLI prints them and exits; nothing else does.

KgError
├── InputError       a file or text that cannot be read: what, where, why
├── OntologyError    an entry of ontology/ that is wrong: file, entry, cure
├── QueryError       SPARQL that cannot be run, or is refused
│   └── QuerySyntaxError   SPARQL that cannot be parsed: line and column
├── OutputError      a place that cannot be written: what and why, the old output intact
└── UsageError       arguments that do not fit together
"""

from __future__ import annotations


class KgError(Exception):
    """The root: catch this to catch all that the library raises on purpose."""


class InputError(KgError):
    """A file or text that cannot be read."""


class OntologyError(KgError):
    """An entry of the ontology folder that is wrong: names file, entry and cure."""


class QueryError(KgError):
    """A query that cannot be parsed or run: names line and column where they are known."""


class QuerySyntaxError(QueryError):
    """A query that is no SPARQL: names line and column."""


class OutputError(KgError):
    """A place that cannot be written; what stood there before is intact."""


class UsageError(KgError):
    """Arguments that do not fit together."""
