"""A choice among labels learned from sparse features: multinomial logit, AdaGrad over fixed batches.

The same examples always give the same weights: batches and their order come from a fixed seed, sums are taken in a fixed
order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
NONE = "none"
_BATCH, _RATE, _EPOCHS, _SEED = 512, 0.3, 8, 7
#: how strongly weights are drawn towards 0
DECAY = 0.3
_NEVER = -1e9


class Example(NamedTuple):
    """What is seen, which labels may be chosen beside `none`, which of them are right (none: `none` is), how much it counts."""

    features: Sequence[str]
    labels: Sequence[str]
    right: Sequence[str]
    weight: float = 1.0


class Learned(NamedTuple):
    """Labels, and for each feature a weight for each label."""

    labels: Sequence[str]
    features: Mapping[str, int]
    weights: Floats

    def shares(self, one: Example) -> dict[str, float]:
        """How likely each label of an example is, `none` too."""
        rows = [self.features[name] for name in one.features if name in self.features]
        names = [NONE, *(label for label in one.labels if label in self.labels)]
        scores = self.weights[rows].sum(0)[[self.labels.index(name) for name in names]].astype(np.float64)
        parts = np.exp(scores - scores.max())
        return dict(zip(names, (parts / parts.sum()).tolist(), strict=True))


class _Batch(NamedTuple):
    """Examples as arrays: the features that occur, where each example's begin, what is allowed and what is right."""

    known: Integers
    places: Integers
    starts: Integers
    order: Integers
    groups: Integers
    allowed: Floats
    right: Floats
    weight: Floats


def learn(examples: Sequence[Example], *, least: int = 4, decay: float = DECAY) -> Learned:
    """The weights that make the right labels likely; features seen fewer than `least` times have none."""
    counts = Counter(name for one in examples for name in one.features)
    features = {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}
    labels = [NONE, *sorted({label for one in examples for label in one.labels})]
    chance = np.random.default_rng(_SEED)
    order = chance.permutation(len(examples)).tolist()
    batches = [
        _batch([examples[at] for at in order[begin : begin + _BATCH]], features, labels)
        for begin in range(0, len(order), _BATCH)
    ]
    weights = np.zeros((len(features), len(labels)), np.float32)
    squares, mean = np.ones_like(weights), np.zeros_like(weights)
    for epoch in range(_EPOCHS):
        for at in chance.permutation(len(batches)).tolist():
            _step(batches[at], weights, squares, decay * 20 / len(batches))
        if epoch >= _EPOCHS // 2:  # the mean of the later rounds depends less on the order than the last one does
            mean += weights / (_EPOCHS - _EPOCHS // 2)
    return Learned(labels, features, mean)


def _batch(examples: Sequence[Example], features: Mapping[str, int], labels: Sequence[str]) -> _Batch:
    at = {label: number for number, label in enumerate(labels)}
    rows = [[features[name] for name in one.features if name in features] or [0] for one in examples]
    allowed = np.full((len(rows), len(labels)), _NEVER, np.float32)
    right = np.zeros_like(allowed)
    for number, one in enumerate(examples):
        allowed[number, [0, *(at[label] for label in one.labels)]] = 0
        right[number, [at[label] for label in one.right] or [0]] = 1
    sizes = np.array([len(row) for row in rows])
    flat = np.concatenate([np.array(row) for row in rows])
    known, places = np.unique(flat, return_inverse=True)
    order = np.argsort(places, kind="stable")
    owners = np.repeat(np.arange(len(rows)), sizes)[order]
    groups = np.searchsorted(places[order], np.arange(len(known)))
    weight = np.array([one.weight for one in examples], np.float32)
    return _Batch(known, places, np.cumsum(sizes) - sizes, owners, groups, allowed, right, weight)


def _step(batch: _Batch, weights: Floats, squares: Floats, decay: float) -> None:
    """One gradient step towards the right labels, with every weight touched drawn towards 0."""
    mine = weights[batch.known]
    scores = np.add.reduceat(mine[batch.places], batch.starts, axis=0) + batch.allowed
    shares = np.exp(scores - scores.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    rightly = (shares + 1e-12) * batch.right
    rightly /= rightly.sum(1, keepdims=True)
    push = (rightly - shares) * batch.weight[:, None]
    slope = np.add.reduceat(push[batch.order], batch.groups, axis=0) - decay * mine
    squares[batch.known] += slope * slope
    weights[batch.known] = mine + _RATE * slope / np.sqrt(squares[batch.known])
