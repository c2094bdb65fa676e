"""THE article flow: text in, facts out. Every line is a call."""

from __future__ import annotations

from kg.assemble import assemble
from kg.clean import clean
from kg.happen import Happener
from kg.model import Document, Facts, Reading
from kg.observe import Observer
from kg.ontology import Ontology
from kg.recognise import Recogniser
from kg.refer import Referrer
from kg.relate import Relater
from kg.resolve import resolve
from kg.segment import sentences
from kg.stance import Stancer


class Extractor:
    """Reads articles; built once, called per document. Deterministic, without disk, network or RDF."""

    def __init__(self, ontology: Ontology) -> None:
        self._recognise = Recogniser(ontology)
        self._refer = Referrer(ontology)
        self._stance = Stancer(ontology)
        self._relate = Relater(ontology)
        self._observe = Observer(ontology)
        self._happen = Happener(ontology)

    def __call__(self, document: Document) -> Facts:
        """All that the document says, each fact with its evidence."""
        reading = self.read(document)
        relations, unrelated = self._relate(reading)
        observations, changes, unobserved = self._observe(reading)
        events, unhappened = self._happen(reading)
        refusals = (*unrelated, *unobserved, *unhappened)
        return resolve(reading, relations, observations, changes, events, refusals)

    def read(self, document: Document) -> Reading:
        """The article as clauses with mentions, quantities, times, topics and stance."""
        cleaned = clean(document)
        lines = sentences(cleaned.text, cleaned.blocks)
        marks = self._recognise(cleaned, lines)
        clauses = self._refer(cleaned.text, assemble(lines, marks))
        clauses = self._stance(cleaned.text, clauses)
        mentions = tuple(mention for clause in clauses for mention in clause.mentions)
        return Reading(cleaned.document, cleaned.text, clauses, mentions)
