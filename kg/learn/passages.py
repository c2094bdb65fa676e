"""Labelled and plain texts as the tagger learns from them: words, their numbers, and which names they belong to."""

from __future__ import annotations

import io
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.automaton import Automaton
from kg.clean import clean
from kg.model import Document
from kg.ontology import load
from kg.recognise.gazetteer import Gazetteer
from kg.recognise.guess import Guess, Page
from kg.recognise.lexicon import lexicon
from kg.recognise.tagger import ALONE, FIRST, INSIDE, LAST, OUTSIDE, Features, masked
from kg.segment import ender, sentences

Integers = npt.NDArray[np.int64]

#: the classes that are learned; a job title is no thing of the graph, but it tells where persons stand
CLASSES = (
    *(
        "Person",
        "Company",
        "Media",
        "Government",
        "Institution",
        "Organization",
        "Vehicle",
        "Device",
        "Software",
        "Product",
    ),
    *(
        "Platform",
        "Component",
        "Feature",
        "Technology",
        "Place",
        "Facility",
        "Standard",
        "NamedEvent",
        "Work",
        "Industry",
    ),
    "JobTitle",
)
#: what the kinds of names that other sets label may be here
KINDS = {
    "PER": ("Person",),
    "ORG": ("Company", "Media", "Government", "Institution", "Organization"),
    "LOC": ("Place", "Facility"),
    "GPE": ("Place",),
}
#: how often a word, a character has to stand in the plain texts to be known to the net
WORDS_FROM, CHARACTERS_FROM = 25, 10
NOTHING = -1

_PARTNERS = dict(zip("《“「『‘〖【", "》”」』’〗】", strict=True))
_OPENERS = {closer: opener for opener, closer in _PARTNERS.items()}

Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled text. `gold` are its names as (start, end, class); `part` says what it is for: train, dev or test."""

    id: str
    part: str
    page: Page
    gold: tuple[Name, ...]

    @property
    def size(self) -> int:
        """The number of its words."""
        return len(self.page.ends)


class Pages:
    """Makes pages as the recogniser does: cleaned text, words of the dictionary, names of the lexicon."""

    def __init__(self) -> None:
        self._ends = ender()
        self._gazetteer = Gazetteer(lexicon(load().names).names)

    def __call__(self, text: str) -> Page:
        """The page of a text."""
        cleaned = clean(Document("text", text))
        ends = self._ends(cleaned.text)
        page = Page(cleaned.text, sentences(cleaned.text, cleaned.blocks), ends, frozenset([0, *ends]))
        return Page(page.text, page.sentences, ends, page.edges, self._gazetteer(page))


def part(id: str) -> str:
    """What a passage is for, by its id alone: a tenth to test, a tenth to choose by, the rest to learn from.

    >>> part("passage-1")
    'test'
    """
    return {0: "test", 1: "dev"}.get(zlib.crc32(id.encode()) % 10, "train")


def passages(folder: Path) -> list[Passage]:
    """The passages of `silver.jsonl` and `silver.text.jsonl`, in the order of the labels."""
    texts = {row["id"]: row["text"] for row in _rows(folder / "silver.text.jsonl")}
    pages = Pages()
    return [
        Passage(row["id"], part(row["id"]), pages(texts[row["id"]]), tuple(occurrences(row, texts[row["id"]])))
        for row in _rows(folder / "silver.jsonl")
    ]


def marked(path: Path) -> Iterator[Passage]:
    """The sentences of a set that knows few kinds of names, `KINDS`; other kinds and words that name no one are left out."""
    pages = Pages()
    for number, row in enumerate(_rows(path)):
        names = [(one["start"], one["end"], one["type"].removesuffix(".NAM")) for one in row["entities"]]
        gold = tuple(name for name in names if name[2] in KINDS)
        if gold:
            yield Passage(f"{path.stem}-{number}", "train", pages(row["text"]), gold)


def occurrences(row: Mapping[str, Any], text: str) -> Iterator[Name]:
    """Every place of the labelled surfaces in the text: a surface labels all its occurrences, the longest first.

    >>> list(occurrences({"entities": [["小米", "Company"], ["小米汽车", "Company"]], "titles": []}, "小米汽车、小米"))
    [(0, 4, 'Company'), (5, 7, 'Company')]
    """
    labels = dict.fromkeys(row["titles"], "JobTitle") | dict(row["entities"])
    for start, end, cls in Automaton(labels).find(text):
        yield (*bare(text, start, end), cls)


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The name without the brackets and quotes around it, and without those that lost their partner.

    >>> bare("《星图》一书", 0, 4), bare("“双碳”目标", 0, 6)
    ((1, 3), (0, 6))
    """
    while end - start > 1 and text[start] in _PARTNERS:
        partner = _PARTNERS[text[start]]
        if text[end - 1] != partner and partner in text[start:end]:
            break
        start, end = start + 1, end - (text[end - 1] == partner)
    while end - start > 1 and text[end - 1] in _OPENERS and _OPENERS[text[end - 1]] not in text[start:end]:
        end -= 1
    while end - start > 1 and text[start] == " ":
        start += 1
    while end - start > 1 and text[end - 1] == " ":
        end -= 1
    return start, end


