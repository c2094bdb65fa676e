"""Numbers dealt out to a list, one each (分别): A、B和C分别涨1%、2%和3%; 2021年至2023年营收分别为…."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Clause, Mention, Time
from kg.observe.bearer import unknown
from kg.observe.rules import Cue
from kg.observe.runs import Run

#: A list behind these is not of those whose numbers they are: 对甲国、乙国的出口分别….
_TOWARD = re.compile(r"(?:对|向|往|在|从)\s*$")
_EACH = re.compile(r"分别|依次")
_JOINT = re.compile(r"\s*(?:、|以及|和|与|及|,)\s*")
_AND = re.compile(r"(?:末|底|度)?\s*(?:、|以及|和|与|及|,)\s*")


def owners(
    text: str, clause: Clause, cues: Sequence[Cue], run: Run, until: int, ranks: Mapping[str, int]
) -> tuple[Mention | None, ...]:
    """Whose each number is where the words before `until` list as many things, None for one that nobody knows.

    Empty where they list none: no 分别, another number of items, items that are metrics or times.
    """
    count = len(run.quantities)
    each = _EACH.search(text, run.since, run.start) if count > 1 else None
    if each is None:
        return ()
    items = _items(text, clause, run.since, min(until, each.start()))[-count:]
    if len(items) < count or any(cue.meaning.rules for cue in cues if items[0][0] <= cue.start < items[-1][1]):
        return ()
    named = [_named(clause, *item, ranks) for item in items]
    first = named[0].span.start if named[0] else items[0][0]
    if _TOWARD.search(text, max(0, first - 3), first):
        return ()
    if any(not mention and not unknown(text, clause, *item) for mention, item in zip(named, items, strict=True)):
        return ()
    return tuple(
        mention if mention and not unknown(text, clause, mention.span.end, end) else None
        for mention, (_, end) in zip(named, items, strict=True)
    )


def _items(text: str, clause: Clause, since: int, until: int) -> list[tuple[int, int]]:
    """The stretches between the joints of a list; names are never cut."""
    found: list[tuple[int, int]] = []
    start = since
    for joint in _JOINT.finditer(text, since, until):
        if any(mention.span.start < joint.end() and joint.start() < mention.span.end for mention in clause.mentions):
            continue
        found.append((start, joint.start()))
        start = joint.end()
    return [*found, (start, until)]


def _named(clause: Clause, start: int, end: int, ranks: Mapping[str, int]) -> Mention | None:
    """The last fitting mention of an item."""
    within = [m for m in clause.mentions if start <= m.span.start and m.span.end <= end and m.cls in ranks]
    return within[-1] if within else None


def times(text: str, clause: Clause, before: Clause | None, run: Run) -> tuple[Time, ...]:
    """The time of each number, where as many are listed, or a range of as many years; empty else."""
    count = len(run.quantities)
    if count < 2 or not _EACH.search(text, run.since, run.start):
        return ()
    for place in (clause, before):
        named = [time for time in place.times if time.start and time.span.end <= run.start] if place else []
        if named:
            return _listed(text, named, count) or _years(named, count)
    return ()


def _listed(text: str, named: Sequence[Time], count: int) -> tuple[Time, ...]:
    """The last `count` times, joined to a list."""
    last = named[-count:]
    joined = all(_AND.fullmatch(text, a.span.end, b.span.start) for a, b in zip(last, last[1:], strict=False))
    return tuple(last) if len(last) == count and joined else ()


def _years(named: Sequence[Time], count: int) -> tuple[Time, ...]:
    """2021年至2023年: each year from the first to the last; of 2021年至2023年上半年 the last is half a year."""
    part = named[-1]
    whole = named[-2] if len(named) > 1 and named[-2].span.end == part.span.start else part
    start, end = whole.start or "", whole.end or ""
    if start[4:] != "-01-01" or end[4:] != "-12-31":
        return ()
    years = [replace(whole, start=str(year), end=None) for year in range(int(start[:4]), int(end[:4]) + 1)]
    if whole is not part:
        years[-1] = part
    return tuple(years) if len(years) == count else ()
