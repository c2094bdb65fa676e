"""Quotes that a stock's name carries in brackets: 某股份(41.080, -2.12, -4.91%)."""

from __future__ import annotations

import re

from kg.observe import bearer
from kg.observe.grown import ANYTHING, growth_of
from kg.observe.growth import Growth
from kg.observe.runs import Run
from kg.observe.scene import Found, Scene

_QUOTE = re.compile(r"\d+(?:\.\d+)?\s*,\s*[+-]?\d+(?:\.\d+)?\s*,\s*[+-]?\d+(?:\.\d+)?%\s*[)）]")


def quoted(scene: Scene, run: Run) -> Found:
    """The last number of price, change, change in %: how much the stock rose that day."""
    if len(run.quantities) != 3 or run.unit != "%" or not _QUOTE.match(scene.text, run.start):
        return None
    about = bearer.bracketed(scene.text, scene.clause, run.start)
    if about is None or about.cls not in ANYTHING.bearer:
        return "a quote of a stock that is not named"
    last = run._replace(quantities=run.quantities[-1:])
    return [growth_of(scene, last, Growth("growth", run.start, False), about, "stockPrice", 0)]
