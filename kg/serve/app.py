"""The endpoint as an ASGI application: SPARQL 1.1 Protocol, Graph Store Protocol for reading, IRIs that resolve, pages."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.errors import KgError, QueryError, UsageError
from kg.query import queries
from kg.serve import figures, pages
from kg.serve.children import Children, Limits, Refused
from kg.serve.guard import Guard, authorised
from kg.serve.media import ROWS, TRIPLES, sent, wanted
from kg.serve.protocol import Asked, asked, described
from kg.serve.site import Site, TooMany
from kg.serve.using import using

_HTML: dict[str, tuple[str, ...]] = {"html": ("text/html", "application/xhtml+xml")}
_EITHER = ROWS | TRIPLES
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\ufffd]')


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve a store: `token` allows updates to who has it; `hosts` are names of this server, `origins` other pages' own."""

    store: Path
    limits: Limits = field(default_factory=Limits)
    token: str = ""
    hosts: Collection[str] = ("127.0.0.1", "localhost", "[::1]")
    origins: Collection[str] = ()


class Endpoint:
    """The handlers, over one store."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._site = Site(settings.store)
        self._drawing = CapacityLimiter(1)  # drawn once, however many ask for it, and none of them in the way of others
        self._counting = CapacityLimiter(1)
        self._naming = CapacityLimiter(2)  # a name that is not known is compared with all that are
        self._readers = Children(settings.store, settings.limits)
        self._writer = Children(settings.store, settings.limits, writing=True) if settings.token else None

    @asynccontextmanager
    async def running(self, _app: Starlette) -> AsyncIterator[None]:
        """Children run as long as the application does."""
        try:
            if self._writer:
                await self._writer.start()
            await self._readers.start()
            yield
        finally:
            await self._readers.stop()
            if self._writer:
                await self._writer.stop()

    # ------------------------------------------------------------ SPARQL

    async def sparql(self, request: Request) -> Response:
        """Queries and, with a token, updates; without a query the description of the service, or the query page."""
        question = await asked(request, updates=self._writer is not None and self._authorised(request))
        if question is None:
            return self._description(request)
        return await (self._update if question.kind == "update" else self._query)(request, question)

    def _description(self, request: Request) -> Response:
        formats = TRIPLES | _HTML
        if wanted(request.headers.get("accept", ""), formats) == "html" and "accept" in request.headers:
            return Response(pages.query(), media_type="text/html")
        text = described(_base(request), updates=self._writer is not None)
        return Response(text, media_type="text/turtle")

    async def _query(self, request: Request, question: Asked) -> Response:
        accept = request.headers.get("accept", "")
        formats = {"rows": wanted(accept, ROWS), "triples": wanted(accept, TRIPLES)}
        if not any(formats.values()):
            raise Refused(
                406, f"Accept: {accept}; what can be had: {', '.join(kinds[0] for kinds in _EITHER.values())}"
            )
        number = self._site.number
        tag = _tag(number, question, formats)
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"etag": tag})
        header: dict[str, Any] = formats | {"snapshot": number, "base": _base(request)}
        header |= {"default": question.default, "named": question.named}
        answer, body = await _while_connected(request, self._readers.ask(header, question.text))
        if answer["status"] != 200:
            raise Refused(answer["status"], answer["error"])
        triples = answer["kind"] == "triples"
        name = formats["triples" if triples else "rows"] or ""
        kind = sent(TRIPLES if triples else ROWS, name)
        return Response(body, headers={"content-type": kind, "etag": tag, "vary": "Accept"})

    def _authorised(self, request: Request) -> bool:
        return authorised(request.headers.get("authorization", ""), self._settings.token)

    async def _update(self, request: Request, question: Asked) -> Response:
        if self._writer is None:
            raise Refused(403, "this endpoint only reads; start it with --allow-update and a token")
        if not self._authorised(request):
            refusal = PlainTextResponse("an update needs the token: Authorization: Bearer …\n", 401)
            refusal.headers["www-authenticate"] = "Bearer"
            return refusal
        answer, _ = await self._writer.ask(
            {"base": _base(request)}, using(question.text, question.default, question.named)
        )
        if answer["status"] != 204:
            raise Refused(answer["status"], answer["error"])
        return Response(status_code=204)

    # ------------------------------------------------------------ graphs and things

    async def data(self, request: Request) -> Response:
        """Graph Store Protocol, reading: `?default`, or `?graph=IRI`."""
        parameters = request.query_params
        if ("default" in parameters) == ("graph" in parameters):
            raise Refused(400, "say which graph: ?default, or ?graph=IRI")
        format = wanted(request.headers.get("accept", ""), TRIPLES)
        if format is None:
            raise Refused(406, f"what can be had: {', '.join(kinds[0] for kinds in TRIPLES.values())}")
        iri = parameters.get("graph")
        if iri is not None and not await to_thread.run_sync(self._site.has_graph, iri):
            raise Refused(404, f"there is no graph {iri}")
        question = Asked("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", (iri,) if iri else ())
        return await self._query(request, question)

    async def thing(self, request: Request) -> Response:
        """An IRI under the base: its page, or its triples."""
        iri = self._site.graph().base + _local(request)
        accept = request.headers.get("accept", "")
        format = wanted(accept, TRIPLES | _HTML)
        if format is None:
            raise Refused(406, "what can be had: text/html, " + ", ".join(kinds[0] for kinds in TRIPLES.values()))
        if format == "html":
            found = await to_thread.run_sync(self._site.thing, iri)
            if found is None:
                raise Refused(404, f"the graph knows no {iri}")
            return Response(
                pages.thing(found, self._site.graph().base), media_type="text/html", headers={"vary": "Accept"}
            )
        data = await to_thread.run_sync(self._site.triples, iri, format)
        if data is None:
            raise Refused(404, f"the graph knows no {iri}")
        return Response(data, headers={"content-type": sent(TRIPLES, format), "vary": "Accept"})

    async def graph(self, _request: Request) -> Response:
        """The graph page: one file, with its own policy."""
        html, policy = await to_thread.run_sync(self._site.page, limiter=self._drawing)
        return Response(html, media_type="text/html", headers={"content-security-policy": policy})

    async def stats(self, _request: Request) -> Response:
        """The page of figures."""
        found = await to_thread.run_sync(self._site.stats, limiter=self._counting)
        return Response(figures.page(found, self._site.graph().base), media_type="text/html")

    # ------------------------------------------------------------ small things

    async def home(self, _request: Request) -> Response:
        """The query page."""
        return Response(pages.query(), media_type="text/html")

    async def start(self, _request: Request) -> Response:
        """What the query page starts with: prefixes, terms, named queries."""
        return JSONResponse(await to_thread.run_sync(self._site.start))

    async def named(self, request: Request) -> Response:
        """The SPARQL of a named query with its parameters put in."""
        name, parameters = request.path_params["name"], dict(request.query_params)
        if name not in queries():
            raise Refused(404, "there is no named query of this name; / lists them")
        text = await to_thread.run_sync(self._site.filled, name, parameters, limiter=self._naming)
        return PlainTextResponse(text)

    async def health(self, _request: Request) -> Response:
        """Is it up, and on which snapshot?"""
        about: dict[str, Any] = {"status": "ok", "snapshot": self._site.number, "isolated": self._readers.isolated}
        return JSONResponse(about, headers={"cache-control": "no-store"})

    async def part(self, request: Request) -> Response:
        """Script and style of the pages."""
        found = pages.part(request.path_params["name"])
        if found is None:
            raise Refused(404, "no such file")
        return Response(found[0], media_type=found[1], headers={"cache-control": "no-cache"})


def _base(request: Request) -> str:
    """What relative IRIs of a query are relative to: the address that was asked."""
    return str(request.url.replace(query=""))


def _local(request: Request) -> str:
    """The part of an IRI behind the base: letters beyond ASCII as themselves, what else is percent-encoded as it is."""
    raw = request.scope["raw_path"].split(b"?")[0].removeprefix(b"/id/").decode("ascii", "replace")
    name = _ENCODED.sub(lambda found: unquote(found[0], errors="replace"), raw)
    if not name or _NO_IRI.search(name):
        raise Refused(404, "no such name")
    return name


async def _while_connected(request: Request, answer: Awaitable[Any]) -> Any:
    """The answer; where the client goes away first, the work for it ends."""
    task = asyncio.ensure_future(answer)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Refused(499, "the client has gone away")
        return task.result()
    finally:
        gone.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _tag(number: int, question: Asked, formats: Mapping[str, str | None]) -> str:
    content = json.dumps([number, question.text, question.default, question.named, formats], sort_keys=True)
    return f'"{hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


async def _refused(_request: Request, error: Exception) -> Response:
    known = {TooMany: 413, QueryError: 400, UsageError: 400}
    status = error.status if isinstance(error, Refused) else known.get(type(error), 500)
    headers = {"retry-after": "2"} if status == 503 else {}
    return PlainTextResponse(f"{error}\n", status, headers=headers)


async def _unknown(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, headers=error.headers)


def application(settings: Settings) -> Starlette:
    """The application; raises InputError where the store has no snapshot."""
    endpoint = Endpoint(settings)

    def route(path: str, handler: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
        return Route(path, handler, methods=list(methods) or ["GET"])

    routes = [
        route("/", endpoint.home),
        route("/sparql", endpoint.sparql, "GET", "POST"),
        route("/sparql/", endpoint.sparql, "GET", "POST"),
        route("/data", endpoint.data),
        route("/graph", endpoint.graph),
        route("/stats", endpoint.stats),
        route("/health", endpoint.health),
        route("/start.json", endpoint.start),
        route("/query/{name}", endpoint.named),
        route("/part/{name}", endpoint.part),
        route("/id/{name:path}", endpoint.thing),
    ]
    handlers = {Refused: _refused, TooMany: _refused, KgError: _refused, HTTPException: _unknown}
    guard = Middleware(Guard, hosts=settings.hosts, origins=settings.origins)
    return Starlette(routes=routes, lifespan=endpoint.running, middleware=[guard], exception_handlers=handlers)
