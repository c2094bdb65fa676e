"""What a CONSTRUCT draws: its triples as things and links, with all that the whole graph knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import rdflib
from rdflib.compare import to_canonical_graph
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.errors import UsageError
from kg.store import Answer
from kg.visualise.data import ONTOLOGY, local, view
from kg.visualise.part import claims_of, numbers_and_events
from kg.visualise.values import Asked, Claim, Happening, Link, Number, Thing, View, Words

Key = tuple[str, str, str]
#: predicates that say what a thing is, or how a fact is said: they are no lines
_SAYING = frozenset(
    {str(RDF.type), str(RDFS.label), str(SKOS.altLabel), str(SKOS.notation), str(OWL.sameAs)}
    | {str(part) for part in (RDF.subject, RDF.predicate, RDF.object)}
    | {ONTOLOGY + name for name in ("evidence", "confidence", "stance", "attributedTo")}
)


def constructed(whole: View, answer: Answer, words: str) -> View:
    """The triples of a CONSTRUCT as a view: their things, links, numbers and events, with the graph's names and sentences.

    `words` say which query it was. Raises UsageError where there is nothing to draw.
    """
    graph = rdflib.Graph().parse(data=answer.serialise("ntriples"), format="nt")
    if any(isinstance(term, rdflib.BNode) for triple in graph for term in triple):
        graph = to_canonical_graph(graph)  # the engine numbers blank nodes anew each time
    found = _Drawing(whole, graph).view()
    if not found.things:
        raise UsageError(f"{words or 'the query'}: constructs nothing that can be drawn 没有可显示的事物")
    number = len(found.things) - len(found.aside)
    return replace(found, asked=Asked("construct", words, number, len(whole.things)))


class _Drawing:
    """The triples, beside the whole graph and beside what they say when read alone."""

    def __init__(self, whole: View, graph: rdflib.Graph) -> None:
        self._whole, self._graph, self._own = whole, graph, view(graph)
        self._known = {thing.id: thing for thing in (*self._own.things, *whole.things)}
        self._titles = {paper.id: paper.title for paper in (*self._own.papers, *whole.papers)}

    def view(self) -> View:
        """All of it."""
        numbers, events = self._numbers_and_events()
        links = tuple(self._links({number.id for number in numbers} | {event.id for event in events}))
        counted = {number.id for number in numbers}
        moves = tuple(move for move in self._whole.moves if {move.before, move.after} <= counted)
        drawn = replace(self._whole, links=links, numbers=numbers, moves=moves, happenings=events)
        ids = self._ids(drawn)
        claims = list(claims_of(drawn))
        read = {proof.document for claim in claims for proof in claim.proofs}
        papers = {paper.id: paper for paper in (*self._own.papers, *self._whole.papers) if paper.id in read}
        speakers = {claim.speaker for claim in claims if claim.speaker} - ids
        return replace(
            drawn,
            things=tuple(self._thing(id) for id in sorted(ids | speakers)),
            papers=tuple(papers[id] for id in sorted(papers)),
            labels=tuple(sorted({*self._own.labels, *self._whole.labels})),
            aside=tuple(sorted(speakers)),
        )

    def _numbers_and_events(self) -> tuple[tuple[Number, ...], tuple[Happening, ...]]:
        """Those that the triples speak of: as the whole graph has them, else as the triples do."""
        spoken = {str(term) for triple in self._graph for term in triple[::2]}
        numbers, events = numbers_and_events(self._whole, spoken)
        known = {number.id for number in numbers} | {event.id for event in events}
        numbers += tuple(number for number in self._own.numbers if number.id not in known)
        return numbers, events + tuple(event for event in self._own.happenings if event.id not in known)

    def _links(self, facts: set[str]) -> Iterator[Link]:
        said: dict[Key, list[Link]] = {}
        for link in self._whole.links:
            said.setdefault((link.subject, link.property, link.object), []).append(link)
        own: dict[Key, list[Link]] = {}
        for link in self._own.links:
            own.setdefault((link.subject, link.property, link.object), []).append(link)
        for key in self._triples(facts):
            own.setdefault(key, [Link(*key, Claim())])
        for key in sorted(own):
            yield from said.get(key) or own[key]

    def _triples(self, facts: set[str]) -> Iterator[Key]:
        """Every triple that is a line or a word of a thing, whatever its vocabulary."""
        support = facts | {str(node) for node in self._graph.subjects(RDF.type, RDF.Statement)}
        support |= {str(node) for node in self._graph.subjects(RDF.type, rdflib.URIRef(ONTOLOGY + "Span"))}
        for subject, predicate, target in self._graph:
            if str(predicate) not in _SAYING and not {str(subject), str(target)} & support:
                words = str(target)
                yield str(subject), local(str(predicate)), Words(words) if isinstance(target, rdflib.Literal) else words

    def _ids(self, drawn: View) -> set[str]:
        ids = {thing.id for thing in self._own.things}
        for link in drawn.links:
            ids |= {link.subject} if isinstance(link.object, Words) else {link.subject, link.object}
        for number in drawn.numbers:
            ids |= {number.about} | ({number.holder} if number.holder in self._known else set())
        for event in drawn.happenings:
            ids.update(thing for _, thing in event.roles)
        return ids - {""}

    def _thing(self, id: str) -> Thing:
        """As the graph knows it, else as the triples name it."""
        if id in self._known:
            return self._known[id]
        node = rdflib.URIRef(id)
        label = (
            min(map(str, self._graph.objects(node, RDFS.label)), default=self._titles.get(id, "")) or local(id) or id
        )
        cls = min((local(str(cls)) for cls in self._graph.objects(node, RDF.type)), default="")
        return Thing(id, label, cls or ("Document" if id in self._titles else ""))
