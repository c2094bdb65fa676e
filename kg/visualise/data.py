"""What the page shows, as plain values: things, links, numbers, events, documents, read once from the graph's triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.model import lineage
from kg.visualise.kinds import Kinds
from kg.visualise.terms import notations
from kg.visualise.values import ROLES, Claim, Happening, Link, Move, Number, Paper, Proof, Thing, View, Words

ONTOLOGY = "https://w3id.org/zhkg/ontology#"
#: kinds of node that are no things of the world: they are shown with the things, never as dots of their own
SUPPORT = frozenset({"Observation", "Change", "Document", "Span", "Metric", "Unit", "Bound", "Status", "Stance"})
#: properties of a thing that are shown elsewhere
APART = frozenset({"evidence", "confidence", "stance", "attributedTo"})


class Holder(Protocol):
    """Anything that gives its triples as an rdflib graph: `kg.store.Graph` does."""

    def to_rdflib(self) -> rdflib.Graph: ...


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
    return Reader(graph if isinstance(graph, rdflib.Graph) else graph.to_rdflib()).view()


def _terms(graph: rdflib.Graph, kinds: Kinds) -> Iterator[tuple[str, str, str]]:
    found: Iterable[tuple[object, ...]] = (
        graph.quads((None, None, None, None)) if isinstance(graph, rdflib.Dataset) else graph
    )
    for subject, predicate, target, *_ in found:
        words, property = str(target), str(predicate)
        if isinstance(target, rdflib.Literal):
            kinds.see(property, target)
            words = Words(words)
        yield str(subject), property, words


class Reader:
    """Reads a graph in one pass into `subject → predicate → objects`, then answers from that."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self._about: dict[str, dict[str, list[str]]] = {}
        self._kinds = Kinds()
        for subject, predicate, target in _terms(graph, self._kinds):
            self._about.setdefault(subject, {}).setdefault(predicate, []).append(target)
        self._class = {subject: self._cls(subject) for subject in sorted(self._about)}

    def _all(self, subject: str, predicate: str) -> list[str]:
        return sorted(set(self._about.get(subject, {}).get(predicate, ())))

    def _one(self, subject: str, name: str) -> str:
        return next(iter(self._all(subject, name if ":" in name else ONTOLOGY + name)), "")

    def _cls(self, subject: str) -> str:
        if str(RDF.Statement) in self._all(subject, str(RDF.type)):
            return "Statement"
        own = [local(cls) for cls in self._all(subject, str(RDF.type)) if cls.startswith(ONTOLOGY)]
        return max(own, key=lambda cls: len(lineage(cls)), default="")

    def _of(self, cls: str) -> list[str]:
        return [subject for subject, found in self._class.items() if found == cls]

    def view(self) -> View:
        """The values, each kind sorted by what makes it unlike the others."""
        return View(
            things=tuple(self._things()),
            links=tuple(self._links()),
            numbers=tuple(self._number(node) for node in self._of("Observation")),
            moves=tuple(self._moves()),
            happenings=tuple(self._happening(node) for node in self._class if self._happens(node)),
            papers=tuple(self._paper(node) for node in self._of("Document")),
            labels=tuple((local(node), self._name(node)) for kind in ("Metric", "Unit") for node in self._of(kind)),
            kinds=self._kinds.odd(),
        )

    def _is_thing(self, node: str) -> bool:
        cls = self._class.get(node, "")
        return bool(cls) and cls not in SUPPORT and cls != "Statement" and not self._happens(node)

    def _happens(self, node: str) -> bool:
        """An event: it carries evidence itself and is neither a number nor a statement."""
        cls = self._class.get(node, "")
        return bool(cls) and cls not in SUPPORT | {"Statement"} and ONTOLOGY + "evidence" in self._about[node]

    def _name(self, node: str) -> str:
        return self._one(node, str(RDFS.label)) or self._one(node, str(SKOS.notation)) or local(node)

    def _things(self) -> Iterator[Thing]:
        for node in self._class:
            if self._is_thing(node):
                label = self._name(node)
                names = {*self._all(node, str(RDFS.label)), *self._all(node, str(SKOS.altLabel))} - {label}
                self._doubt_names(node, label)
                same = tuple(self._all(node, str(OWL.sameAs)))
                yield Thing(node, label, self._class[node], tuple(sorted(names)), same)

    def _doubt_names(self, node: str, label: str) -> None:
        """A name that is no `rdfs:label`, or a second one: as Turtle it would say what the graph does not."""
        labels = self._all(node, str(RDFS.label))
        for name in labels[1:] or ([] if labels else [label]):
            self._kinds.doubt("name", name)

    def _or_usual(self, node: str, name: str, usual: str) -> str:
        """The local name of a value, or what holds where the graph does not say it."""
        found = self._one(node, name)
        if not found:
            self._kinds.doubt("absent", name)
        return local(found) or usual

    def _claim(self, node: str) -> Claim:
        proofs = sorted({self._proof(span) for span in self._all(node, ONTOLOGY + "evidence")})
        return Claim(self._or_usual(node, "stance", "Asserted"), self._one(node, "attributedTo"), tuple(proofs))

    def _proof(self, span: str) -> Proof:
        start, end = (int(self._one(span, name) or 0) for name in ("start", "end"))
        return Proof(self._one(span, "inDocument"), start, end, self._one(span, "text"))

    def _links(self) -> Iterator[Link]:
        """Every statement, then the plain triples that no statement backs."""
        said: dict[tuple[str, str, str], list[Link]] = {}
        for node in self._of("Statement"):
            parts = [self._one(node, str(part)) for part in (RDF.subject, RDF.predicate, RDF.object)]
            link = Link(parts[0], local(parts[1]), parts[2], self._claim(node), self._period(node, "until"))
            said.setdefault((link.subject, link.property, link.object), []).append(link)
        for subject in self._class:
            if self._is_thing(subject):
                for triple in self._plain(subject):
                    said.setdefault(triple, [Link(*triple, Claim())])
        for key in sorted(said):
            yield from said[key]

    def _plain(self, subject: str) -> Iterator[tuple[str, str, str]]:
        for predicate, targets in self._about[subject].items():
            if predicate.startswith(ONTOLOGY) and local(predicate) not in APART:
                yield from ((subject, local(predicate), target) for target in targets)

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
            unit=self._one(unit, str(SKOS.notation))
            or notations().get(local(unit))
            or local(unit).removeprefix("unit-"),
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
        roles = tuple((role, thing) for role in ROLES for thing in self._all(node, ONTOLOGY + role))
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
