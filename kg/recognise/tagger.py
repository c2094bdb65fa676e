"""Names by a learned tagger: a small convolutional net over the words of the dictionary, run by onnxruntime on one thread.

The model (`ontology/models/names.onnx`, see the card beside it) gives each word five scores for its place (outside, first,
inside, last, alone) and one for each class. It is trained by `python -m kg.learn.tagger train`.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.errors import OntologyError
from kg.model import lineage, make
from kg.ontology import ontology_folder
from kg.recognise.guess import Guess, Page

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]

OUTSIDE, FIRST, INSIDE, LAST, ALONE = PLACES = range(5)
#: which places may stand before which
_BEFORE = {
    OUTSIDE: (OUTSIDE, LAST, ALONE),
    FIRST: (OUTSIDE, LAST, ALONE),
    ALONE: (OUTSIDE, LAST, ALONE),
    INSIDE: (FIRST, INSIDE),
    LAST: (FIRST, INSIDE),
}
#: number of word shapes; the shapes are those of `shape`
SHAPES = 20
#: words that are scored at once: bounds the memory that a long text takes
LONGEST = 4096
#: number of a word that the net does not know
UNKNOWN = 1
#: probability from which on a name of the tagger is a good one
SURE = 0.75
_NEVER, _LITTLE = -1e9, 1e-4
FULL_STOP = "。"
#: may the second place not stand behind the first? By five times the first and the second
_UNFIT = np.array([before not in _BEFORE[place] for before in PLACES for place in PLACES])
#: does a name begin at the place?
_OPENS = np.array([place in (FIRST, ALONE) for place in PLACES])


class Tagged(NamedTuple):
    """A name as the tagger sees it: `[start, end)` in code points, its class, the probability of place and of class.

    An association may be an organisation of one kind or another: for these the probability is that of being one at all.
    """

    start: int
    end: int
    cls: str
    place: float
    kind: float


def shape(word: str) -> int:
    """What a word is made of, as a number below `SHAPES`.

    >>> shape("小米"), shape("2025"), shape("SU7"), shape("，")
    (2, 8, 14, 19)
    """
    first = word[0]
    if "\u4e00" <= first <= "\u9fff":
        return min(len(word), 4)
    if word.isdigit():
        return 4 + min(len(word), 4)
    if first.isascii() and first.isalnum():
        upper, lower, digit = (any(map(kind, word)) for kind in (str.isupper, str.islower, str.isdigit))
        return 9 + upper + 2 * lower + 4 * digit
    return 17 if first.isspace() else 18 if first.isdigit() else 19


def masked(word: str) -> str:
    """A number without its digits, so that all of one length are one word of the model; other words as they are.

    >>> masked("37"), masked("2024"), masked("SU7")
    ('00', '2000', 'SU7')
    """
    if not (word.isascii() and word.isdigit()):
        return word
    return "2000" if len(word) == 4 and word[:2] in ("19", "20") else "0" * len(word)


class Features:
    """Turns the words of a page into what the net looks up: word, first and last character, shape, lexicon.

    >>> found = Features(("小米",), ("小", "米"), ("Company",))(Page("小米涨", ends=[2, 3]))
    >>> found["word"].tolist(), found["first"].tolist()
    ([2, 1], [1, 0])
    """

    def __init__(self, words: Sequence[str], characters: Sequence[str], classes: Sequence[str]) -> None:
        self._words = {word: number for number, word in enumerate(words, 2)}
        self._shapes = np.array([0, 0, *map(shape, words)], np.int32)
        self._characters = np.zeros(0x10000, np.int32)
        self._characters[[ord(character) for character in characters if ord(character) < 0xFFFF]] = [
            number for number, character in enumerate(characters, 1) if ord(character) < 0xFFFF
        ]
        self._classes = {cls: 1 + 2 * number for number, cls in enumerate(classes)}
        # the same numbers and models come again and again
        self._odd = lru_cache(maxsize=1 << 14)(self._number)

    def _number(self, word: str) -> tuple[int, int]:
        """Number and shape of a word that is not in the list as it stands: the number of its masked form, if any."""
        return self._words.get(masked(word), UNKNOWN), shape(word)

    def __call__(self, page: Page) -> dict[str, Integers]:
        """One row of numbers for each input of the net, a number per word."""
        return self.rows([page])

    def rows(self, pages: Sequence[Page]) -> dict[str, Integers]:
        """The same for the words of several pages, one page after the other."""
        words = list(chain.from_iterable(map(_words, pages)))
        sizes = np.fromiter(map(len, words), np.intp, len(words))
        begins = accumulate([len(page.ends) for page in pages], initial=0)
        breaks = [begin + place for begin, page in zip(begins, pages, strict=False) for place in broken(page)]
        for place in breaks:
            words[place] = FULL_STOP
        numbers = np.fromiter(map(self._words.get, words, repeat(0)), np.int32, len(words))
        shapes = self._shapes[numbers]
        odd = np.flatnonzero(numbers == 0)
        if len(odd):
            numbers[odd], shapes[odd] = np.array([self._odd(words[place]) for place in odd.tolist()], np.int32).T
        ends = np.cumsum(sizes)
        codes = np.frombuffer("".join([page.text for page in pages]).encode("utf-32-le", "replace"), np.uint32)
        characters = self._characters[np.minimum(codes, 0xFFFF)]
        first, last = characters[ends - sizes], characters[ends - 1]
        first[breaks] = last[breaks] = self._characters[ord(FULL_STOP)]
        return {"word": numbers, "first": first, "last": last, "shape": shapes, "gaz": self._lexicon(pages, len(words))}

    def _lexicon(self, pages: Sequence[Page], count: int) -> Integers:
        """For each word: which class the lexicon gives the name that begins (odd) or goes on (even) there; 0 for none."""
        row, base = [0] * count, 0
        for page in pages:
            ends = page.ends
            for guess in page.known:
                kind = self._classes.get(guess.cls)
                first = bisect_left(ends, guess.start) + 1 if guess.start else 0
                last = bisect_left(ends, guess.end, first)
                if (
                    kind
                    and last < len(ends)
                    and ends[last] == guess.end
                    and (not first or ends[first - 1] == guess.start)
                ):
                    row[base + first] = kind
                    row[base + first + 1 : base + last + 1] = [kind + 1] * (last - first)
            base += len(ends)
        return np.array(row, np.int32)


def _words(page: Page) -> Sequence[str]:
    """The words of a page; cut where only their ends are given."""
    return page.words or [page.text[start:end] for start, end in zip((0, *page.ends), page.ends, strict=False)]


class Tagger:
    """The recogniser of names that learned from labelled texts; built once (`tagger()`), called per page.

    >>> text = "记者从星岭机器人有限公司获悉，林知远出任总经理"
    >>> from kg.segment import ender
    >>> [guess.name for guess in tagger()(Page(text, ends=ender()(text)))]
    ['星岭机器人有限公司', '林知远']
    """

    def __init__(self, model: Path | bytes) -> None:
        self._session = _session(model)
        said = self._session.get_modelmeta().custom_metadata_map
        self.classes: tuple[str, ...] = tuple(json.loads(said["classes"]))
        self._features = Features(json.loads(said["words"]), json.loads(said["characters"]), self.classes)

    def __call__(self, page: Page) -> list[Guess]:
        """The names of the page as guesses: strength 2 where the tagger is sure, else 1. No job titles."""
        return [
            Guess(one.start, one.end, page.text[one.start : one.end], one.cls, "tagger", 1 + (one.place >= SURE))
            for one in self.tag(page)
            if one.cls != "JobTitle"
        ]

    def tag(self, page: Page) -> list[Tagged]:
        """The names and job titles of the page, in order, without overlap."""
        return self.many([page])[0]

    def many(self, pages: Sequence[Page]) -> list[list[Tagged]]:
        """The same for several pages; each by itself, whatever stands beside it."""
        scores = self._scores([page for page in pages if page.ends])
        return [list(spans(next(scores), (0, *page.ends), self.classes)) if page.ends else [] for page in pages]

    def score(self, page: Page) -> Floats:
        """One row per word: the scores of the five places, then of the classes."""
        return next(self._scores([page]))

    def _scores(self, pages: Sequence[Page]) -> Iterator[Floats]:
        rows, run, start = self._features.rows(pages) if pages else {}, self._session.run, 0
        for page in pages:
            end = start + len(page.ends)
            parts = [
                run(None, {name: row[place : min(end, place + LONGEST)] for name, row in rows.items()})[0]
                for place in range(start, end, LONGEST)
            ]
            scores: Floats = parts[0] if len(parts) == 1 else np.concatenate(parts)
            breaks = broken(page)
            if breaks:
                scores[breaks, : len(PLACES)] = _NEVER
                scores[breaks, OUTSIDE] = 0
            yield scores
            start = end


def broken(page: Page) -> list[int]:
    """Which words are line ends: the net reads them as full stops, since no passage that it learned from had one.

    >>> broken(Page("云驰\\n上市", ends=[2, 3, 5]))
    [1]
    """
    text, place = page.text, -1
    found: list[int] = []
    while (place := text.find("\n", place + 1)) >= 0:
        word = bisect_right(page.ends, place)
        if not found or found[-1] != word:
            found.append(word)
    return found


def spans(scores: Floats, edges: Sequence[int], classes: Sequence[str]) -> Iterator[Tagged]:
    """The names that rows of scores spell, in order; word `i` stands at `[edges[i], edges[i + 1])`."""
    best = _sound(scores[:, : len(PLACES)].argmax(1), scores)
    inside = np.flatnonzero(best)
    if not len(inside):
        return
    rows = scores[inside]
    opens = np.flatnonzero(_OPENS[best[inside]])
    sizes = np.diff(opens, append=len(inside))
    kinds = _softmax(np.add.reduceat(rows[:, len(PLACES) :], opens) / sizes[:, None])
    families = kinds @ _kin(tuple(classes))
    likely = families.max(1, keepdims=True)
    kinds[families < likely - _LITTLE] = 0
    sure = 1 - np.maximum.reduceat(_softmax(rows[:, : len(PLACES)])[:, OUTSIDE], opens)
    firsts = inside[opens]
    row = zip(
        firsts.tolist(),
        (firsts + sizes).tolist(),
        sure.tolist(),
        kinds.argmax(1).tolist(),
        likely[:, 0].tolist(),
        strict=True,
    )
    for first, last, place, cls, kind in row:
        yield make(Tagged, (edges[first], edges[last], classes[cls], place, kind))


@cache
def _kin(classes: tuple[str, ...]) -> Floats:
    """1 where two classes are of one family: all organisations are, any other class is one of its own."""
    families = ["Organization" if "Organization" in lineage(cls) else cls for cls in classes]
    return np.array([[one == other for other in families] for one in families], np.float32)


def _softmax(scores: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.floating[Any]]:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    result: npt.NDArray[np.floating[Any]] = powers / powers.sum(1, keepdims=True)
    return result


def _sound(best: Places, scores: Floats) -> Places:
    """The best places, with each row of words in names that makes no sense replaced by the best one that does."""
    framed = np.concatenate([[OUTSIDE], best, [OUTSIDE]])
    until = -1
    for place in np.flatnonzero(_UNFIT[framed[:-1] * len(PLACES) + framed[1:]]).tolist():
        if place <= until:
            continue
        # framed[place] is the word before best[place]; one of the two is in a name
        first = last = place
        while framed[first] != OUTSIDE:
            first -= 1
        while framed[last + 1] != OUTSIDE:
            last += 1
        best[first:last] = soundest(scores[first:last, : len(PLACES)].tolist())
        until = last
    return best


def soundest(rows: Sequence[Sequence[float]]) -> list[int]:
    """The best row of places that makes sense.

    >>> soundest([[0, 3, 0, 0, 2], [0, 0, 0, 1, 2]])
    [1, 3]
    """
    sums = [score if place not in (INSIDE, LAST) else _NEVER for place, score in enumerate(rows[0])]
    ways: list[list[int]] = []
    for row in rows[1:]:
        way = [max(_BEFORE[place], key=sums.__getitem__) for place in PLACES]
        sums = [sums[before] + score for before, score in zip(way, row, strict=True)]
        ways.append(way)
    found = [max((OUTSIDE, LAST, ALONE), key=sums.__getitem__)]
    for way in reversed(ways):
        found.append(way[found[-1]])
    return found[::-1]


def _session(model: Path | bytes) -> Any:
    """The model, ready to run on one thread; raises OntologyError where it is not there or cannot be read."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    name = "model" if isinstance(model, bytes) else str(model)
    try:
        content = model if isinstance(model, bytes) else model.read_bytes()
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except OSError as error:
        raise OntologyError(f"{name}: cannot be read: {error.strerror}. Restore the file or reinstall kg.") from error
    except Exception as error:  # onnxruntime's own errors share no base but Exception
        raise OntologyError(f"{name}: no model: {error}. Train it anew: python -m kg.learn.tagger train.") from error


@cache
def tagger(folder: Path | None = None) -> Tagger:
    """The tagger of an ontology folder (none: the installed one), read once."""
    return Tagger((folder or ontology_folder()) / "models" / "names.onnx")
