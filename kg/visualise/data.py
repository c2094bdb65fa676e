"""What the page shows, as plain values: things, links, numbers, events, documents, read once from the graph's triples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.model import lineage
from kg.visualise.source import Column, Holder, Source, source
from kg.visualise.terms import notations
from kg.visualise.values import ROLES, Claim, Happening, Link, Move, Number, Paper, Proof, Thing, View, Words

ONTOLOGY = "https://w3id.org/zhkg/ontology#"
#: kinds of node that are no things of the world: they are shown with the things, never as dots of their own
SUPPORT = frozenset(
    {"Observation", "Change", "Document", "Span", "Metric", "Unit", "Bound", "Status", "Stance", "Statement"}
)
#: properties of a thing that are shown elsewhere
APART = frozenset({"evidence", "confidence", "stance", "attributedTo", "rule", "text"})
LABEL, OTHER, NOTATION = str(RDFS.label), str(SKOS.altLabel), str(SKOS.notation)


def _depth(cls: str) -> int:
    return 9 if cls == "Statement" else len(lineage(cls))


@lru_cache(maxsize=4096)
def local(iri: str) -> str:
    """The last part of an IRI.

    >>> local("https://w3id.org/zhkg/ontology#Company"), local("https://w3id.org/zhkg/id/小米")
    ('Company', '小米')
    """
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]


def view(graph: rdflib.Graph | Holder) -> View:
    """The plain values of a graph (an rdflib graph or dataset, or anything with `to_rdflib()`).

    >>> lines = '''@prefix kg: <https://w3id.org/zhkg/ontology#> . @prefix ent: <https://w3id.org/zhkg/id/> .
    ... ent:北辰 a kg:Company ; <http://www.w3.org/2000/01/rdf-schema#label> "北辰"@zh .'''
    >>> view(rdflib.Graph().parse(data=lines, format="turtle")).things[0].label
    '北辰'
    """
    return Reader(source(graph)).view()


class Reader:
    """Reads the values of a graph, each predicate once, then answers from that."""

    def __init__(self, found: Source) -> None:
        self._source = found
        self._known = frozenset(found.predicates())
        self._columns: dict[str, Column] = {}
        self._class: dict[str, str] = {}
        self._by_class: dict[str, list[str]] = {}
        self._classify()
        self._events = {
            node for node, cls in self._class.items() if cls not in SUPPORT and node in self._column("evidence").first
        }

    def _classify(self) -> None:
        """Every node's most specific class, in the order of the nodes."""
        found: dict[str, str] = {}
        for iri in sorted(self._source.classes()):
            cls = "Statement" if iri == str(RDF.Statement) else local(iri) if iri.startswith(ONTOLOGY) else ""
            if cls and cls != "Span":
                for node in self._source.members(iri):
                    found[node] = max(found.get(node, cls), cls, key=_depth)
        self._class = {node: found[node] for node in sorted(found)}
        for node, cls in self._class.items():
            self._by_class.setdefault(cls, []).append(node)

    def _column(self, name: str) -> Column:
        """The triples of a predicate: an IRI, or the local name of one of ours."""
        found = self._columns.get(name)
        if found is None:
            iri = name if ":" in name else ONTOLOGY + name
            found = self._source.column(iri) if iri in self._known else Column()
            self._columns[name] = found
        return found

    def _one(self, subject: str, name: str) -> str:
        return self._column(name).first.get(subject, "")

    def _of(self, cls: str) -> list[str]:
        return self._by_class.get(cls, [])

    def view(self) -> View:
        """The values, each kind sorted by what makes it unlike the others."""
        return View(
            things=tuple(self._things()),
            links=tuple(self._links()),
            numbers=tuple(self._number(node) for node in self._of("Observation")),
            moves=tuple(self._moves()),
            happenings=tuple(self._happening(node) for node in sorted(self._events)),
            papers=tuple(self._paper(node) for node in self._of("Document")),
            labels=tuple((local(node), self._name(node)) for kind in ("Metric", "Unit") for node in self._of(kind)),
            kinds=self._source.kinds.odd(),
        )

    def _things_of_the_world(self) -> Iterator[str]:
        return (node for node, cls in self._class.items() if cls not in SUPPORT and node not in self._events)

    def _name(self, node: str) -> str:
        return self._one(node, LABEL) or self._one(node, NOTATION) or local(node)

    def _things(self) -> Iterator[Thing]:
        for node in self._things_of_the_world():
            label = self._name(node)
            names = {*self._column(LABEL).all(node), *self._column(OTHER).all(node)} - {label}
            same = tuple(self._column(str(OWL.sameAs)).all(node))
            self._doubt_names(node, label)
            yield Thing(node, label, self._class[node], tuple(sorted(names)), same)

    def _doubt_names(self, node: str, label: str) -> None:
        """A name that is no `rdfs:label`, or a second one: as Turtle it would say what the graph does not."""
        labels = self._column(LABEL).all(node)
        for name in labels[1:] or ([] if labels else [label]):
            self._source.kinds.doubt("name", name)

    def _or_usual(self, node: str, name: str, usual: str) -> str:
        """The local name of a value, or what holds where the graph does not say it."""
        found = self._one(node, name)
        if not found:
            self._source.kinds.doubt("absent", name)
        return local(found) or usual

    def _claim(self, node: str) -> Claim:
        spans = self._column("evidence").all(node)
        proofs = sorted({self._proof(span) for span in spans}) if len(spans) > 1 else map(self._proof, spans)
        stance = self._or_usual(node, "stance", "Asserted")
        return Claim(stance, self._one(node, "attributedTo"), tuple(proofs))

    def _proof(self, span: str) -> Proof:
        return Proof(
            self._one(span, "inDocument"),
            int(self._one(span, "start") or 0),
            int(self._one(span, "end") or 0),
            self._one(span, "text"),
        )

    def _links(self) -> Iterator[Link]:
        """Every statement, then the plain triples that no statement backs."""
        said: dict[tuple[str, str, str], list[Link]] = {}
        parts = [self._column(str(part)).first for part in (RDF.subject, RDF.predicate, RDF.object)]
        for node in self._of("Statement"):
            subject, predicate, target = (part.get(node, "") for part in parts)
            link = Link(subject, local(predicate), target, self._claim(node), self._period(node, "until"))
            said.setdefault((subject, link.property, target), []).append(link)
        for subject, property, target in self._plain():
            said.setdefault((subject, property, target), [Link(subject, property, target, Claim())])
        for key in sorted(said):
            yield from said[key]

    def _plain(self) -> Iterator[tuple[str, str, str]]:
        """The triples of ours whose subject is a thing."""
        things = frozenset(self._things_of_the_world())
        for predicate in sorted(self._known):
            name = local(predicate)
            if predicate.startswith(ONTOLOGY) and name not in APART:
                column = self._column(name)
                for subject in column.first.keys() & things:
                    yield from ((subject, name, target) for target in column.all(subject))

    def _period(self, node: str, name: str) -> str:
        """`2025`, `2025-03-28`, or `first/last` for an interval."""
        found = self._one(node, name)
        ends = [self._one(found, part) for part in ("start", "end")] if not isinstance(found, Words) else []
        return "/".join(ends) if any(ends) else local(found) if found and not isinstance(found, Words) else found

    def _number(self, node: str) -> Number:
        unit = self._one(node, "unit")
        of_metric = self._one(node, "ofMetric")
        return Number(
            id=node,
            about=self._one(node, "about"),
            metric=local(self._one(node, "metric")),
            value=self._one(node, "value"),
            minimum=self._one(node, "minValue"),
            maximum=self._one(node, "maxValue"),
            unit=self._one(unit, NOTATION) or notations().get(local(unit)) or local(unit).removeprefix("unit-"),
            raw=self._one(node, "rawValue"),
            bound=self._or_usual(node, "bound", "exactly"),
            status=self._or_usual(node, "status", "Actual"),
            period=self._period(node, "period"),
            period_text=self._one(node, "periodText"),
            of=local(of_metric) if of_metric else self._one(node, "ofThing"),
            holder=self._one(node, "holder"),
            claim=self._claim(node),
            unit_iri=unit,
            period_iri=self._interval(node, "period"),
        )

    def _interval(self, node: str, name: str) -> str:
        found = self._one(node, name)
        return "" if isinstance(found, Words) else found

    def _moves(self) -> Iterator[Move]:
        for node in self._of("Change"):
            about, before, after = (self._one(node, name) for name in ("about", "before", "after"))
            yield Move(about, before, after, self._claim(node), node)

    def _happening(self, node: str) -> Happening:
        roles = tuple((role, thing) for role in ROLES for thing in self._column(role).all(node))
        status = self._or_usual(node, "status", "Actual")
        date, words = self._period(node, "date"), self._one(node, "dateText")
        interval = self._interval(node, "date")
        return Happening(node, self._class[node], roles, date, words, status, self._claim(node), interval)

    def _paper(self, node: str) -> Paper:
        publisher = self._one(node, str(DCTERMS.publisher))
        identifier = self._one(node, str(DCTERMS.identifier)) or local(node)
        return Paper(
            id=node,
            identifier=identifier,
            title=self._one(node, str(DCTERMS.title)) or identifier,
            date=self._one(node, str(DCTERMS.issued)),
            publisher=self._name(publisher) if publisher and not isinstance(publisher, Words) else publisher,
            source=self._one(node, str(DCTERMS.source)),
        )