def places(passage: Passage) -> tuple[Integers, Integers]:
    """For each word its place in a name and the number of its class (`NOTHING` outside); names that cut a word are left out."""
    where, what = np.full(passage.size, OUTSIDE, np.int64), np.full(passage.size, NOTHING, np.int64)
    for first, last, cls in worded(passage):
        what[first:last] = CLASSES.index(cls)
        where[first:last] = INSIDE
        where[first], where[last - 1] = (ALONE, ALONE) if last - first == 1 else (FIRST, LAST)
    return where, what


def worded(passage: Passage) -> Iterator[Name]:
    """The names by the numbers of their words instead of characters: first, behind the last, class; none that cuts a word."""
    ends = {0: 0} | {end: number for number, end in enumerate(passage.page.ends, 1)}
    for start, end, cls in passage.gold:
        first, last = ends.get(start), ends.get(end)
        if first is not None and last is not None and first < last:
            yield first, last, cls


def without(page: Page, kept: Callable[[str], bool]) -> Page:
    """The page with those names of the lexicon alone that `kept` keeps."""
    known: Sequence[Guess] = [guess for guess in page.known if kept(page.text[guess.start : guess.end])]
    return Page(page.text, page.sentences, page.ends, page.edges, known)


# ---------------------------------------------------------------- plain texts


def plain_texts(path: Path, most: int | None = None) -> Iterator[str]:
    """The texts of a file of JSON lines (`text`), packed with zstandard or not; at most `most`."""
    if path.suffix == ".zst":
        import zstandard

        lines: Iterable[str] = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(path.open("rb")), "utf-8")
    else:
        lines = path.open(encoding="utf-8")
    for line in islice(lines, most):
        yield json.loads(line)["text"]


def vocabulary(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """The words (numbers masked) and the characters that the net knows, the most frequent first."""
    cut = ender()
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for text in texts:
        ends = cut(text)
        words.update(text[start:end] for start, end in zip((0, *ends), ends, strict=False))
        characters.update(text)
    merged: Counter[str] = Counter()
    for word, count in words.items():
        merged[masked(word)] += count
    return _frequent(merged, WORDS_FROM), _frequent(characters, CHARACTERS_FROM)


def stream(texts: Iterable[str], features: Features) -> dict[str, npt.NDArray[np.uint16]]:
    """Plain texts as one long row of words for each input of the net, the lexicon left out."""
    cut = ender()
    rows: dict[str, list[npt.NDArray[np.uint16]]] = {"word": [], "first": [], "last": [], "shape": []}
    for text in texts:
        found = features(Page(text, ends=cut(text))) if text else {}
        for name, row in rows.items():
            row.append(found[name].astype(np.uint16))
    return {name: np.concatenate(row) for name, row in rows.items()}


def _frequent(counts: Counter[str], least: int) -> list[str]:
    return [word for word, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])) if count >= least]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
