"""Names by a learned tagger: a small convolutional net over the words of the dictionary, run by onnxruntime on one thread.

The model (`ontology/models/names.onnx`, see the card beside it) gives each word five scores for its place (outside, first,
inside, last, alone) and one for each class. It is trained by `python -m kg.learn.tagger train`.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.errors import OntologyError
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
_NEVER = -1e9
FULL_STOP = "。"
#: may the second place stand behind the first?
_FITS = np.array([[before in _BEFORE[place] for place in PLACES] for before in PLACES])


class Tagged(NamedTuple):
    """A name as the tagger sees it: `[start, end)` in code points, its class, the probability of place and class."""

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
        text = page.text
        ends = np.array(page.ends, np.intp)
        starts = np.concatenate([[0], ends[:-1]])
        words = [text[start:end] for start, end in zip(starts.tolist(), page.ends, strict=True)]
        breaks = broken(page)
        for place in breaks:
            words[place] = FULL_STOP
        numbers = np.array(list(map(self._words.get, words, repeat(0))), np.int32)
        shapes = self._shapes[numbers]
        for place in np.flatnonzero(numbers == 0).tolist():
            numbers[place], shapes[place] = self._odd(words[place])
        codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
        characters = self._characters[np.minimum(codes, 0xFFFF)]
        first, last = characters[starts], characters[ends - 1]
        first[breaks] = last[breaks] = self._characters[ord(FULL_STOP)]
        return {
            "word": numbers,
            "first": first,
            "last": last,
            "shape": shapes,
            "gaz": self._lexicon(page, starts.tolist()),
        }

    def _lexicon(self, page: Page, starts: list[int]) -> Integers:
        """For each word: which class the lexicon gives the name that begins (odd) or goes on (even) there; 0 for none."""
        ends, classes = page.ends, self._classes
        row = [0] * len(ends)
        for guess in page.known:
            first = bisect_left(starts, guess.start)
            last = bisect_left(ends, guess.end, first)
            kind = classes.get(guess.cls)
            if kind and last < len(ends) and starts[first] == guess.start and ends[last] == guess.end:
                row[first] = kind
                for place in range(first + 1, last + 1):
                    row[place] = kind + 1
        return np.array(row, np.int32)


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
        if not page.ends:
            return []
        return list(spans(self.score(page), (0, *page.ends), self.classes))

    def score(self, page: Page) -> Floats:
        """One row per word: the scores of the five places, then of the classes."""
        rows = self._features(page)
        parts = [
            self._session.run(None, {name: row[place : place + LONGEST] for name, row in rows.items()})[0]
            for place in range(0, len(page.ends), LONGEST)
        ]
        scores: Floats = parts[0] if len(parts) == 1 else np.concatenate(parts)
        breaks = broken(page)
        if breaks:
            scores[breaks, : len(PLACES)] = _NEVER
            scores[breaks, OUTSIDE] = 0
        return scores


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
    places = _softmax(scores[:, : len(PLACES)])
    best = _sound(places.argmax(1), scores)
    alone = best == ALONE
    firsts, lasts = np.flatnonzero(alone | (best == FIRST)), np.flatnonzero(alone | (best == LAST)) + 1
    if not len(firsts):
        return
    bounds = np.column_stack([firsts, lasts])
    # each name, then the gap behind it: of the pairs that `reduceat` gives, the first ones count
    pairs = np.minimum(bounds.ravel(), len(scores) - 1)
    closed = bounds[-1, 1] >= len(scores)
    kinds = np.add.reduceat(scores[:, len(PLACES) :], pairs[:-1] if closed else pairs)[::2]
    sure = 1 - np.maximum.reduceat(places[:, OUTSIDE], pairs[:-1] if closed else pairs)[::2]
    kinds = _softmax(kinds / (bounds[:, 1:] - bounds[:, :1]))
    rows = zip(bounds.tolist(), sure.tolist(), kinds.argmax(1).tolist(), kinds.max(1).tolist(), strict=True)
    for (first, last), place, cls, kind in rows:
        yield Tagged(edges[first], edges[last], classes[cls], place, kind)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    result: Floats = powers / powers.sum(1, keepdims=True)
    return result


def _sound(best: Places, scores: Floats) -> Places:
    """The best places, with each row of words in names that makes no sense replaced by the best one that does."""
    framed = np.concatenate([[OUTSIDE], best, [OUTSIDE]])
    until = -1
    for place in np.flatnonzero(~_FITS[framed[:-1], framed[1:]]).tolist():
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
