"""The pages of the endpoint: the query page, and a page for each thing and document. Every word is escaped here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import quote

from kg.nquads import KG, PREFIXES
from kg.serve.site import COUNTED, Thing
from kg.store import local
from kg.table import ROLES, Row
from kg.visualise.terms import label

_TYPES = {".js": "text/javascript", ".css": "text/css"}
_GROUPS = (
    ("relation", "关系", "Relations"),
    ("observation", "数字", "Numbers"),
    ("change", "变化", "Changes"),
    ("event", "事件", "Events"),
)
#: sentences shown of one fact
QUOTES = 20
_PREFIXED = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("rdf", "kg", "prov"))
#: what gives the facts of a thing (False) or document (True)
_FACTS_OF = {
    False: _PREFIXED
    + f"SELECT DISTINCT ?fact {{{{ ?fact {'|'.join(ROLES)} <{{iri}}> ; kg:evidence ?span }}}} LIMIT 1000",
    True: _PREFIXED + "SELECT DISTINCT ?fact {{ ?fact prov:wasDerivedFrom <{iri}> ; kg:evidence ?span }} LIMIT 1000",
}
_BOUNDS = {"moreThan": "> ", "atLeast": "≥ ", "lessThan": "< ", "atMost": "≤ ", "approximately": "≈ "}


@cache
def part(name: str) -> tuple[str, str] | None:
    """A script or style of the pages and its media type; None where there is none of that name."""
    known = {one.name: one for one in files("kg.serve").joinpath("parts").iterdir()}
    kind = next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), None)
    return (known[name].read_text("utf-8"), kind) if kind and name in known else None


@cache
def query() -> str:
    """The query page."""
    return files("kg.serve").joinpath("parts", "query.html").read_text("utf-8")


def thing(found: Thing, base: str) -> str:
    """The page of a thing or document: names, classes, and its facts with the sentences that say them."""
    title = " / ".join(found.labels)
    body = "\n".join(_thing(found, base))
    return f"""<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><link rel="stylesheet" href="/part/serve.css">
<link rel="alternate" type="text/turtle" href="{link(found.iri, base)}"></head>
<body><header><a href="/">查询 Query</a> <a href="/graph">图 Graph</a> <a href="/stats">统计 Figures</a></header><main>
{body}
</main></body></html>
"""


def _thing(found: Thing, base: str) -> Iterator[str]:
    yield f"<h1>{escape(' / '.join(found.labels))}</h1>"
    classes = "、".join(label(name, {})[0] for name in found.classes)
    yield f'<p class="about">{escape(classes)} · <code>{escape(found.iri)}</code></p>'
    if found.about:
        yield "<dl>"
        for name, value in found.about:
            yield f"<dt>{escape(_property(local(name)))}</dt><dd>{_linked(value, base)}</dd>"
        yield "</dl>"
        yield from _more(len(found.about), found.values, "个值", "values", f"SELECT ?p ?v {{ <{found.iri}> ?p ?v }}")
    for kind, zh, en in _GROUPS:
        group = [row for row in found.facts if row.kind == kind]
        if group:
            yield f"<section><h2>{zh} <span>{en}</span></h2><ul>"
            yield from _facts(group, found, base)
            yield "</ul></section>"
    shown = len({row.fact for row in found.facts})
    yield from _more(shown, found.told, "条事实", "facts", _FACTS_OF[found.document].format(iri=found.iri))


def _more(shown: int, known: int, zh: str, en: str, query: str) -> Iterator[str]:
    """A line where not all is shown, that leads to the query that gives all."""
    if shown < known:
        many = f"{known:,}" + "+" * (known >= COUNTED)
        link = f'<a href="/#{quote(query)}">SPARQL</a>'
        said = f"此处列出 {many} {zh}中的 {shown:,}，其余见 {link}。 Showing {shown:,} of {many} {en}; the rest with {link}."
        yield f'<p class="more">{said}</p>'


def _facts(rows: list[Row], found: Thing, base: str) -> Iterator[str]:
    told: dict[str, list[Row]] = {}
    for row in rows:
        told.setdefault(row.fact, []).append(row)
    for group in told.values():
        yield f'<li><p class="fact">{_fact(group[0], found.links, base)}</p>'
        for row in group[:QUOTES]:
            place = "" if found.document else f" <cite>{escape(row.document)}</cite>"
            yield f"<blockquote>{_marked(row)}{place}</blockquote>"
        query = f"SELECT ?text {{ <{group[0].fact}> <{KG}evidence> ?span . ?span <{KG}text> ?text }}"
        yield from _more(len(group[:QUOTES]), len(group), "句", "sentences", query)
        yield "</li>"


def _fact(row: Row, links: Mapping[str, str], base: str) -> str:
    number = row.number(" ~ ")
    name, _, grown = row.property.partition(" (")
    said = _property(local(name)) + (f"（{_property(local(grown[:-1]))}）" if grown else "")
    parts = [_things(row.subject, links, base), f"<i>{escape(said)}</i>", _things(row.object, links, base)]
    parts += [escape(f"{_BOUNDS.get(row.bound, '')}{number}{row.unit}") if number else ""]
    parts += [_things(words, links, base) for words in (row.counterparty, row.place)]
    parts += [escape(f"[{row.period}]") if row.period else ""]
    marks = [label(word, {})[0] for word in (row.status, row.stance) if word not in ("", "Actual", "Asserted")]
    marks += [f"据 {row.attributed_to}"] if row.attributed_to else []
    return " ".join(part for part in parts if part) + "".join(f' <b class="mark">{escape(mark)}</b>' for mark in marks)


def _property(name: str) -> str:
    """A term as readers know it: its Chinese label, minted ones by their words."""
    return label(name, {})[0].removeprefix("metric-")


def _things(words: str, links: Mapping[str, str], base: str) -> str:
    """Names, each leading to its thing."""
    return "、".join(
        f'<a href="{link(links[name], base)}">{escape(name)}</a>' if name in links else escape(name)
        for name in words.split("、")
    )


def _marked(row: Row) -> str:
    """The sentence with the names and the number of the fact marked."""
    words = sorted(
        {word for said in (row.subject, row.object) for word in said.split("、") if word}, key=len, reverse=True
    )
    pieces, rest = [], row.sentence
    while rest:
        places = [(place, -len(word), word) for word in words if (place := rest.find(word)) >= 0]
        if not places:
            break
        place, _, word = min(places)
        pieces += [escape(rest[:place]), f"<mark>{escape(word)}</mark>"]
        rest = rest[place + len(word) :]
    return "".join(pieces) + escape(rest)


def _linked(value: str, base: str) -> str:
    if value.startswith(base):
        return f'<a href="{link(value, base)}">{escape(local(value))}</a>'
    if value.startswith(("https://", "http://")):
        return f'<a href="{escape(value)}" rel="noreferrer">{escape(value)}</a>'
    return escape(value)


def link(iri: str, base: str) -> str:
    """Where this server shows an IRI; what is percent-encoded in it stays so."""
    return "/id/" + quote(iri.removeprefix(base), safe="/%:@!$&'()*+,;=~-._")
