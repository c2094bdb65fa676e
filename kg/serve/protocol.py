"""SPARQL 1.1 Protocol: what a request asks, from its method, its type, its parameters and its body."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.serve.children import Refused

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: seconds for a body to come
PATIENCE = 60.0
MOST_QUERY, MOST_UPDATE = 1 << 20, 64 << 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A query or an update (`kind`), with the dataset that the protocol names beside it."""

    kind: str
    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


async def asked(request: Request, *, updates: bool) -> Asked | None:
    """What a request asks; None where it asks nothing (GET without a query). Raises Refused for what the protocol forbids.

    `updates`: may it be as long as an update?
    """
    parameters = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method in ("GET", "HEAD"):
        if not parameters:
            return None
        if any(name == "update" for name, _ in parameters):
            raise Refused(400, "an update is sent with POST, never with GET")
        return _asked("query", _one(parameters, "query"), parameters)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await _body(request, MOST_UPDATE if updates else MOST_QUERY)
    if kind == FORM:
        form = parse_qsl(body, keep_blank_values=True, encoding="utf-8", errors="strict") if body else []
        parameters += form
        name = "update" if any(one == "update" for one, _ in form) else "query"
        return _asked(name, _one(form, name), parameters)
    if kind in (QUERY, UPDATE):
        return _asked("query" if kind == QUERY else "update", body, parameters)
    raise Refused(415, f"send {FORM}, {QUERY} or {UPDATE}, not '{kind}'")


def _one(parameters: list[tuple[str, str]], name: str) -> str:
    values = [value for one, value in parameters if one == name]
    if len(values) != 1:
        raise Refused(400, f"exactly one parameter '{name}' is needed; there are {len(values)}")
    return values[0]


def _asked(kind: str, text: str, parameters: list[tuple[str, str]]) -> Asked:
    default, named = (
        ("default-graph-uri", "named-graph-uri") if kind == "query" else ("using-graph-uri", "using-named-graph-uri")
    )

    def values(name: str) -> tuple[str, ...]:
        return tuple(value for one, value in parameters if one == name)

    return Asked(kind, text, values(default), values(named))


async def _body(request: Request, most: int) -> str:
    """The body as text; raises Refused where it is too long (as soon as that is known) or no UTF-8."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise Refused(413, f"the body has {length} bytes; the most is {most}")
    data = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                data += part
                if len(data) > most:
                    raise Refused(413, f"the body has more than {most} bytes")
    except TimeoutError:
        raise Refused(408, f"the body did not come within {PATIENCE:g} s") from None
    charset = _charset(request)
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused(400, f"the body is no {charset}: {error}") from error


def _charset(request: Request) -> str:
    for parameter in request.headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, f"charset {value.strip()}: send UTF-8")
    return "utf-8"


def described(endpoint: str, *, updates: bool) -> str:
    """The service description (Turtle) of an endpoint at this address."""
    languages = "sd:SPARQL11Query" + (", sd:SPARQL11Update" if updates else "")
    formats = (
        "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples JSON-LD RDF_XML"
    )
    listed = ", ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in formats.split())
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
<{endpoint}#service> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage {languages} ;
    sd:resultFormat {listed} ;
    sd:feature sd:UnionDefaultGraph ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""
