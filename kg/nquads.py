"""N-Quads, the syntax: terms written with the right escapes, lines read back. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from kg.iri import iri_safe

KG = "https://w3id.org/zhkg/ontology#"
BASE = "https://w3id.org/zhkg/id/"
PREFIXES = {
    "kg": KG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "time": "http://www.w3.org/2006/time#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029))}
_ESCAPES |= {ord("\\"): "\\\\", ord('"'): '\\"', 10: "\\n", 13: "\\r", 9: "\\t"}
#: no RDF syntax can carry a lone surrogate or a non-character: they become the replacement character, one for one
_ESCAPES |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
_SPECIAL = re.compile('[\\x00-\\x1f"\\\\\\x7f-\\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]')
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def term(name: str) -> str:
    """A prefixed name as an IRI in angle brackets.

    >>> term("kg:about")
    '<https://w3id.org/zhkg/ontology#about>'
    """
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def literal(words: str, datatype: str = "") -> str:
    """A literal of N-Quads; `datatype` is a local name of XML Schema, or `@zh` for a language.

    >>> literal('他说"好"'), literal("2025", "gYear"), literal("小米", "@zh")
    ('"他说\\\\"好\\\\""', '"2025"^^<http://www.w3.org/2001/XMLSchema#gYear>', '"小米"@zh')
    """
    quoted = f'"{words.translate(_ESCAPES) if _SPECIAL.search(words) else words}"'
    if not datatype or datatype[0] == "@":
        return quoted + datatype
    return f"{quoted}^^<http://www.w3.org/2001/XMLSchema#{datatype}>"


def name_literal(name: str) -> str:
    """A name with its language: Latin names are `@en`, all others `@zh`.

    >>> name_literal("小米SU7"), name_literal("Model Y")
    ('"小米SU7"@zh', '"Model Y"@en')
    """
    return literal(name, "@zh" if _CJK.search(name) else "@en")


def mark(kind: str, *parts: object) -> str:
    """A name that follows from the content alone: `obs-` and sixteen hexadecimal digits.

    >>> mark("obs", "a", None) == mark("obs", "a", "") != mark("obs", "", "a")
    True
    """
    content = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{kind}-{sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def document_iri(document: str, base: str = BASE) -> str:
    """The IRI of a document, which is also that of its named graph.

    >>> document_iri("su7")
    'https://w3id.org/zhkg/id/doc-su7'
    """
    return f"{base}doc-{iri_safe(document)}"


def metric_iri(metric: str) -> str:
    """The IRI of a metric, a key of the vocabulary or one minted from the words of a text (`metric-…`)."""
    return KG + iri_safe(metric)


def local(iri: object) -> str:
    """The last part of an IRI, after `#` or `/`.

    >>> local("https://w3id.org/zhkg/ontology#about")
    'about'
    """
    return re.split(r"[#/]", str(iri))[-1]


class Quad(NamedTuple):
    """One line: four terms as they are written, the graph empty in the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str


_LINE = re.compile(
    r"(?P<subject><[^>]*>|_:\S+) (?P<predicate><[^>]*>) "
    r'(?P<object><[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)(?: (?P<graph><[^>]*>|_:\S+))? \.'
)
_LITERAL = re.compile(
    r'"(?P<words>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?', re.DOTALL
)
_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def quads(lines: str) -> Iterator[Quad]:
    """The quads of N-Quads text as this package and its store write it (one space between terms); other lines are skipped.

    >>> next(quads('<a:s> <a:p> "x"@zh .')).object
    '"x"@zh'
    """
    for found in _LINE.finditer(lines):
        yield Quad(found["subject"], found["predicate"], found["object"], found["graph"] or "")


class Value(NamedTuple):
    """A literal taken apart: its words, its language or the local name of its datatype."""

    words: str
    language: str = ""
    datatype: str = ""


def value(written: str) -> Value:
    """A literal or IRI as it is written, read.

    >>> value('"2025"^^<http://www.w3.org/2001/XMLSchema#gYear>').words, value("<a:b>").words
    ('2025', 'a:b')
    """
    found = _LITERAL.fullmatch(written)
    if not found:
        return Value(written.removeprefix("<").removesuffix(">"))
    words = found["words"]
    if "\\" in words:
        words = _ESCAPED.sub(_unescape, words)
    return Value(words, found["language"] or "", found["datatype"] or "")


def _unescape(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _PLAIN.get(code, code)
