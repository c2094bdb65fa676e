"""SPARQL as text: its tokens, what is refused before an engine sees it, where it is at fault. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from urllib.parse import urljoin

from kg.errors import QueryError, QuerySyntaxError

#: One token of SPARQL, as far as it matters where names, strings and braces are.
TOKEN = re.compile(
    r"""(?P<string>'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}|"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}
          |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
      | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU])*>)
      | (?P<comment>\#[^\n\r]*)
      | (?P<parameter>\$\w+)
      | (?P<name>(?:[^\W\d](?:[\w.-]*[\w-])?)?:
          (?:(?:[\w:%]|\\[_~.!$&'()*+,;=/?\#@%-])
             (?:(?:[\w.:%-]|\\[_~.!$&'()*+,;=/?\#@%-])*(?:[\w:%-]|\\[_~.!$&'()*+,;=/?\#@%-]))?)?)
      | (?P<word>[?@]?[^\W\d]\w*)
      | (?P<open>[({\[]) | (?P<close>[)}\]]) | (?P<escape>\\[uU])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NAME_ESCAPE = re.compile(r"\\([_~.!$&'()*+,;=/?#@%-])")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WHY = {
    "SERVICE": "this graph answers from itself alone",
    "LOAD": "nothing is fetched from a network or a disk; read the file and send its triples",
}
_READING = "this only reads"
#: what asks a network or a disk
FETCHES = ("SERVICE", "LOAD")
#: what changes a graph: refused where a query is expected
UPDATES = ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_GRAPHS = frozenset("GRAPH WITH USING NAMED ALL INTO TO".split())
DEEPEST = 200
LONGEST = 65_536
LONGEST_UPDATE = 64_000_000
_WHERE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def gate(sparql: str, *, forbidden: Collection[str] = ("SERVICE",), longest: int = LONGEST) -> None:
    """Refuses what must not reach the engine: words that ask the network, depth that ends the process, monster texts.

    A text with code points as \\u escapes is read both ways, as written and with them put in: neither may hold what is refused.

    >>> gate("ASK { SERVICE <http://example.org> {} }")
    Traceback (most recent call last):
    kg.errors.QueryError: line 1, column 7: SERVICE is refused: this graph answers from itself alone
    """
    if len(sparql) > longest:
        raise QueryError(f"the query has {len(sparql)} characters; the most is {longest}")
    _look(sparql, forbidden)
    if "\\u" in sparql or "\\U" in sparql:
        _look(_ESCAPE.sub(_character, sparql), forbidden)


def _look(sparql: str, forbidden: Collection[str]) -> None:
    depth = 0
    for token in TOKEN.finditer(sparql):
        kind = token.lastgroup
        depth += (kind == "open") - (kind == "close")
        if depth > DEEPEST:
            raise QueryError(f"{place(sparql, token.start())}: brackets nest deeper than {DEEPEST}")
        if kind == "word" and (word := token[0].upper()) in forbidden:
            raise QueryError(f"{place(sparql, token.start())}: {word} is refused: {_WHY.get(word, _READING)}")


def graphs(sparql: str, *, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> list[str]:
    """The IRIs that a query names after FROM and FROM NAMED, whole: prefixes and relative IRIs as the query declares them.

    >>> graphs("PREFIX f: <file:///etc/> SELECT * FROM <urn:a> FROM NAMED f:passwd { ?s ?p 'FROM <urn:c>' }")
    ['urn:a', 'file:///etc/passwd']
    """
    known, here, last = dict(prefixes or {}), base or "", ["", "", ""]
    found = []
    for token in TOKEN.finditer(_ESCAPE.sub(_character, sparql)):
        kind, words = token.lastgroup or "", token[0]
        if kind == "comment":
            continue
        if kind in ("iri", "name"):
            whole = _joined(here, words[1:-1]) if kind == "iri" else _whole(words, known)
            if last[2] == "BASE":
                here = whole
            elif last[1] == "PREFIX":
                known[last[2].removesuffix(":")] = whole
            elif last[2] == "FROM" or last[1:] == ["FROM", "NAMED"]:
                found.append(whole)
        last = [*last[1:], words.upper() if kind == "word" else words if kind == "name" else ""]
    return found


def _joined(base: str, iri: str) -> str:
    if _ABSOLUTE.match(iri):
        return iri
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")  # urljoin forgets an empty fragment


def _whole(name: str, known: Mapping[str, str]) -> str:
    prefix, _, rest = name.partition(":")
    return known.get(prefix, f"{prefix}:") + _NAME_ESCAPE.sub(r"\1", rest)


def names_graphs(sparql: str) -> bool:
    """Does an update speak of graphs by name, or of all of them?

    >>> names_graphs("DELETE WHERE { ?s ?p 'GRAPH' }"), names_graphs("CLEAR ALL")
    (False, True)
    """
    tokens = TOKEN.finditer(_ESCAPE.sub(_character, sparql))
    return any(token.lastgroup == "word" and token[0].upper() in _GRAPHS for token in tokens)


@lru_cache(64)
def speaks_of_graphs(sparql: str) -> bool:
    """May a query see single graphs: is there a GRAPH or a FROM in it?

    >>> speaks_of_graphs("SELECT * { GRAPH ?g { ?s ?p ?o } }"), speaks_of_graphs("SELECT ?graph { ?graph ?p 'FROM' }")
    (True, False)
    """
    tokens = TOKEN.finditer(_ESCAPE.sub(_character, sparql))
    return any(token.lastgroup == "word" and token[0].upper() in ("GRAPH", "FROM") for token in tokens)


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def place(text: str, offset: int) -> str:
    """Where an offset lies, for people.

    >>> place("SELECT *\\n{ ?s", 9)
    'line 2, column 1'
    """
    before = text[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def syntax_error(message: str, sparql: str) -> QuerySyntaxError:
    """The engine's message with its place in words, the line at fault, and no more of the grammar than helps."""
    found = _WHERE.match(message)
    if not found:
        return QuerySyntaxError(f"not SPARQL: {message}")
    line, column, why = int(found[1]), int(found[2]), " ".join(found[3].split())
    lines = sparql.splitlines() or [""]
    shown = lines[line - 1] if line <= len(lines) else ""
    why = "a prefix is not declared" if "Prefix not found" in why else why[:200]
    return QuerySyntaxError(f"line {line}, column {column}: {why}\n  {shown}")
