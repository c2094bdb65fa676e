"""The tagger's net in torch: five tables summed, four dilated convolutions, one look at the whole text, scores."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import torch
import torch.nn.functional as F

from kg.recognise.tagger import PLACES, SHAPES

Tensor = Any
Weights = dict[str, Tensor]

WIDTH = 128
DILATIONS = (1, 2, 4, 8)
#: behind this convolution the mean of the text is added to each word
LOOK = 1
TABLES = ("word", "first", "last", "shape", "gaz")
_NOISE = 1 << 23
_SPREAD = {"word": 0.15, "first": 0.2, "last": 0.2, "shape": 0.3, "gaz": 0.3}


def fresh(words: int, characters: int, classes: int, seed: int) -> Weights:
    """Weights to begin with, the same for the same seed."""
    torch.manual_seed(seed)
    sizes = {
        "word": words + 2,
        "first": characters + 1,
        "last": characters + 1,
        "shape": SHAPES,
        "gaz": 2 * classes + 2,
    }
    found = {name: torch.randn(size, WIDTH) * _SPREAD[name] for name, size in sizes.items()}
    for number in range(len(DILATIONS)):
        found[f"conv{number}"] = torch.randn(WIDTH, WIDTH, 3) * 0.7 * (2 / (3 * WIDTH)) ** 0.5
        found[f"conv{number}.bias"] = torch.zeros(WIDTH)
    found["look"], found["look.bias"] = torch.zeros(WIDTH, WIDTH), torch.zeros(WIDTH)
    found |= scorer(classes)
    return {name: weight.requires_grad_() for name, weight in found.items()}


def copy(weights: Weights) -> Weights:
    """The same weights, to be trained apart."""
    return {name: weight.detach().clone().requires_grad_() for name, weight in weights.items()}


def scorer(classes: int) -> Weights:
    """Fresh weights of the last layer alone."""
    outputs = len(PLACES) + classes
    return {"out": (torch.rand(outputs, WIDTH) * 2 - 1) / WIDTH**0.5, "out.bias": torch.zeros(outputs)}


def encode(weights: Mapping[str, Tensor], rows: Mapping[str, Tensor], mask: Tensor, drop: float = 0.0) -> Tensor:
    """One vector for each word, `(texts, words, WIDTH)`. `mask` is 1 for words and 0 for the padding behind them."""
    x: Tensor = sum(F.embedding(rows[name], weights[name]) for name in TABLES)
    x = (_dropped(x, drop) * mask[..., None]).transpose(1, 2)
    inside = mask[:, None]
    for number, dilation in enumerate(DILATIONS):
        weight, bias = weights[f"conv{number}"], weights[f"conv{number}.bias"]
        y = F.relu(F.conv1d(x, weight, bias, padding=dilation, dilation=dilation))
        x = (x + _dropped(y, drop)) * inside
        if number == LOOK:
            mean = F.linear(x.sum(2) / inside.sum(2), weights["look"], weights["look.bias"])
            x = (x + mean[:, :, None]) * inside
    return x.transpose(1, 2)


def _dropped(x: Tensor, drop: float) -> Tensor:
    """The numbers with a share of them left out by chance, the others the larger for it."""
    if not drop:
        return x
    noise = _noise(drop)
    place = int(torch.randint(len(noise) - x.numel(), ()))
    return x * noise[place : place + x.numel()].view(x.shape)


@cache
def _noise(drop: float) -> Tensor:
    """What is left out, drawn once: to draw it anew for each number takes a fifth of the time of learning."""
    chance = torch.Generator().manual_seed(_NOISE)
    return (torch.rand(_NOISE, generator=chance) >= drop) / (1 - drop)


def scores(weights: Mapping[str, Tensor], rows: Mapping[str, Tensor], mask: Tensor, drop: float = 0.0) -> Tensor:
    """For each word the scores of its place and of each class."""
    return F.linear(encode(weights, rows, mask, drop), weights["out"], weights["out.bias"])


def loss(found: Tensor, answers: Tensor, mask: Tensor) -> Tensor:
    """Cross entropy of the places and of the classes (which count as much as the answers hold a name likely), per word."""
    words = mask.bool()
    found, answers = found[words], answers[words]
    where, what = (F.log_softmax(part, -1) for part in (found[:, : len(PLACES)], found[:, len(PLACES) :]))
    return -(answers * torch.cat([where, what], -1)).sum() / len(answers)
