"""Questions to the graph: SPARQL, a file of it, or a named query of ontology/queries/*.rq with its parameters.

A named query starts with comment lines that say what it is:

    # title: 制造商 | Who makes it
    # answers: 产品由谁制造,哪句话这样说 | Who makes a product, and which sentence says so
    # param: name family = SU7 | 产品 | the product

Kinds of parameter: `thing` (a name; all things called so), `family` (a thing with all its generations and editions),
`term` (a word of the vocabulary, or a metric minted from words), `text`, `number`. In the query it stands as `$name`; what is
put there is a literal, a number or IRIs, never raw words. A thing, family or term without default may be left out: then it is
anything, and the clause `VALUES ?thing { $name }` is left out with it. A number may have two defaults, `2000/5000`: the second
holds where a thing is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Protocol

from kg.errors import InputError, OntologyError, UsageError
from kg.model import plain
from kg.nquads import KG, literal
from kg.ontology import ontology_folder
from kg.ontology import table as toml_table
from kg.sparql import TOKEN
from kg.store import FORMATS as RDF_FORMATS
from kg.store import Answer

KINDS = ("thing", "family", "term", "text", "number")
FORMATS = ("table", "json", "csv", "tsv", "xml", *RDF_FORMATS)
_ANYTHING = "UNDEF"
_HEADER = re.compile(r"#\s*(title|answers|param):\s*(.*)")
_PARAMETER = re.compile(r"(?P<name>\w+)\s+(?P<kind>\w+)\s*=\s*(?P<default>[^|]*)\|(?P<zh>[^|]*)\|(?P<en>[^|]*)")
_NAME = re.compile(r"[\w-]+")
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]+')


class Askable(Protocol):
    """What can be asked: a graph, or one behind an endpoint."""

    def query(self, sparql: str, /) -> Answer:
        """The answer to SPARQL."""

    def find(self, name: str, /) -> list[str]:
        """IRIs of the things called so."""

    def near(self, name: str, /) -> list[str]:
        """Names like this one."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One blank of a named query: what goes in, what stands there where nothing is said, and what it means."""

    name: str
    kind: str
    default: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the ontology folder: `title` and `answers` as (Chinese, English)."""

    name: str
    text: str
    title: tuple[str, str] = ("", "")
    answers: tuple[str, str] = ("", "")
    parameters: tuple[Parameter, ...] = ()


def query(
    graph: Askable, text_or_name: str, *, parameters: Mapping[str, str] | None = None, folder: Path | None = None
) -> Answer:
    """Asks the graph: SPARQL, the path of an .rq file, or the name of a named query.

    Raises UsageError (no such query, parameter or thing; the message says what there is) and QueryError (line, column).

    >>> from kg.store import Graph
    >>> len(query(Graph(), "sources"))
    0
    """
    found = _question(text_or_name, folder)
    return graph.query(_filled(found, graph, dict(parameters or {})))


def limited(graph: Askable, text_or_name: str, answer: Answer, *, parameters: Mapping[str, str] | None = None) -> int:
    """The `$limit` that cut an answer short, or 0: what a part in braces with LIMIT $limit finds is counted, one more at most.

    >>> from kg.store import Graph
    >>> limited(Graph(), "maker", query(Graph(), "maker"))
    0
    """
    found, given = _question(text_or_name, None), dict(parameters or {})
    limit = _values(found, given).get("limit", "")
    if not limit.isdecimal() or 2 * len(answer) < int(limit):  # one line of an answer hardly stands for several facts
        return 0
    for block in _blocks(found.text, "$limit"):
        counting = replace(found, text=f"SELECT (COUNT(*) AS ?n) {block}")
        ((many,),) = graph.query(_filled(counting, graph, given | {"limit": str(int(limit) + 1)})).rows()
        if int(str(many)) > int(limit):
            return int(limit)
    return 0


def _blocks(text: str, parameter: str) -> Iterator[str]:
    """The innermost braces around each place of a parameter."""
    left: list[tuple[int, bool]] = []
    for token in TOKEN.finditer(text):
        if token[0] == "{":
            left.append((token.start(), False))
        elif token[0] == "}" and left:
            start, holds = left.pop()
            if holds:
                yield text[start : token.end()]
        elif token[0] == parameter and left:
            left[-1] = (left[-1][0], True)


def filled(name: str, graph: Askable, parameters: Mapping[str, str]) -> str:
    """The SPARQL of a named query with its parameters put in. Raises UsageError."""
    return _filled(_question(name, None), graph, dict(parameters))


def queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """The named queries by name, sorted. Raises OntologyError where a header is wrong.

    >>> queries()["maker"].parameters[0].kind
    'family'
    """
    return dict(_queries(folder or ontology_folder()))


@cache
def _queries(folder: Path) -> tuple[tuple[str, NamedQuery], ...]:
    paths = sorted((folder / "queries").glob("*.rq"))
    return tuple((path.stem, parse(path.stem, path.read_text("utf-8"))) for path in paths)


def parse(name: str, text: str) -> NamedQuery:
    """A query with its header read. Raises OntologyError, naming the query and the line.

    >>> parse("q", "# title: 一 | one\\nASK {}").title
    ('一', 'one')
    """
    said: dict[str, tuple[str, str]] = {}
    parameters = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _HEADER.fullmatch(line.strip())
        if found and found[1] == "param":
            parameters.append(_parameter(f"{name}.rq line {number}", found[2]))
        elif found:
            zh, _, en = found[2].partition("|")
            said[found[1]] = (zh.strip(), en.strip())
    return NamedQuery(name, text, said.get("title", ("", "")), said.get("answers", ("", "")), tuple(parameters))


def _parameter(where: str, words: str) -> Parameter:
    found = _PARAMETER.fullmatch(words)
    if not found:
        raise OntologyError(f"{where}: '{words}' is no parameter. Write # param: name kind = default | 中文 | English.")
    if found["kind"] not in KINDS:
        raise OntologyError(f"{where}: kind '{found['kind']}' is unknown. Choose one of {', '.join(KINDS)}.")
    return Parameter(**{key: value.strip() for key, value in found.groupdict().items()})


def _question(text_or_name: str, folder: Path | None) -> NamedQuery:
    words = text_or_name.strip()
    if words.endswith(".rq"):
        try:
            return parse(Path(words).stem, Path(words).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{words}: cannot be read: {error}") from error
    if not _NAME.fullmatch(words):
        return parse("query", text_or_name)
    known = queries(folder)
    if words not in known:
        raise UsageError(f"no named query '{words}'; there are: {', '.join(known)} (kg show {words}: facts of a thing)")
    return known[words]


# ---------------------------------------------------------------- parameters


def _filled(question: NamedQuery, graph: Askable, parameters: dict[str, str]) -> str:
    known = {parameter.name for parameter in question.parameters}
    for name in parameters:
        if name not in known:
            choices = f"it takes: {', '.join(sorted(known))}" if known else "it takes none"
            raise UsageError(f"query '{question.name}' has no parameter '{name}'; {choices}")
    values = _values(question, parameters)
    terms = {one.name: _term(one, values[one.name], graph) for one in question.parameters}
    anything = {name for name, term in terms.items() if term == _ANYTHING}
    return TOKEN.sub(lambda token: _put(token, terms), _without(question.text, anything) if anything else question.text)


def _values(question: NamedQuery, parameters: Mapping[str, str]) -> dict[str, str]:
    """What stands for each parameter; of a default of two numbers the second where a thing is named."""
    values = {one.name: parameters.get(one.name, one.default) for one in question.parameters}
    named = any(one.kind in ("thing", "family") and values[one.name] for one in question.parameters)
    for one in question.parameters:
        few, slash, many = one.default.partition("/")
        if one.kind == "number" and slash and values[one.name] == one.default:
            values[one.name] = many if named else few
    return values


def _put(token: re.Match[str], terms: Mapping[str, str]) -> str:
    written = token["parameter"]
    return terms.get(written[1:], written) if written else token[0]


def _without(text: str, anything: Collection[str]) -> str:
    """Without the clauses `VALUES ?x { $name }` of what may be anything: the engine cannot look up what is UNDEF."""
    tokens = [token for token in TOKEN.finditer(text) if token.lastgroup != "comment"]
    for found in reversed(list(zip(tokens, tokens[1:], tokens[2:], tokens[3:], tokens[4:], strict=False))):
        word, variable, left, parameter, right = (token[0] for token in found)
        if (word.upper(), variable[0], left, right) == ("VALUES", "?", "{", "}") and parameter[1:] in anything:
            text = text[: found[0].start()] + text[found[4].end() :]
    return text


def _term(parameter: Parameter, value: str, graph: Askable) -> str:
    if parameter.kind == "text":
        return literal(value)
    if parameter.kind == "number":
        return _number(parameter, value)
    if not value:
        return _ANYTHING
    if parameter.kind == "term":
        return " ".join(f"<{iri}>" for iri in (f"{KG}{value}", f"{KG}metric-{value}") if _IRI.fullmatch(iri))
    things = _things(value, parameter, graph)
    if parameter.kind == "family":
        things = _family(things, graph)
    return " ".join(f"<{thing}>" for thing in things)


def _number(parameter: Parameter, value: str) -> str:
    try:
        number = Decimal(value)
        if number.is_finite():
            return plain(number)
    except InvalidOperation:
        pass
    raise UsageError(f"parameter '{parameter.name}' must be a number, not '{value}'")


def _things(name: str, parameter: Parameter, graph: Askable) -> list[str]:
    found = graph.find(name)
    if not found and _IRI.fullmatch(name):
        found = [name]
    if not found:
        near = graph.near(name)
        hint = f"did you mean {', '.join(near)}?" if near else f"say which with {parameter.name}=…"
        raise UsageError(f"the graph has no thing called '{name}'; {hint}")
    return found


def _family(things: Sequence[str], graph: Askable) -> list[str]:
    values = " ".join(f"<{thing}>" for thing in things)
    found = graph.query(
        f"SELECT DISTINCT ?one {{ VALUES ?root {{ {values} }} ?one kg:variantOf* ?root }} ORDER BY ?one"
    )
    return [str(one) for (one,) in found.rows()] or list(things)


# ---------------------------------------------------------------- answers for people and programs


def serialise(answer: Answer, format: str = "table", *, language: str = "zh", width: int = 0) -> str:
    """An answer as text in one of FORMATS: rows as table, json, csv, tsv or xml, triples as Turtle and its kin.

    `table` shows our own terms by their names in a language (`zh`, `en`); `width` is the most columns of a cell, 0 for all.
    """
    if format == "table":
        return as_table(answer, language=language, width=width)
    return answer.serialise(format).decode("utf-8")


def as_table(answer: Answer, *, language: str = "zh", width: int = 0) -> str:
    """Rows as a table for a terminal, Chinese two columns wide; a truth value as a word; triples as Turtle.

    >>> from kg.store import Graph
    >>> print(as_table(Graph().query('SELECT ("小米" AS ?name) (7 AS ?n) {}')), end="")
    name  n
    ----  -
    小米  7
    1 row
    """
    if answer.boolean is not None:
        return f"{str(answer.boolean).lower()}\n"
    if answer.triples is not None:
        return answer.serialise("turtle").decode("utf-8")
    named = _named(answer.iris(), language)
    lines = [answer.variables] + [tuple(_cell(value, named, width) for value in row) for row in answer.rows()]
    widths = [max(map(columns, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * most for most in widths))
    count = f"{len(answer)} row{'' if len(answer) == 1 else 's'}\n"
    return "".join(f"{_padded(line, widths)}\n" for line in lines) + count


def _padded(line: Iterable[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (most - columns(cell)) for cell, most in zip(line, widths, strict=True)).rstrip()


def columns(text: str) -> int:
    """How many columns of a terminal the text takes.

    >>> columns("小米SU7")
    7
    """
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cell(value: object, named: Mapping[str, str], width: int) -> str:
    if value is None:
        return ""
    words = plain(value) if isinstance(value, Decimal) else str(value)
    words = named.get(words, words)
    words = "".join(char if char.isprintable() else " " for char in words)
    return "".join(_cut(words, width)) if width and columns(words) > width else words


def _cut(words: str, width: int) -> Iterator[str]:
    left = width - 1
    for char in words:
        left -= _columns(char)
        if left < 0:
            break
        yield char
    yield "…"


def _named(iris: Iterable[str], language: str) -> dict[str, str]:
    """IRI → what people call it: our terms by their labels, minted ones by their words."""
    labels = _labels()
    found = {}
    for iri in iris:
        if iri.startswith(KG):
            name = iri.removeprefix(KG)
            found[iri] = labels.get(name, {}).get(language) or name.removeprefix("metric-").removeprefix("unit-")
    return found


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    labels: Mapping[str, Mapping[str, str]] = toml_table(ontology_folder() / "terms.toml").get("labels", {})
    return labels
