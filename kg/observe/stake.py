"""Who holds how much of whom: 吉利控股持有沃尔沃78.7%的股份, 大众收购小鹏4.99%的股权, 由吉利100%控股."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.model import Clause, Mention, Observation
from kg.observe.runs import Run

_HOLDS = re.compile(r"持有|增持|减持|合计持有|拥有|获得|收购|入股|认购|受让|出售|转让|购买|买下|取得")
_COMPANIES = frozenset({"Company", "Organization"})
_BY = re.compile(r"(?:由|为|是|被|系)\s*$")
_HOLDER_FIRST = re.compile(r"\s*(?:合计|共|直接|间接|的)?(?:持股|控股|持有|占股|全资)")


def stake(
    text: str, clause: Clause, run: Run, ranks: Mapping[str, int], said: Sequence[Observation]
) -> tuple[Mention | None, Mention | None]:
    """The company held and the one who holds; either may be unknown."""
    before = [m for m in clause.mentions if m.span.end <= run.start]
    known = said[-1] if said and said[-1].metric in {"shares", "shareholding"} else None
    if not before and known:
        return known.about, known.holder
    after = [m for m in clause.mentions if m.span.start >= run.end]
    verb = next(iter(reversed(list(_HOLDS.finditer(text, clause.span.start, run.start)))), None)
    if verb is not None:
        held = [m for m in before if m.span.start >= verb.end() and m.cls in ranks]
        holders = [m for m in before if m.span.end <= verb.start()]
        about = next(iter(held or [m for m in after if m.cls in ranks]), None)
        if about is None and known and known.holder and holders:
            about = known.about
        return about or _topic(clause, holders), holders[-1] if holders else None
    return _without_verb(text, clause, run, before, ranks)


def _without_verb(
    text: str, clause: Clause, run: Run, before: Sequence[Mention], ranks: Mapping[str, int]
) -> tuple[Mention | None, Mention | None]:
    if not before:
        return _topic(clause, ()), None
    nearest = before[-1]
    between = text[nearest.span.end : run.start]
    behind = text[run.end : run.end + 4].lstrip("的 ")
    if _BY.search(text, max(0, nearest.span.start - 3), nearest.span.start) and behind.startswith(
        ("控股", "持股", "全资")
    ):
        held = [m for m in before[:-1] if m.cls in ranks]
        return held[-1] if held else _topic(clause, (nearest,)), nearest
    if _HOLDER_FIRST.match(between) or behind.startswith(("控股", "持股")):
        return _topic(clause, (nearest,)), nearest
    return (nearest if nearest.cls in ranks else None), None


def _topic(clause: Clause, holders: Sequence[Mention]) -> Mention | None:
    names = {holder.name for holder in holders}
    return next((topic for topic in clause.topics if topic.cls in _COMPANIES and topic.name not in names), None)
