"""Who and what: the names, quantities and times of a text. `RECOGNISERS` finds names; each is built from the lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from kg.model import Cleaned, Document, Marks, Mention, Quantity, Sentence, Span, Time, make
from kg.ontology import Ontology
from kg.recognise.agree import agree
from kg.recognise.echoes import echo
from kg.recognise.equipment import Equipment
from kg.recognise.gazetteer import Gazetteer
from kg.recognise.guess import Edges, Guess, Page, Recognise, choose
from kg.recognise.latin import Latin
from kg.recognise.lexicon import lexicon
from kg.recognise.mend import Mend
from kg.recognise.ordinary import Ordinary
from kg.recognise.persons import Persons
from kg.recognise.products import Products
from kg.recognise.quantities import measure
from kg.recognise.regions import Regions
from kg.recognise.rows import rows
from kg.recognise.settle import settle
from kg.recognise.shapes import Shapes
from kg.recognise.tagger import tagger
from kg.recognise.trims import trims
from kg.segment import ender, parter

__all__ = ["Recogniser"]


class Recogniser:
    """Finds what is named and counted in a text; built once from the ontology, called per text.

    `learned=False` leaves the learned tagger out: lexicon and shapes alone, faster and blind to most unknown names.

    >>> from kg.model import Document
    >>> from kg.ontology import load
    >>> text = "雷军宣布小米SU7停产"
    >>> marks = Recogniser(load())(Cleaned(Document("d", text), text, ()), ())
    >>> [mention.name for mention in marks.mentions]
    ['雷军', '小米SU7']
    """

    def __init__(self, ontology: Ontology, *, learned: bool = True) -> None:
        words = lexicon(ontology.names)
        self._ordinary = Ordinary(words.ordinary)
        self._gazetteer = Gazetteer(words.names, words.decoys)
        self._recognisers: tuple[Recognise, ...] = (Shapes(words), Persons(words), Products(words.names), Latin())
        self._equipment = Equipment(words.parts, ontology.words["equip"])
        self._mend, self._regions = Mend(words), Regions(words.names)
        self._ends, self._words = ender(), parter()
        self._tagger = tagger(ontology.folder) if learned else None

    def __call__(self, cleaned: Cleaned, sentences: tuple[Sentence, ...]) -> Marks:
        """The marks of a text: mentions, quantities and times, each in order, none overlapping another."""
        return self.many([cleaned], [sentences])[0]

    def many(self, cleaned: Sequence[Cleaned], sentences: Sequence[tuple[Sentence, ...]]) -> list[Marks]:
        """The marks of several texts, one recogniser after the other."""
        pages = [self._page(one.text, lines) for one, lines in zip(cleaned, sentences, strict=True)]
        named = self._names(pages, [_given(one.document) for one in cleaned])
        measured = [measure(one.text, one.document.issued) for one in cleaned]
        return [
            _marks(one.document.text, *settle(names, *numbers))
            for one, names, numbers in zip(cleaned, named, measured, strict=True)
        ]

    def _names(self, pages: Sequence[Page], given: Sequence[dict[str, str]]) -> list[list[Guess]]:
        """The names of each page, in order, without overlap."""
        guesses = [[*page.known] for page in pages]
        for recognise in self._recognisers:
            for page, row in zip(pages, guesses, strict=True):
                row += recognise(page)
        if self._tagger is not None:
            tagged = [self._mend(page, tags) for page, tags in zip(pages, self._tagger.many(pages), strict=True)]
            guesses = [agree(page, tags, row) for page, tags, row in zip(pages, tagged, guesses, strict=True)]
        names = [choose(row) for row in guesses]
        for page, row, found in zip(pages, guesses, names, strict=True):
            row += rows(page, found)
        names = [self._ordinary(page, choose(row)) for page, row in zip(pages, guesses, strict=True)]
        again = [echo(page, row, known) for page, row, known in zip(pages, names, given, strict=True)]
        whole = [choose(row + more) if more else one for row, more, one in zip(guesses, again, names, strict=True)]
        return [self._regions(self._equipment(page, trims(page, row))) for page, row in zip(pages, whole, strict=True)]

    def _page(self, text: str, sentences: tuple[Sentence, ...]) -> Page:
        if self._tagger is None:  # only the tagger reads every word
            edges = Edges(text, self._ends)
            return Page(text, sentences, (), edges, self._gazetteer(Page(text, sentences, (), edges)))
        words = self._words(text)
        ends = list(accumulate(map(len, words)))
        all_edges = frozenset([0, *ends])
        known = self._gazetteer(Page(text, sentences, ends, all_edges))
        return Page(text, sentences, ends, all_edges, known, words)


def _given(document: Document) -> dict[str, str]:
    """The names that the metadata knows, with their classes."""
    given = dict.fromkeys(document.authors, "Person")
    return given | {document.publisher: "Media"} if document.publisher else given


def _marks(text: str, names: list[Guess], quantities: list[Quantity], times: list[Time]) -> Marks:
    mentions = [
        make(Mention, (make(Span, (start, end)), text[start:end], name, cls, rule, False, ""))
        for start, end, name, cls, rule, _ in names
    ]
    return Marks(tuple(mentions), tuple(quantities), tuple(times))
