"""Learns which relation stands between two names, and writes `ontology/models/relations.json`: `python -m kg.learn.relations`.

A labelled passage says which relations hold, not where. Every place where two names stand that a label ties is an example
first; then, of the places of such a pair, only those count that the weights so far find likeliest, the others are left
out: that two names stand side by side says nothing of what is told of them elsewhere. Each passage is read with the names
that are found and with those of the labels. How sure a relation must be is learned for each property, on passages that
were left out in turn. The tenth that no component learns from is left out of all; `--cross` prints what is found in
passages that were not learned from.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kg.admit import Gate
from kg.learn.cuts import tally
from kg.learn.logit import Example, Learned, learn
from kg.learn.passages import part
from kg.learn.silver import FOLDER, Judgement, judge, passages
from kg.learn.ties import FOLDS, Key, Read, read, seen, within
from kg.model import Mention, Relation
from kg.ontology import Ontology, load, ontology_folder
from kg.pairs.candidates import Fits, Kind
from kg.pairs.judge import POINT, Model, Pairs
from kg.resolve import resolve

#: of the places of a pair, those count that are nearly as likely as the likeliest
NEARLY = 0.95
#: the share of right ones that a property must reach; labels are incomplete: of the others about half is right, too
ASKED = 0.7
_SMALLEST = 8
_STEPS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
#: so many relations of all properties are added to those of one, so that a few do not decide
_OTHERS = 5
_EVERY = 0.5
#: so many relations must be right for a kind of pairs to be looked at
_PAYS = 2
Least = Mapping[str, float]


class Told(NamedTuple):
    """A relation that was added: its property, the kind of its pair, how likely it was, whether the labels have it."""

    name: str
    kind: Kind
    share: float
    right: bool


def supported(learned: Learned, one: Read) -> list[Example]:
    """The examples of a passage, without the places of a pair that hardly tell what the labels say of the two."""
    shares = [learned.shares(tie.example) for tie in one.ties]
    best: dict[Key, float] = defaultdict(float)
    for share, tie in zip(shares, one.ties, strict=True):
        for label, key in tie.said.items():
            best[key] = max(best[key], share[label])
    found = []
    for share, tie in zip(shares, one.ties, strict=True):
        told = tuple(label for label, key in tie.said.items() if share[label] >= NEARLY * best[key])
        if told or not tie.said:
            found.append(tie.example._replace(right=told))
    return found


def fit(known: Iterable[Read]) -> tuple[Learned, Fits]:
    """The weights, learned twice: from all places of a pair, then from those that tell; and what stands between classes."""
    known = list(known)
    between = seen(known)
    known = [within(one, between) for one in known]
    first = learn([tie.example for one in known for tie in one.ties])
    return learn([example for one in known for example in supported(first, one)]), between


def model(learned: Learned, between: Fits, least: Least) -> Model:
    """What was learned, as the flow reads it: weights in hundredths, small ones left out."""
    weights = np.round(learned.weights / POINT).astype(np.int32)
    weights[np.abs(weights) < _SMALLEST] = 0
    kept = [(name, at) for name, at in learned.features.items() if weights[at].any()]
    rows = {name: at for at, (name, _) in enumerate(kept, 1)}
    empty = np.zeros((1, len(learned.labels)), np.int32)
    return Model(learned.labels, rows, np.concatenate([empty, weights[[at for _, at in kept]]]), least, between)


def judged(ontology: Ontology, one: Read, pairs: Pairs | None) -> tuple[list[Judgement], list[Told]]:
    """The relations of a passage held against its labels, and those among them that were added."""
    relations = pairs(one.reading, one.relations) if pairs else one.relations
    facts = Gate(ontology)(resolve(one.reading, relations, (), (), (), ()))[0]
    added: dict[object, Relation] = {
        (fact.subject.entity, fact.property, (fact.object.entity,)): fact
        for fact in facts.relations
        if isinstance(fact.object, Mention) and fact.evidence.rule.startswith("learned:")
    }
    found = [verdict for verdict in judge(one.passage, facts) if verdict.claim.kind == "relation"]
    told = []
    for verdict, claim, *_ in found:
        fact = added.get(claim.node)
        if fact and claim.evidence == fact.evidence and verdict in ("right", "wrong"):
            told.append(Told(fact.property, kind(fact), fact.confidence, verdict == "right"))
    return found, told


def kind(fact: Relation) -> Kind:
    """The kind of the pair of which a relation was made."""
    assert isinstance(fact.object, Mention)
    left, right = sorted((fact.subject, fact.object), key=lambda mention: mention.span)
    return left.cls, right.cls, not fact.evidence.span.overlaps(left.span)


class Crossed(NamedTuple):
    """Each part of the passages with the model that did not learn from it."""

    ontology: Ontology
    views: Sequence[Sequence[Read]]
    models: Sequence[Model]

    @classmethod
    def learn(cls, ontology: Ontology, views: Sequence[Sequence[Read]]) -> Crossed:
        """Learns as many models as there are parts."""
        models = [model(*fit(one for view in views for one in view if one.fold != fold), {}) for fold in range(FOLDS)]
        return cls(ontology, views, models)

    def judged(self, view: Sequence[Read], least: Least) -> tuple[list[Judgement], list[Told]]:
        """The relations of a view held against the labels, and those that were added."""
        found, told = [], []
        pairs = [Pairs(self.ontology, one._replace(least=least)) for one in self.models]
        for one in view:
            verdicts, added = judged(self.ontology, one, pairs[one.fold])
            found += verdicts
            told += added
        return found, told

    def tried(self) -> tuple[dict[str, float], set[Kind]]:
        """For each property how likely it must be, so that enough of those told are right; the kinds of pairs that pay."""
        every = dict.fromkeys(self.ontology.properties, _EVERY)
        told = [one for view in self.views for one in self.judged(view, every)[1]]
        least = thresholds(told)
        right = Counter(one.kind for one in told if one.right and one.share >= least.get(one.name, 2.0))
        return least, {kind for kind, count in right.items() if count >= _PAYS}

    def only(self, kinds: Container[Kind]) -> Crossed:
        """The same, with models that look at pairs of these kinds only."""
        return self._replace(models=[only(one, kinds) for one in self.models])


def only(made: Model, kinds: Container[Kind]) -> Model:
    """The model that looks at pairs of these kinds only."""
    return made._replace(fits={kind: labels for kind, labels in made.fits.items() if kind in kinds})


def thresholds(told: Sequence[Told]) -> dict[str, float]:
    """For each property the least share from which on enough are right, if there is one.

    >>> kind = "Company", "Company", False
    >>> thresholds([Told("owner", kind, 0.9, True)] * 9 + [Told("owner", kind, 0.5, False)] * 9)
    {'owner': 0.55}
    """
    found: dict[str, float] = {}
    for name in sorted({one.name for one in told}):
        for step in _STEPS:
            every = [one.right for one in told if one.share >= step]
            own = [one.right for one in told if one.share >= step and one.name == name]
            if own and (sum(own) + _OTHERS * sum(every) / len(every)) / (len(own) + _OTHERS) >= ASKED:
                found[name] = step
                break
    return found


def table(crossed: Crossed, least: Least) -> Iterator[str]:
    """Per view and half: the rules alone, and with what was learned from other passages; then what was added, by property."""
    yield f"{'names':12}{'':10}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'wrong':>7}"
    for title, view in zip(("found", "labelled"), crossed.views, strict=True):
        rules = [verdict for one in view for verdict in judged(crossed.ontology, one, None)[0]]
        learned, told = crossed.judged(view, least)
        for half in (None, 1, 0):
            name = title if half is None else f"  half {half}"
            yield f"{name:12}{'rules':10}{_row(rules, half)}"
            yield f"{'':12}{'learned':10}{_row(learned, half)}"
        for name in sorted({one.name for one in told}):
            right = [one.right for one in told if one.name == name]
            yield f"  {name:20} from {least[name]:4.2f}: {sum(right):4d} right {len(right) - sum(right):4d} not labelled"


def _row(found: Iterable[Judgement], half: int | None) -> str:
    one = tally([(verdict, claim) for verdict, claim, passage, *_ in found if half in (None, passage.half)])
    return f"{one.precision:7.3f}{one.recall:7.3f}{one.f1:7.3f}{one.right:7d}{one.wrong:7d}"


def written(made: Model) -> str:
    """The model as JSON, a feature a line: for each label that it speaks for or against the number and the weight."""
    rows = []
    for name, at in made.rows.items():
        weights = made.weights[at]
        row = [int(part) for number in np.flatnonzero(weights) for part in (number, weights[number])]
        rows.append(f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}")
    between = {
        f"{'topic:' * topic}{left}~{right}": labels for (left, right, topic), labels in sorted(made.fits.items())
    }
    head = {"labels": made.labels, "least": made.least, "fits": between}
    lines = [f"{json.dumps(name)}:{json.dumps(value, separators=(',', ':'))}" for name, value in head.items()]
    return "{" + ",\n".join([*lines, '"weights":{\n' + ",\n".join(rows)]) + "}}\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Learns from all passages and writes the file, or prints the cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, default=FOLDER, help="holds silver.jsonl and silver.text.jsonl")
    parser.add_argument("--output", type=Path, default=ontology_folder() / "models" / "relations.json")
    parser.add_argument("--cross", action="store_true", help="print how it does on passages left out; write nothing")
    args = parser.parse_args(argv)
    ontology = load()
    views = read(ontology, [one for one in passages(args.passages) if part(one.document.id) != "test"])
    crossed = Crossed.learn(ontology, views)
    least, kinds = crossed.tried()
    if args.cross:
        for line in table(crossed.only(kinds), least):
            sys.stdout.write(f"{line}\n")
        return 0
    made = only(model(*fit(one for view in views for one in view), least), kinds)
    args.output.parent.mkdir(exist_ok=True)
    args.output.write_text(written(made), "utf-8")
    sys.stdout.write(f"{args.output}: {len(made.rows)} features, {len(made.least)} properties\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
