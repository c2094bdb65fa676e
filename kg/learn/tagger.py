"""Trains and measures the tagger of names: `python -m kg.learn.tagger train --silver … --corpus …`, then `… score`.

One thread, one seed: the same texts give the same weights. Needs torch, onnx, onnxruntime and zstandard.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from kg.learn.passages import CLASSES, Name, Pages, Passage, marked, passages, plain_texts, stream, vocabulary
from kg.learn.score import Tally
from kg.model import lineage
from kg.ontology import ontology_folder
from kg.recognise.guess import Page
from kg.recognise.tagger import Features, Tagger

#: the seeds of the first teacher and of the pupil, and of the second teacher
SEED, OTHER_SEED = 7, 8
#: how often the teachers see the labelled passages, and the pupil those and what its teachers make of plain texts
TEACHERS_ROUNDS, ROUNDS = 6, 3
#: share of numbers left out while learning: more from few passages
TEACHERS_DROP, DROP = 0.2, 0.1
#: words of plain text to learn from, plain texts that the teachers label, and how long these may be
PLAIN_WORDS, PLAIN_TEXTS = 9_000_000, 8000
SHORTEST, LONGEST = 60, 1500
#: texts that begin with the same so many characters are the same text
OPENING = 200


def main(argv: Sequence[str] | None = None) -> int:
    """Trains or scores; prints what it does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["train", "score"])
    parser.add_argument("--silver", type=Path, required=True, help="folder with silver.jsonl and silver.text.jsonl")
    parser.add_argument("--corpus", type=Path, help="plain texts as JSON lines, .zst or not; needed to train")
    parser.add_argument(
        "--also", type=Path, nargs="*", default=[], help="sentences with few kinds of names, as JSON lines"
    )
    parser.add_argument("--model", type=Path, default=ontology_folder() / "models" / "names.onnx")
    parser.add_argument("--words", type=int, default=PLAIN_WORDS, help="words of plain text to learn from")
    args = parser.parse_args(argv)
    found = passages(args.silver)
    if args.what == "train":
        if args.corpus is None:
            parser.error("train needs --corpus")
        args.model.parent.mkdir(parents=True, exist_ok=True)
        args.model.write_bytes(train(found, args.corpus, args.also, words=args.words))
    report(Tagger(args.model), [passage for passage in found if passage.part == "test"])
    return 0


def train(
    found: Sequence[Passage],
    corpus: Path,
    also: Iterable[Path] = (),
    *,
    words: int = PLAIN_WORDS,
    texts: int = PLAIN_TEXTS,
) -> bytes:
    """The model file.

    First the net guesses hidden words of plain texts. Two teachers then learn from the passages of the part `train`, one of
    them from that beginning and one from none; both label other plain texts and what the sentences of `also` leave open,
    and the pupil learns from all of it.
    """
    import torch

    from kg.learn import net, onnx_model, pretrain
    from kg.learn.lessons import Lesson, Lessons, corrected, guessed, labelled

    torch.set_num_threads(1)
    known, characters = vocabulary(plain_texts(corpus))
    features = Features(known, characters, CLASSES)

    def fresh(seed: int) -> net.Weights:
        return net.fresh(len(known), len(characters), len(CLASSES), seed)

    def taught(weights: net.Weights, lessons: Sequence[Lesson], rounds: int, drop: float, seed: int) -> bytes:
        torch.manual_seed(seed)
        Lessons(features, lessons, seed).teach(weights, rounds, drop, _say)
        arrays = {name: weight.detach().numpy() for name, weight in weights.items()}
        return onnx_model.model(arrays, known, characters, CLASSES)

    begin = fresh(SEED)
    pretrain.pretrain(begin, stream(plain_texts(corpus), features), words, SEED, _say)
    lessons = [labelled(passage) for passage in found if passage.part == "train"]
    teachers = [
        Tagger(taught(net.copy(begin), lessons, TEACHERS_ROUNDS, TEACHERS_DROP, SEED)),
        Tagger(taught(fresh(OTHER_SEED), lessons, TEACHERS_ROUNDS, TEACHERS_DROP, OTHER_SEED)),
    ]
    lessons += [guessed(page, teachers) for page in plain_pages(found, corpus, texts)]
    lessons += [corrected(sentence, teachers) for path in also for sentence in marked(path)]
    return taught(begin, lessons, ROUNDS, DROP, SEED)


def plain_pages(found: Sequence[Passage], corpus: Path, texts: int) -> Iterator[Page]:
    """Pages of plain texts that are none of the passages, drawn by chance."""
    pages = Pages()
    openings = {passage.page.text[:OPENING] for passage in found}
    drawn = [text for text in plain_texts(corpus) if SHORTEST < len(text) < LONGEST]
    random.Random(SEED).shuffle(drawn)
    fit = (page for page in map(pages, drawn) if page.text[:OPENING] not in openings)
    return islice(fit, texts)


def report(tagger: Tagger, found: Sequence[Passage]) -> dict[str, Tally]:
    """Prints and gives precision, recall and F1 of mentions: place and class, per class, overall, by family of classes."""
    tallies, family = {cls: Tally() for cls in CLASSES}, Tally()
    for passage in found:
        told = {(one.start, one.end, one.cls) for one in tagger.tag(passage.page)}
        wanted = set(passage.gold)
        for cls in CLASSES:
            tallies[cls] += _tally(_of(wanted, cls), _of(told, cls))
        family += _tally(_roots(wanted), _roots(told))
    whole = Tally()
    for tally in tallies.values():
        whole += tally
    tallies |= {"all": whole, "by family": family}
    _say(f"{len(found)} passages: precision, recall, F1 of mentions, and how many there are")
    for name, tally in tallies.items():
        figures = (100 * figure for figure in (tally.precision, tally.recall, tally.f1))
        _say(f"{name:14}" + "".join(f"{figure:7.1f}" for figure in figures) + f"{tally.right + tally.missed:8}")
    return tallies


def _of(names: Iterable[Name], cls: str) -> set[Name]:
    return {name for name in names if name[2] == cls}


def _roots(names: Iterable[Name]) -> set[Name]:
    """The names with the highest class below Agent in the place of their own: Organization for Company."""
    return {(start, end, [one for one in lineage(cls) if one != "Agent"][-1]) for start, end, cls in names}


def _tally(wanted: set[Name], told: set[Name]) -> Tally:
    return Tally(len(wanted & told), len(told - wanted), len(wanted - told))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
