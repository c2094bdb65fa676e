"""What the pages show, asked of the newest snapshot in this process: short, bounded questions of our own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.look import page
from kg.nquads import PREFIXES
from kg.query import filled, queries
from kg.stats import Stats, stats
from kg.store import Folder, Graph, local
from kg.store.snapshots import Snapshots
from kg.table import AT_ONCE, ROLES, Row, rows, told
from kg.visualise.page import policy
from kg.visualise.terms import labels

#: facts on one page, sentences of them, other values of a property list; the page says so where there are more
MOST, SENTENCES, VALUES = 500, 5_000, 200
#: so many facts and values are counted, and no more
COUNTED = 100_000
#: triples of a thing that are sent; of a thing with more, none are, since half of them would look like all
TRIPLES = 100_000
_NAMES = "SELECT ?p ?v {{ VALUES ?p {{ rdf:type rdfs:label dcterms:title }} <{iri}> ?p ?v }} LIMIT {most}"
_ABOUT = "SELECT ?p ?v {{ <{iri}> ?p ?v FILTER(?p NOT IN (rdf:type, rdfs:label)) }} LIMIT {most}"
_AROUND = "{{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }}"
_MANY = "SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {pattern} }} LIMIT {most} }}"
_TRIPLES = "CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} {{ " + _AROUND + " }}"


class Thing(NamedTuple):
    """What a page of a thing or a document shows: of its values and facts the first, and how many there are (up to COUNTED)."""

    iri: str
    labels: tuple[str, ...]
    classes: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    values: int
    facts: tuple[Row, ...]
    told: int
    document: bool
    links: Mapping[str, str]


class TooMany(Exception):
    """More than this server sends at once; the words say how to have it."""


class Site:
    """The newest snapshot of a store, opened anew when there is a newer one; may be asked from several threads."""

    def __init__(self, store: Path) -> None:
        self._store, self._snapshots = store, Snapshots(store)
        self._lock, self._drawing, self._counting = threading.Lock(), threading.Lock(), threading.Lock()
        self._number: int | None = None
        self._graph: Graph | None = None
        self._page: tuple[int, str] | None = None
        self._figures: tuple[int, Stats] | None = None

    @property
    def number(self) -> int:
        """The number of the newest snapshot."""
        return self._snapshots.newest() or 0

    def graph(self) -> Graph:
        """The newest snapshot. Raises InputError where there is none."""
        with self._lock:
            number = self.number
            if self._graph is None or number != self._number:
                self._graph, self._number = Folder.read(self._store), number
            return self._graph

    def thing(self, iri: str) -> Thing | None:
        """What a page needs of a thing or document, in bounded time; None where the graph does not know it."""
        graph = self.graph()
        about = self._pairs(_ABOUT.format(iri=iri, most=COUNTED))
        names = self._pairs(_NAMES.format(iri=iri, most=VALUES))
        if not about and not names:
            return None
        classes = tuple(local(value) for name, value in names if local(name) == "type")
        labels = tuple(value for name, value in names if local(name) != "type")
        document = "Document" in classes
        known = told(graph, iri, document=document, most=COUNTED)
        facts: tuple[Row, ...] = ()
        if known:
            facts = tuple(rows(graph, facts=known[:MOST], document=iri if document else "", sentences=SENTENCES))
        links = self._links(graph, facts)
        return Thing(
            iri, labels or (local(iri),), classes, about[:VALUES], len(about), facts, len(known), document, links
        )

    def _pairs(self, query: str) -> tuple[tuple[str, str], ...]:
        """Properties and values, sorted here: the engine looks a name up each time that it compares two."""
        return tuple(sorted((str(name), str(value)) for name, value in self.graph().query(query).rows()))

    @staticmethod
    def _links(graph: Graph, facts: Sequence[Row]) -> dict[str, str]:
        """The names in the facts → the things that they stand for."""
        found: dict[str, str] = {}
        listed = sorted({row.fact for row in facts})
        for start in range(0, len(listed), AT_ONCE):
            values = " ".join(f"<{fact}>" for fact in listed[start : start + AT_ONCE])
            roles = "|".join(ROLES)
            query = f"SELECT DISTINCT ?name ?thing {{ VALUES ?fact {{ {values} }} ?fact {roles} ?thing . ?thing rdfs:label ?name }}"
            found |= {str(name): str(thing) for name, thing in graph.query(f"{query} ORDER BY ?name ?thing").rows()}
        return found

    def triples(self, iri: str, format: str) -> bytes | None:
        """The triples from and to a thing; None where there are none. Raises TooMany above TRIPLES."""
        graph = self.graph()
        if _more_than(graph, _AROUND.format(iri=iri), TRIPLES):
            raise TooMany(f"{iri} has more than {TRIPLES:,} triples; ask /sparql for them in parts")
        answer = graph.query(_TRIPLES.format(iri=iri))
        return answer.serialise(format) if answer else None

    def has_graph(self, iri: str) -> bool:
        """Is there a named graph of this IRI?"""
        return self.graph().has(iri)

    def start(self) -> dict[str, object]:
        """What the query page starts with."""
        base = self.graph().base
        return {"base": base, "prefixes": PREFIXES | {"ent": base}, "terms": list(_terms()), "queries": list(named())}

    def filled(self, name: str, parameters: dict[str, str]) -> str:
        """The SPARQL of a named query with its parameters put in. Raises UsageError."""
        return filled(name, self.graph(), parameters)

    def page(self) -> tuple[str, str]:
        """The graph page and its content security policy; made once for a snapshot. Of a large graph it shows the hubs."""
        graph, number = self.graph(), self.number
        with self._drawing:
            if self._page is None or self._page[0] != number:
                self._page = number, page(graph)
            return self._page[1], policy()

    def stats(self) -> Stats:
        """The figures of the graph; counted once for a snapshot."""
        graph, number = self.graph(), self.number
        with self._counting:
            if self._figures is None or self._figures[0] != number:
                self._figures = number, stats(graph)
            return self._figures[1]


def _more_than(graph: Graph, pattern: str, most: int) -> bool:
    """Are there more solutions of a pattern? No more than that are counted."""
    ((many,),) = graph.query(_MANY.format(pattern=pattern, most=most + 1)).rows()
    return int(str(many)) > most


def named() -> Iterator[dict[str, object]]:
    """The named queries as the query page shows them."""
    for name, known in queries().items():
        parameters = [
            {"name": one.name, "kind": one.kind, "default": one.default, "zh": one.zh, "en": one.en}
            for one in known.parameters
        ]
        yield {
            "name": name,
            "title": known.title,
            "answers": known.answers,
            "text": known.text,
            "parameters": parameters,
        }


def _terms() -> Iterator[dict[str, str]]:
    for name, (zh, en) in sorted(labels().items()):
        yield {"name": f"kg:{name}", "zh": zh, "en": en}


def store_of(path: Path, scratch: Path) -> Path:
    """A store to serve: the path itself where it is one, else a new one in a scratch folder, built from the file.

    Raises InputError.
    """
    if Folder.is_one(path):
        return path
    place = scratch / f"store-{os.getpid()}"
    with Folder(place) as folder:
        folder.graph.read(path / "graph.nq" if path.is_dir() else path)
    return place
