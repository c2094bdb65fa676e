"""What plain texts teach: the net guesses words that are hidden from it, before it sees the first label."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from kg.learn.net import WIDTH, Tensor, Weights, encode

Row = npt.NDArray[np.uint16]

#: words of a text that are seen at once, texts a step, and wrong words to tell the right one from
LENGTH, TEXTS, WRONG = 256, 32, 1500
HIDDEN, NEXT = 0.12, 0.3
RATE, DROP = 2e-3, 0.05
#: number of the hidden word, and of a word that the net does not know
MASK, UNKNOWN = 0, 1


def pretrain(
    weights: Weights, rows: Mapping[str, Row], most: int, seed: int, say: Callable[[str], None] = print
) -> None:
    """Trains `weights` in place on at most `most` words of the rows."""
    torch.manual_seed(seed)
    chance = np.random.RandomState(seed)
    texts = len(rows["word"]) // LENGTH
    order = chance.permutation(texts)[: most // LENGTH]
    steps = len(order) // TEXTS
    wrong = _wrong(rows["word"], len(weights["word"]), chance)
    bias = torch.zeros(len(weights["word"])).requires_grad_()
    turn = ((torch.rand(WIDTH, WIDTH) * 2 - 1) / WIDTH**0.5).requires_grad_()
    learnt = [weight for name, weight in weights.items() if not name.startswith("out")] + [bias, turn]
    optimizer = torch.optim.Adam(learnt, lr=RATE, betas=(0.9, 0.98), fused=True)
    total = 0.0
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 200) * max(0.03, 1 - step / steps)
        batch, hidden = _batch(rows, order[step * TEXTS : (step + 1) * TEXTS], chance)
        loss = _loss(weights, batch, hidden, bias, turn, wrong(step))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        total += loss.item()
        if step % 100 == 99:
            say(f"plain texts: step {step + 1} of {steps}, loss {total / 100:.3f}")
            total = 0.0


def _wrong(words: Row, size: int, chance: np.random.RandomState) -> Callable[[int], Tensor]:
    """Words to tell the right one from, for each step, frequent ones more often."""
    counts = np.bincount(words, minlength=size).astype(float) ** 0.75
    counts[[MASK, UNKNOWN]] = 0
    pool = torch.from_numpy(chance.choice(size, size=2_000_000, p=counts / counts.sum()))
    return lambda step: pool[(step * WRONG) % (len(pool) - WRONG) :][:WRONG]


def _batch(
    rows: Mapping[str, Row], texts: npt.NDArray[np.intp], chance: np.random.RandomState
) -> tuple[dict[str, Tensor], Tensor]:
    """The rows of some texts, and which of their words are hidden: some alone, some with the word behind them."""
    places = texts[:, None] * LENGTH + np.arange(LENGTH)
    hidden = chance.rand(*places.shape) < HIDDEN
    hidden |= np.roll(hidden, 1, 1) & (chance.rand(*places.shape) < NEXT)
    batch = {name: torch.from_numpy(row[places].astype(np.int64)) for name, row in rows.items()}
    return batch, torch.from_numpy(hidden)


def _loss(
    weights: Weights, batch: dict[str, Tensor], hidden: Tensor, bias: Tensor, turn: Tensor, wrong: Tensor
) -> Tensor:
    seen = {name: row.masked_fill(hidden, 0) for name, row in batch.items()}
    seen["gaz"] = torch.zeros_like(seen["word"])
    vectors = encode(weights, seen, torch.ones(hidden.shape), DROP)[hidden]
    right = batch["word"][hidden]
    known = right > UNKNOWN
    vectors, right = F.linear(vectors[known], turn), right[known]
    among, place = torch.unique(torch.cat([right, wrong]), return_inverse=True)
    return F.cross_entropy(vectors @ weights["word"][among].T + bias[among], place[: len(right)])
