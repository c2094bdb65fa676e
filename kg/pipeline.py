"""THE article flow: text in, facts out. Every line is a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from kg.pairs import Pairs, Tied
from kg.recognise import Recogniser
from kg.refer import Referrer
from kg.relate import Relater
from kg.resolve import resolve
from kg.segment import sentences
from kg.stance import Stancer

#: So many documents, or documents of so many characters, go through a stage together before the next stage has its turn.
BATCH, CHARACTERS = 64, 1 << 17


class Extractor:
    """Reads articles; built once, called per document or with many. Deterministic, without disk, network or RDF.

    Many are read in batches, stage by stage: code and tables of a stage stay in the processor's caches, which makes it
    half as fast again. What is read in a document does not depend on those beside it.
    """

    def __init__(self, ontology: Ontology, *, learned: bool = True) -> None:
        self._recognise = Recogniser(ontology, learned=learned)
        self._name = Namer(ontology)
        self._refer = Referrer(ontology)
        self._stance = Stancer(ontology)
        self._match = Frames(ontology)
        self._relate = Relater(ontology)
        self._observe = Observer(ontology)
        self._pairs = Pairs(ontology) if learned else None

    def __call__(self, document: Document) -> Facts:
        """All that the document says, each fact with its evidence."""
        return self.batch((document,))[0]

    def many(self, documents: Iterable[Document]) -> Iterator[Facts]:
        """The facts of each document, in order; where one raises, those of its batch are lost."""
        for batch in batches(documents):
            yield from self.batch(batch)

    def batch(self, documents: Sequence[Document]) -> list[Facts]:
        """The facts of each document, all read at once."""
        readings = self._read(documents)
        matches = [self._match(reading) for reading in readings]
        related = [self._relate(reading, frames) for reading, (frames, _) in zip(readings, matches, strict=True)]
        if self._pairs is not None:
            related = [
                (self._pairs(reading, relations), unrelated)
                for reading, (relations, unrelated) in zip(readings, related, strict=True)
            ]
        observed = [self._observe(reading) for reading in readings]
        happened = [happen(reading, frames) for reading, (_, frames) in zip(readings, matches, strict=True)]
        return [
            resolve(reading, relations, observations, changes, events, (*unrelated, *unobserved, *unhappened))
            for reading, (relations, unrelated), (observations, changes, unobserved), (events, unhappened) in zip(
                readings, related, observed, happened, strict=True
            )
        ]

    def weighed(self, document: Document) -> tuple[Weighed, ...]:
        """The numbers of the document with all who might bear them, scored: for `kg explain`."""
        return self._observe.weighed(self.read(document))

    def tied(self, document: Document) -> tuple[Tied, ...]:
        """The pairs of names in the document with the relation that is likeliest between them: for `kg explain`."""
        if self._pairs is None:
            return ()
        reading = self.read(document)
        return self._pairs.weighed(reading, self._relate(reading, self._match(reading)[0])[0])

    def read(self, document: Document) -> Reading:
        """The article as clauses with mentions, quantities, times, topics and stance."""
        return self._read((document,))[0]

    def _read(self, documents: Sequence[Document]) -> list[Reading]:
        cleaned = [clean(document) for document in documents]
        lines = [sentences(one.text, one.blocks) for one in cleaned]
        marked = self._recognise.many(cleaned, lines)
        named = [self._name(one.text, marks) for one, marks in zip(cleaned, marked, strict=True)]
        dealt = [deal(line, marks) for line, marks in zip(lines, named, strict=True)]
        referred = [self._refer(one.text, deals) for one, deals in zip(cleaned, dealt, strict=True)]
        voiced = [
            self._stance(one.text, deals, told.mentions)
            for one, deals, told in zip(cleaned, dealt, referred, strict=True)
        ]
        return [
            Reading(one.document, one.text, assemble(deals, told, voices), tuple(chain.from_iterable(told.mentions)))
            for one, deals, told, voices in zip(cleaned, dealt, referred, voiced, strict=True)
        ]


def batches(documents: Iterable[Document], most: int = BATCH) -> Iterator[list[Document]]:
    """The documents in order, as many at a time as are read together.

    >>> [len(batch) for batch in batches([Document("a", "。")] * 100)]
    [64, 36]
    """
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text or "")
        if len(batch) >= most or size > CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


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
