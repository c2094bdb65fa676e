"""The graph that users hold: triples in, SPARQL, bytes out.

One named graph per document. The default graph holds the merge of all: so a query sees every triple, once, without GRAPH
(the engine's own union of graphs would count a triple again for every document that says it). What goes out is sorted:
the same triples give the same bytes. Numbers come out in their canonical form (1.50 → 1.5); `kg:rawValue` keeps the words.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeVar

import pyoxigraph as ox

from kg.errors import InputError, QueryError, UsageError
from kg.index import Index
from kg.nquads import BASE, PREFIXES
from kg.sparql import FETCHES, LONGEST_UPDATE, gate, names_graphs, speaks_of_graphs, syntax_error
from kg.store import convert
from kg.store.answer import Answer, answered, kind_of
from kg.store.change import Sides, change
from kg.store.fill import fill
from kg.store.plain import Plain
from kg.store.shown import Shown
from kg.store.terms import FORMATS, RDF, RESULTS, TRIPLES, merged, node, within
from kg.store.written import Written

if TYPE_CHECKING:
    import networkx
    import rdflib

#: more quads than this are kept on disk: in memory the engine is slow at nodes with very many neighbours
IN_MEMORY = 100_000
_DEFAULT = ox.DefaultGraph()
_READ = {ending: RDF[name] for name, ending in FORMATS.items()} | {".rdf": ox.RdfFormat.RDF_XML}

Taken = TypeVar("Taken")


class Source(NamedTuple):
    """A document of the graph: its IRI and what is known of it, empty where it is not."""

    iri: str
    identifier: str
    title: str = ""
    issued: str = ""
    publisher: str = ""


class Graph(Shown, Written):
    """The graph that users hold; in memory, above IN_MEMORY quads in a temporary folder that goes with it.

    `merged=False` gives a plain dataset of RDF, whose default graph holds only what was put there.

    >>> graph = Graph()
    >>> graph.add('<urn:a> <urn:p> "x" <urn:doc> .')
    >>> len(graph), bool(graph.query('ASK { <urn:a> ?p "x" }'))
    (1, True)
    """

    def __init__(self, *, base: str = BASE, merged: bool = True) -> None:
        self.base = base
        self._merging = merged
        self._store = ox.Store()
        self._most = IN_MEMORY
        self._size = 0
        self._lease: object = None
        #: grows with each change
        self.version = 0
        self._plain = Plain()
        #: may the default graph hold what no document says?
        self._beyond = not merged

    @classmethod
    def load(cls, path: str | Path, *, base: str = BASE) -> Graph:
        """A graph from a file (by its ending), or from `graph.nq` of a folder that a build wrote. Raises InputError."""
        path = Path(path)
        if path.is_dir():
            path = path / "graph.nq"
        graph = cls(base=base)
        graph.read(path)
        return graph

    @classmethod
    def over(cls, store: Any, *, base: str = BASE, lease: object = None, beyond: bool = True) -> Graph:
        """A graph over a store of the engine that is open already; a `lease` is held as long as the graph is.

        `beyond`: may its default graph hold what no document says?
        """
        graph = cls(base=base)
        graph._store, graph._most, graph._beyond, graph._lease = store, 0, beyond, lease
        return graph

    def close(self) -> None:
        """Lets go of the store of the engine; the graph is empty then."""
        self._store, self._lease = ox.Store(), None
        self.changed()

    @classmethod
    def from_rdflib(cls, graph: rdflib.Graph, *, base: str = BASE) -> Graph:
        """A graph of what rdflib holds; the named graphs of a Dataset stay apart.

        >>> import rdflib
        >>> len(Graph.from_rdflib(rdflib.Graph().parse(data="<urn:a> <urn:p> 7 .")))
        1
        """
        found = cls(base=base)
        kind = "nquads" if graph.context_aware else "nt"
        found.add(graph.serialize(format=kind, encoding="utf-8"))
        return found

    def __len__(self) -> int:
        """How many different triples there are: what a query sees."""
        (row,) = self.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
        return int(str(row[0]))

    # ------------------------------------------------------------ in

    def add(self, quads: str | bytes | Iterable[str | bytes]) -> None:
        """Adds N-Quads: one text, or several. Raises InputError where a line is no N-Quads; then none of it is added."""
        many = [quads] if isinstance(quads, str | bytes) else quads
        data = b"".join(part.encode() if isinstance(part, str) else part for part in many)
        try:
            if self._size or not self._most:
                self._extend(list(ox.parse(data, format=ox.RdfFormat.N_QUADS)))
            else:
                self._fill(data)
        except SyntaxError as error:
            raise InputError(f"not N-Quads: {error}") from error

    def _fill(self, data: bytes) -> None:
        """The first N-Quads, loaded by the engine itself: the store takes its place when it is whole."""
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        large = lines > self._most
        store = self._on_disk() if large else ox.Store()
        beyond = fill(store, data, merging=self._merging)
        self._beyond = self._beyond or beyond
        self._store, self._most, self._size = store, 0 if large else self._most, lines
        self.changed()

    def read(self, path: Path, *, into: str | None = None, at: str | None = None) -> None:
        """Adds a file, by its ending; triples go into the graph `into`, relative IRIs are read as `at` this IRI.

        Raises InputError, and then adds nothing.
        """
        if path.suffix not in _READ:
            raise InputError(f"{path}: unknown ending '{path.suffix}'; known are {', '.join(_READ)}")
        try:
            data = path.read_bytes()
            if path.suffix == ".rdf" and b"<!doctype" in data.lower():
                raise InputError(f"{path}: RDF/XML with a DOCTYPE is refused: its entities may grow without end")
            graph = ox.NamedNode(into) if into else None
            where = at or path.resolve().as_uri()
            parsed = list(ox.parse(data, format=_READ[path.suffix], base_iri=where))
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{path}: is no {path.suffix[1:]}: {error}") from error
        self._extend([within(graph, quad) for quad in parsed] if graph else parsed)

    def bulk(self, quads: Iterable[Any]) -> None:
        """Adds many quads of the engine fast, in parts; a failure in the middle leaves what was added."""
        self._store.bulk_extend(merged(quads) if self._merging else quads)
        self._beyond = True
        self.changed()

    @property
    def engine(self) -> Any:
        """The store of the engine, for the modules of this package."""
        return self._store

    def _extend(self, quads: Sequence[Any]) -> None:
        self._size += len(quads)
        if self._most and self._size > self._most:
            self._to_disk()
        if not self._beyond:
            self._beyond = any(quad.graph_name == _DEFAULT for quad in quads)
        self._store.bulk_extend(merged(quads) if self._merging else quads)
        self.changed()

    def _to_disk(self) -> None:
        """From memory into a temporary folder, once."""
        data = self._store.dump(format=ox.RdfFormat.N_QUADS)
        self._store, self._most = self._on_disk(), 0
        self._store.bulk_load(data, format=ox.RdfFormat.N_QUADS)

    def _on_disk(self) -> Any:
        """A store in a temporary folder, which is removed with this object."""
        folder = tempfile.mkdtemp(prefix="kg-graph-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return ox.Store(folder)

    def replace(self, document: str, quads: str | bytes) -> None:
        """Puts N-Quads in the place of all that a document (the IRI of its graph) said, in one step.

        Things that no other document speaks of go with it. Raises InputError, and then leaves all as it was.

        >>> graph = Graph()
        >>> graph.add('<urn:a> <urn:p> "old" <urn:d> . <urn:b> <urn:p> "stays" <urn:e> .'.replace(" . ", " .\\n"))
        >>> graph.replace("urn:d", '<urn:a> <urn:p> "new" <urn:d> .')
        >>> sorted(row["o"] for row in graph.query("SELECT ?o { ?s ?p ?o }"))
        ['new', 'stays']
        """
        self._run({document: quads})

    def delete(self, document: str) -> bool:
        """Takes out all that a document (the IRI of its graph) said and no other says; False where there is no such graph."""
        if not self.has(document):
            return False
        self._run({document: None})
        return True

    def has(self, document: str) -> bool:
        """Is there a named graph of this IRI?"""
        return bool(self._store.contains_named_graph(node(document)))

    def update(
        self, sparql: str, *, prefixes: Mapping[str, str] | None = None, base: str | None = None, network: bool = False
    ) -> None:
        """Runs SPARQL 1.1 Update, all of it or nothing. Raises QueryError; LOAD and SERVICE only with `network=True`.

        The default graph stays the merge: what is put into a document's graph is seen there too; and where the text speaks
        of no graph by name, what it takes out of the default graph it takes out of every document.
        """
        gate(sparql, forbidden=() if network else FETCHES, longest=LONGEST_UPDATE)
        known = {**PREFIXES, "ent": self.base, **(prefixes or {})}
        before = Sides(self._store) if self._merging else None
        try:
            self._store.update(sparql, prefixes=known, base_iri=base)
        except SyntaxError as error:
            raise syntax_error(str(error), sparql) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the update failed: {error}") from error
        if before:
            before.merge(self._store, everywhere=not names_graphs(sparql))
            self._beyond = True
        self.changed()

    def _run(self, documents: Mapping[str, str | bytes | None]) -> None:
        update = change(self._store, documents, merged=self._merging)
        try:
            self._store.update(update)
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the change failed: {error}") from error
        self.changed()

    def changed(self) -> None:
        """To be called by an owner of the engine's store after a change: what was remembered of the names is forgotten."""
        self.version += 1
        self._plain = Plain()
        self.__dict__.pop("_names", None)

    # ------------------------------------------------------------ asked

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        network: bool = False,
    ) -> Answer:
        """Runs SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE) over all documents; the usual prefixes are known.

        `default_graphs` and `named_graphs` are the dataset of the query, as FROM and FROM NAMED would name it. Raises
        QueryError, with line and column where the text is at fault; SERVICE asks the network, and only with `network=True`.
        """
        _passed(sparql, network)
        return self._asked(answered, sparql, prefixes, base, default_graphs, named_graphs)

    def stream(
        self,
        sparql: str,
        out: IO[bytes],
        *,
        formats: tuple[str | None, str | None] = ("json", "turtle"),
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> str:
        """Runs a query and writes what the engine answers, as it comes: rows or a truth value in one of two formats, triples
        in the other.

        Gives `rows`, `boolean` or `triples`. Raises QueryError, and UsageError where that kind has no format (None).
        """
        gate(sparql)
        known = {**PREFIXES, "ent": self.base}

        def write(found: Any) -> str:
            kind = kind_of(found)
            format = formats[kind == "triples"]
            if format is None or (kind == "boolean" and format in ("csv", "tsv")):
                raise UsageError(f"no format that was asked for can hold {kind}")
            if kind == "triples":
                ox.serialize(found, out, format=TRIPLES[format], prefixes=known if format == "turtle" else None)
            else:
                found.serialize(out, format=RESULTS[format])
            return kind

        return self._asked(write, sparql, None, base, default_graphs, named_graphs)

    def _asked(
        self,
        take: Callable[[Any], Taken],
        sparql: str,
        prefixes: Mapping[str, str] | None,
        base: str | None,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
    ) -> Taken:
        known = {**PREFIXES, "ent": self.base, **(prefixes or {})}
        dataset: dict[str, Any] = {}
        if default_graphs or named_graphs:
            dataset["default_graph"] = [node(iri) for iri in default_graphs]
            dataset["named_graphs"] = [node(iri) for iri in named_graphs]
        store = self._store if dataset else self._for(sparql)
        try:
            return take(store.query(sparql, prefixes=known, base_iri=base, **dataset))
        except SyntaxError as error:
            raise syntax_error(str(error), sparql) from error
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def _for(self, sparql: str) -> Any:
        """The store to ask: the merge alone, where it is in memory and no single graph is spoken of."""
        if not self._most or not self._merging or speaks_of_graphs(sparql):
            return self._store
        return self._plain.of(self._store)

    def documents(self) -> list[Source]:
        """The documents of the graph, by their identifiers."""
        rows = self.query("""
            SELECT ?iri ?id (SAMPLE(?t) AS ?title) (STR(SAMPLE(?d)) AS ?issued) (SAMPLE(?n) AS ?publisher) {
              ?iri a kg:Document ; dcterms:identifier ?id
              OPTIONAL { ?iri dcterms:title ?t } OPTIONAL { ?iri dcterms:issued ?d }
              OPTIONAL { ?iri dcterms:publisher/rdfs:label ?n }
            } GROUP BY ?iri ?id ORDER BY ?id ?iri""").rows()
        return [Source(*(str(value or "") for value in row)) for row in rows]

    def find(self, name: str) -> list[str]:
        """IRIs of the things called so, whatever width, case and spaces; those with it as their label come first.

        >>> graph = Graph()
        >>> graph.add('<urn:y> <http://www.w3.org/2000/01/rdf-schema#label> "Model Y"@en .')
        >>> graph.find("ｍｏｄｅｌy")
        ['urn:y']
        """
        return self._names.find(name)

    def near(self, name: str, *, most: int = 5) -> list[str]:
        """Names of the graph that look like this one: for a message that says what there is."""
        return self._names.near(name, most=most)

    @cached_property
    def _names(self) -> Index:
        rows = self.query("""SELECT ?s ?name ?other {
            { ?s rdfs:label ?name BIND(false AS ?other) } UNION { ?s skos:altLabel ?name BIND(true AS ?other) } }""").rows()
        return Index((str(thing), str(name), bool(other)) for thing, name, other in rows)

    # ------------------------------------------------------------ out

    def to_rdflib(self) -> rdflib.Dataset:
        """The graph for rdflib, a named graph per document; its default graph is the union of all."""
        quads = ox.parse(io.BytesIO(self.dump("nquads")), format=ox.RdfFormat.N_QUADS)
        return convert.dataset(quads, {**PREFIXES, "ent": self.base})

    def merged(self) -> rdflib.Graph:
        """All triples in one plain graph of rdflib."""
        return convert.triples(self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Things as nodes (`label`, `classes`), asserted relations as edges keyed by property (`evidence`: sentences)."""
        return convert.network(self.query)


@lru_cache(64)
def _passed(sparql: str, network: bool) -> None:
    gate(sparql, forbidden=() if network else ("SERVICE",))
