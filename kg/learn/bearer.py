"""Learns whose number it is, and writes `ontology/models/bearer.toml`: `python -m kg.learn.bearer`.

From labelled passages it takes every number that the rules ask a bearer for. The candidate that the labels name is right;
where they name none of them, nobody is. Each passage is read four times: with the names that are found, with those of the
labels, and with some names of either hidden, so that the ranker learns to leave a number alone whose subject is unknown.
The model is a conditional logit over sparse features, fitted by gradient steps in a fixed order: the same passages always
give the same file; the tenth that no component learns from is left out. `--cross` prints what it brings on passages that were left out.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.learn.numbers import Gold, Meant, Reader, akin, aliases, numbers
from kg.learn.passages import part
from kg.learn.silver import FOLDER, Passage, passages
from kg.learn.terms import toml
from kg.model import Mention, Reading
from kg.observe import Observer
from kg.observe.candidates import Asked, Setting, candidates
from kg.observe.ranker import Judge, Ranker
from kg.ontology import Ontology, load, ontology_folder

FOLDS = 5
#: How a passage is read: with the names of the labels or those found, and the share of names that is hidden.
VIEWS = ((False, 0.0), (True, 0.0), (False, 0.3), (True, 0.3))
HEADER = (
    "# Weights of the ranker that says whose number it is; made by `python -m kg.learn.bearer`. See README.md here.\n"
)
#: How much more a mention counts that the rules pick. The rules know what the passages do not show.
TRUST = 0.7
#: And how much more nobody counts where the rules see strange words before the metric, or a number that nothing names:
#: on passages left out that is right more often, at the same F1.
WARY = {"nobody|foreign": 1.0, "nobody|unnamed": 0.3}
#: What a number counts, as nobody's, that the labels do not speak of.
UNLABELLED = 0.5
_EPOCHS, _RATE, _DECAY, _LEAST, _SMALLEST = 12, 0.1, 0.04, 6, 0.02


class Example(NamedTuple):
    """A number: the features of each candidate, which of them are right, and how much it counts."""

    candidates: list[list[str]]
    right: list[int]
    weight: float


class Read(NamedTuple):
    """A passage as it was read in one view."""

    passage: Passage
    reading: Reading
    gold: tuple[Gold, ...]
    meant: Meant

    @property
    def fold(self) -> int:
        """Which of the parts that are left out in turn it belongs to, by its id."""
        return zlib.crc32(self.passage.document.id.encode()) // 10 % FOLDS


def read(ontology: Ontology, known: Iterable[Passage]) -> list[list[Read]]:
    """Every passage in every view."""
    reader, names = Reader(ontology), aliases(ontology)
    views: list[list[Read]] = [[] for _ in VIEWS]
    for passage in known:
        for view, (labelled, hidden) in zip(views, VIEWS, strict=True):
            reading = reader.view(passage, labelled=labelled, hidden=hidden)
            view.append(Read(passage, reading, numbers(passage), Meant(names, reading.mentions)))
    return views


def examples(observer: Observer, one: Read) -> list[Example]:
    """Every number of a passage that asks for a bearer, as the rules go through it."""
    made: list[Example] = []

    def judge(setting: Setting, asked: Asked) -> Mention | None:
        found = candidates(setting, asked)
        gold = _told(one.gold, asked)
        right = [at for at, (it, _) in enumerate(found) if it and any(one.meant(it, fact.about) for fact in gold)]
        right = right or [at for at, (it, _) in enumerate(found) if it and any(akin(it, fact.about) for fact in gold)]
        made.append(Example([list(features) for _, features in found], right or [0], 1.0 if gold else UNLABELLED))
        return asked.pick

    observer.judged(one.reading, judge)
    return made


def _told(gold: Iterable[Gold], asked: Asked) -> list[Gold]:
    """The labelled observations of a number: those of its metric, else all that speak of it."""
    here = [fact for fact in gold if fact.speaks(asked.run.first.span)]
    return [fact for fact in here if fact.measures(asked.key)] or here


def fit(known: Sequence[Example]) -> dict[str, float]:
    """The weights that make the right candidates likely."""
    counts = Counter(name for one in known for features in one.candidates for name in features)
    weights = {name: 0.0 for name, count in sorted(counts.items()) if count >= _LEAST}
    kept = [
        Example([[name for name in features if name in weights] for features in one.candidates], one.right, one.weight)
        for one in known
        if len(one.candidates) > 1
    ]
    squares, means = dict.fromkeys(weights, 1.0), dict.fromkeys(weights, 0.0)
    order, chance = list(range(len(kept))), random.Random(7)
    first = _EPOCHS // 3  # the mean of the later rounds depends less on the order than the last round does
    for epoch in range(_EPOCHS):
        chance.shuffle(order)
        for at in order:
            _step(kept[at], weights, squares)
        if epoch >= first:
            means = {name: mean + weights[name] / (_EPOCHS - first) for name, mean in means.items()}
    trusted = {
        name: mean + (TRUST if name.startswith("picked:") else WARY.get(name, 0.0)) for name, mean in means.items()
    }
    return {name: round(weight, 3) for name, weight in trusted.items() if abs(weight) >= _SMALLEST}


def _step(one: Example, weights: dict[str, float], squares: dict[str, float]) -> None:
    """One gradient step (AdaGrad) towards the right candidates, with every weight touched drawn towards 0."""
    scores = [sum([weights[name] for name in features]) for features in one.candidates]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total, rightly = sum(shares), sum(shares[at] for at in one.right)
    slopes: dict[str, float] = defaultdict(float)
    for at, features in enumerate(one.candidates):
        push = one.weight * ((shares[at] / rightly if at in one.right else 0.0) - shares[at] / total)
        if abs(push) > 1e-4:
            for name in features:
                slopes[name] += push
    for name, slope in slopes.items():
        slope -= _DECAY * weights[name]
        squares[name] += slope * slope
        weights[name] += _RATE * slope / math.sqrt(squares[name])


def measure(observer: Observer, known: Iterable[Read], judge: Judge | None) -> Counter[str]:
    """Observations told, right, labelled and found; of the labelled numbers told of, how many have the right bearer."""
    seen: Counter[str] = Counter()
    for one in known:
        hits: set[int] = set()
        gold = one.gold
        for told in observer.judged(one.reading, judge)[0]:
            here = [at for at, fact in enumerate(gold) if fact.speaks(told.quantity.span)]
            borne = [at for at in here if one.meant(told.about, gold[at].about)]
            right = [at for at in borne if gold[at].measures(told.metric)]
            hits.update(right)
            seen.update(told=1, right=bool(right), asked=bool(here), borne=bool(borne))
        seen.update(labelled=len(gold), found=len(hits))
    return seen


def cross(
    observer: Observer, views: Sequence[Sequence[Read]], made: Sequence[Sequence[list[Example]]]
) -> Iterator[str]:
    """A table: per view, the rules alone and the ranker on passages that it did not learn from."""
    learned = [Counter[str]() for _ in VIEWS]
    for fold in range(FOLDS):
        known = [
            example
            for view, rows in zip(views, made, strict=True)
            for one, row in zip(view, rows, strict=True)
            for example in row
            if one.fold != fold
        ]
        ranker = Ranker(fit(known))
        for seen, view in zip(learned, views, strict=True):
            seen.update(measure(observer, [one for one in view if one.fold == fold], ranker.best))
    yield f"{'names':28}{'':8}{'P':>7}{'R':>7}{'F1':>7}{'bearer':>8}"
    for (labelled, hidden), view, seen in zip(VIEWS, views, learned, strict=True):
        title = f"{'labelled' if labelled else 'found'}{f', {hidden:.0%} hidden' if hidden else ''}"
        yield f"{title:28}{'rules':8}{_row(measure(observer, view, None))}"
        yield f"{'':28}{'ranker':8}{_row(seen)}"


def _row(seen: Mapping[str, int]) -> str:
    precision, recall = seen["right"] / max(1, seen["told"]), seen["found"] / max(1, seen["labelled"])
    both = 2 * precision * recall / ((precision + recall) or 1)
    return f"{precision:7.3f}{recall:7.3f}{both:7.3f}{seen['borne'] / max(1, seen['asked']):8.3f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Learns from all passages and writes the file, or prints the cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, default=FOLDER, help="holds silver.jsonl and silver.text.jsonl")
    parser.add_argument("--output", type=Path, default=ontology_folder() / "models" / "bearer.toml")
    parser.add_argument("--cross", action="store_true", help="print how it does on passages left out; write nothing")
    args = parser.parse_args(argv)
    ontology = load()
    observer, views = (
        Observer(ontology),
        read(ontology, [one for one in passages(args.passages) if part(one.document.id) != "test"]),
    )
    made = [[examples(observer, one) for one in view] for view in views]
    if args.cross:
        for line in cross(observer, views, made):
            sys.stdout.write(f"{line}\n")
        return 0
    weights = fit([example for rows in made for row in rows for example in row])
    args.output.parent.mkdir(exist_ok=True)
    lines = [f"{toml(name)} = {weight}\n" for name, weight in sorted(weights.items())]
    args.output.write_text("".join([HEADER, "\n[weights]\n", *lines]), "utf-8")
    sys.stdout.write(f"{args.output}: {len(weights)} weights\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
