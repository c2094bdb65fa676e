"""THE article flow: text in, facts out. Every line is a call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

from kg.admit import Gate
from kg.assemble import assemble, deal
from kg.clean import clean
from kg.frames import Frames
from kg.happen import happen
from kg.model import Document, Facts, Reading, Refusal, Span
from kg.naming import Namer
from kg.observe import Observer, Weighed
from kg.ontology import Ontology, load
from kg.recognise import Recogniser
from kg.refer import Referrer
from kg.relate import Relater
from kg.resolve import resolve
from kg.segment import sentences
from kg.stance import Stancer


class Extractor:
    """Reads articles; built once, called per document. Deterministic, without disk, network or RDF."""

    def __init__(self, ontology: Ontology, *, learned: bool = True) -> None:
        self._recognise = Recogniser(ontology, learned=learned)
        self._name = Namer(ontology)
        self._refer = Referrer(ontology)
        self._stance = Stancer(ontology)
        self._match = Frames(ontology)
        self._relate = Relater(ontology)
        self._observe = Observer(ontology)

    def __call__(self, document: Document) -> Facts:
        """All that the document says, each fact with its evidence."""
        reading = self.read(document)
        related, happened = self._match(reading)
        relations, unrelated = self._relate(reading, related)
        observations, changes, unobserved = self._observe(reading)
        events, unhappened = happen(reading, happened)
        refusals = (*unrelated, *unobserved, *unhappened)
        return resolve(reading, relations, observations, changes, events, refusals)

    def weighed(self, document: Document) -> tuple[Weighed, ...]:
        """The numbers of the document with all who might bear them, scored: for `kg explain`."""
        return self._observe.weighed(self.read(document))

    def read(self, document: Document) -> Reading:
        """The article as clauses with mentions, quantities, times, topics and stance."""
        cleaned = clean(document)
        lines = sentences(cleaned.text, cleaned.blocks)
        marks = self._name(cleaned.text, self._recognise(cleaned, lines))
        dealt = deal(lines, marks)
        referred = self._refer(cleaned.text, dealt)
        voices = self._stance(cleaned.text, dealt, referred.mentions)
        clauses = assemble(dealt, referred, voices)
        return Reading(cleaned.document, cleaned.text, clauses, tuple(chain.from_iterable(referred.mentions)))


def extract(
    text: str, *, issued: date | None = None, id: str = "text", source: str | None = None, ontology: Path | None = None
) -> Facts:
    """The facts of one text, those that a graph may hold; what the ontology forbids stands among the refusals.

    `issued` is the day from which 去年 is counted; offsets are code points of `text`. Raises OntologyError.

    >>> [str(fact) for fact in extract("雷军是小米集团董事长。").relations]
    ['雷军 worksFor 小米', '雷军 jobTitle 董事长']
    """
    read, gate = _stages(ontology)
    facts, rejected = gate(read(Document(id, text, issued=issued, source=source)))
    refused = (Refusal(Span(one.start, one.end), one.rule, f"{one.fact}: {one.reason}") for one in rejected)
    return replace(facts, refusals=(*facts.refusals, *refused))


@cache
def _stages(folder: Path | None) -> tuple[Extractor, Gate]:
    ontology = load(folder)
    return Extractor(ontology), Gate(ontology)
