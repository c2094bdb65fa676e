"""A graph behind an endpoint: asked over HTTP, because the user names its address."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from kg.errors import QueryError, UsageError
from kg.nquads import BASE, PREFIXES, literal
from kg.store import Answer

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"


class Remote:
    """An endpoint that is asked like a graph; its answers are as those of a graph of one's own."""

    def __init__(self, address: str, *, base: str = BASE, seconds: float = 60.0) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise UsageError(f"--endpoint '{address}': an address that begins with http:// or https:// is needed")
        self.address, self.base, self._seconds = address, base, seconds

    def query(self, sparql: str) -> Answer:
        """The answer of the endpoint. Raises QueryError with what it said, or why it could not be asked."""
        known = {**PREFIXES, "ent": self.base}
        text = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in known.items()) + "\n" + sparql
        headers = {"Content-Type": "application/sparql-query", "Accept": _ACCEPT}
        request = urllib.request.Request(self.address, text.encode("utf-8"), headers)
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as reply:
                return Answer.read(reply.read(), reply.headers.get_content_type())
        except urllib.error.HTTPError as error:
            said = error.read(2000).decode("utf-8", "replace").strip()
            raise QueryError(f"{self.address}: {error.code} {error.reason}: {said}") from error
        except (OSError, HTTPException, ValueError, SyntaxError) as error:
            raise QueryError(f"{self.address}: gave no answer: {getattr(error, 'reason', error)}") from error

    def find(self, name: str) -> list[str]:
        """IRIs of the things called so, by label or other name, as it is written."""
        words = literal(name)
        found = self.query(
            f"SELECT DISTINCT ?s {{ ?s rdfs:label|skos:altLabel ?n FILTER(STR(?n) = {words}) }} ORDER BY ?s LIMIT 50"
        )
        return [str(thing) for (thing,) in found.rows()]

    def near(self, name: str, *, most: int = 5) -> list[str]:
        """Names that hold this one."""
        part = literal(name.casefold())
        found = self.query(
            f"SELECT DISTINCT ?n {{ ?s rdfs:label ?n FILTER(CONTAINS(LCASE(STR(?n)), {part})) }} ORDER BY ?n LIMIT {most}"
        )
        return [str(words) for (words,) in found.rows()]
