"""What the net is taught: pages with an answer for each word, in batches of like length, some of it left out by chance."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from kg.learn.net import TABLES, Tensor, Weights, loss, scores
from kg.learn.passages import CLASSES, KINDS, NOTHING, Passage, places, without, worded
from kg.recognise.guess import Page
from kg.recognise.tagger import ALONE, FIRST, INSIDE, LAST, OUTSIDE, PLACES, Features, Tagger

Answers = npt.NDArray[np.float16]

RATE, WORDS_A_STEP = 2e-3, 4000
#: share of the lexicon's names that a page is read without: the net must not lean on it alone
FORGOTTEN = 0.25
#: share of words that are not known: it must read their characters and neighbours
HIDDEN = 0.03
#: words of a page that are seen at once; a rest shorter than `SCRAP` is left
LONGEST, SCRAP = 450, 12
BUCKET = 48
#: what every class that fits is held likely at least
LITTLE = 1e-3
UNKNOWN = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page and for each of its words how likely each place is, and each class (all zero outside names)."""

    page: Page
    answers: Answers

    @property
    def size(self) -> int:
        """The number of its words."""
        return len(self.page.ends)


Piece = tuple[Lesson, int, int]


def labelled(passage: Passage) -> Lesson:
    """The lesson of a labelled passage: every answer is 0 or 1."""
    where, what = places(passage)
    answers = np.zeros((passage.size, len(PLACES) + len(CLASSES)), np.float16)
    answers[np.arange(passage.size), where] = 1
    inside = np.flatnonzero(what != NOTHING)
    answers[inside, len(PLACES) + what[inside]] = 1
    return Lesson(passage.page, answers)


def guessed(page: Page, teachers: Sequence[Tagger]) -> Lesson:
    """The lesson of a plain page: what its teachers hold likely on average."""
    answers = sum(_likely(teacher.score(page)) for teacher in teachers) / len(teachers)
    return Lesson(page, np.asarray(answers, np.float16))


def corrected(passage: Passage, teachers: Sequence[Tagger]) -> Lesson:
    """The lesson of a sentence of which few kinds of names are labelled: what its teachers hold likely, but for those names.

    Their place is as labelled; the class is what the teachers hold likely among those that the kind may be.
    """
    lesson = guessed(passage.page, teachers)
    for first, last, kind in worded(passage):
        rows = lesson.answers[first:last]
        rows[:, : len(PLACES)] = 0
        rows[:, INSIDE] = 1
        rows[[0, -1], INSIDE] = 0
        rows[0, ALONE if last - first == 1 else FIRST] = rows[-1, ALONE if last - first == 1 else LAST] = 1
        fit = [len(PLACES) + CLASSES.index(cls) for cls in KINDS[kind]]
        held = rows[:, fit].astype(np.float32).mean(0) + LITTLE
        rows[:, len(PLACES) :] = 0
        rows[:, fit] = held / held.sum()
    return lesson


def _likely(found: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scores as probabilities: of the places, and of the classes where the word is in a name."""
    parts = [np.exp(part - part.max(1, keepdims=True)) for part in np.split(found, [len(PLACES)], axis=1)]
    where, what = (part / part.sum(1, keepdims=True) for part in parts)
    likely: npt.NDArray[np.float32] = np.concatenate([where, what * (1 - where[:, OUTSIDE : OUTSIDE + 1])], axis=1)
    return likely


class Lessons:
    """Lessons as batches, in an order that the seed alone decides."""

    def __init__(self, features: Features, found: Sequence[Lesson], seed: int) -> None:
        self._features = features
        self._chance = random.Random(seed)
        self._masks = np.random.RandomState(seed)
        self._lessons = found

    def teach(self, weights: Weights, rounds: int, drop: float, say: Callable[[str], None] = print) -> None:
        """Trains `weights` in place, so many times over all lessons; `drop` is the share of numbers left out."""
        optimizer = torch.optim.Adam(list(weights.values()), lr=RATE, betas=(0.9, 0.98), fused=True)
        steps = max(1, sum(lesson.size for lesson in self._lessons) * rounds // WORDS_A_STEP)
        step, begun = 0, time.monotonic()
        for number in range(rounds):
            total = 0.0
            for rows, mask, answers in self._batches():
                step += 1
                for group in optimizer.param_groups:
                    group["lr"] = RATE * min(1.0, step / 100) * max(0.02, 1 - step / (steps * 1.02))
                cost = loss(scores(weights, rows, mask, drop), answers, mask)
                optimizer.zero_grad(set_to_none=True)
                cost.backward()
                torch.nn.utils.clip_grad_norm_(list(weights.values()), 2.0)
                optimizer.step()
                total += cost.item()
            seconds = time.monotonic() - begun
            say(f"lessons: round {number + 1} of {rounds}, loss {total * rounds / steps:.3f}, {seconds:.0f} s")

    def _batches(self) -> Iterator[tuple[dict[str, Tensor], Tensor, Tensor]]:
        pieces = [
            (lesson, start, min(start + LONGEST, lesson.size))
            for lesson in self._lessons
            for start in range(0, lesson.size, LONGEST)
            if not start or lesson.size - start >= SCRAP
        ]
        self._chance.shuffle(pieces)
        pieces.sort(key=lambda piece: (piece[2] - piece[1]) // BUCKET)
        batches: list[list[Piece]] = [[]]
        room = WORDS_A_STEP
        for piece in pieces:
            batches[-1].append(piece)
            room -= piece[2] - piece[1]
            if room <= 0:
                batches.append([])
                room = WORDS_A_STEP
        batches = [batch for batch in batches if batch]
        self._chance.shuffle(batches)
        for batch in batches:
            yield self._batch(batch)

    def _batch(self, pieces: Sequence[Piece]) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        size = (len(pieces), max(end - start for _, start, end in pieces))
        rows = {name: np.zeros(size, np.int64) for name in TABLES}
        mask = np.zeros(size, np.float32)
        answers = np.zeros((*size, len(PLACES) + len(CLASSES)), np.float32)
        for number, (lesson, start, end) in enumerate(pieces):
            for name, row in self._features(self._seen(lesson.page)).items():
                rows[name][number, : end - start] = row[start:end]
            mask[number, : end - start] = 1
            answers[number, : end - start] = lesson.answers[start:end]
        rows["word"][self._masks.rand(*size) < HIDDEN] = UNKNOWN
        tensors: Any = {name: torch.from_numpy(row) for name, row in rows.items()}
        return tensors, torch.from_numpy(mask), torch.from_numpy(answers)

    def _seen(self, page: Page) -> Page:
        """The page without some of the lexicon's names, each kept or forgotten throughout the page."""
        kept: dict[str, bool] = {}
        return without(page, lambda name: kept.setdefault(name, self._chance.random() >= FORGOTTEN))
