"""Who may speak to the endpoint: the right Host, no foreign Origin, a token for updates; headers that keep pages harmless."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: pages run only what this server serves, ask only this server, and stand in no frame
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HARMLESS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """The door: lets through what names this server as its host, and comes from no other page than its own."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], origins: Collection[str]) -> None:
        self._app, self._hosts, self._origins = app, frozenset(hosts), frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses, or passes on and adds the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        why = self._foreign(host, origin)
        allowed = origin if origin in self._origins else None

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), allowed)
            await send(message)

        if why:
            await PlainTextResponse(why + "\n", 403)(scope, receive, sending)
        elif scope["method"] == "OPTIONS" and allowed:
            await PlainTextResponse("", 204)(scope, receive, sending)
        else:
            await self._app(scope, receive, sending)

    def _foreign(self, host: str, origin: str | None) -> str:
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name.lower() not in self._hosts:
            return f"this server is not called '{name}'; add --host-name {name} where it should be"
        if origin is None or origin in self._origins:
            return ""
        there = urlsplit(origin)
        if there.scheme in ("http", "https") and there.netloc.lower() == host.lower():
            return ""
        return f"pages of {origin} may not ask here; allow them with --cors {origin}"


def _mark(headers: MutableHeaders, allowed: str | None) -> None:
    for name, value in _HARMLESS.items():
        headers[name] = value
    headers.setdefault("content-security-policy", POLICY)
    if allowed:
        headers["access-control-allow-origin"] = allowed
        headers["access-control-allow-methods"] = "GET, POST, OPTIONS"
        headers["access-control-allow-headers"] = "content-type, accept, authorization"
        headers["cross-origin-resource-policy"] = "cross-origin"
        headers.add_vary_header("Origin")


def authorised(header: str, token: str) -> bool:
    """Does an Authorization header carry the token?

    >>> authorised("Bearer s3cret", "s3cret"), authorised("", "s3cret")
    (True, False)
    """
    kind, _, given = header.partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
