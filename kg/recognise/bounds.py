"""The bounds of `ontology/bounds.toml`: 约, 超过, 不足, 以上, … beside a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.ontology import Entry, ontology_folder, tables

BOUNDS = frozenset({"exactly", "moreThan", "atLeast", "lessThan", "atMost", "approximately"})
_KEYS = frozenset({"is", "side", "words", "wary", "scale"})
_REACH = 10
_FILLERS = "了为有在合达至到是"
#: 不超过公司总股本的1%, 最高优惠6万: what is bounded, or done, stands between the bound and the number
_FAR = re.compile(
    r"(不超过|不高于|不低于|不少于|不多于)(?:[\u4e00-\u9fff]{1,10}的)$"
    r"|(最高|最多|最大|至多|最低|至少|最长|最远)(?:可以?|能够?|会|有望|将|需要?|要|分别|达到?|为|至|到|优惠|补贴|奖励|支持|输出|提升|提高|提供|增加|上涨|涨|"
    r"下降|降低?|降价|下调|立减|减少?|直降|返|抵|省|节省|获得?|给予|发现|有|延长|回馈|让利){1,4}$"
)
_UPPER = frozenset({"不超过", "不高于", "不多于", "最高", "最多", "最大", "至多", "最长", "最远"})


class Bounds:
    """Finds the bound beside a number.

    >>> found = bounds()
    >>> found.before("销量约为3万", 4, scale=False), found.before("签约30家", 2, scale=False)
    ((2, 'approximately'), None)
    >>> found.after("3万以上", 2)
    (4, 'atLeast')
    """

    def __init__(self, path: Path) -> None:
        self._before: dict[str, tuple[str, str, bool]] = {}
        self._after: dict[str, tuple[str, str]] = {}
        for entry in tables(path, "bound"):
            self._add(entry)
        self.last = frozenset(word[-1] for word in self._before) | frozenset(
            _FILLERS + "的可以能够会望将需要别惠贴励持出升高供加涨降低价调减返抵省获予现长馈利"
        )
        #: `last` are the characters that a bound before a number may end with
        self._prefix = re.compile(f"(?:{_either(self._before)})[{_FILLERS}]?$")
        self._suffix = re.compile(rf"\s?({_either(self._after)})")
        self.first = frozenset(word[0] for word in self._after)

    def _add(self, entry: Entry) -> None:
        entry.known(_KEYS)
        bound, side, wary = entry.text("is"), entry.text("side"), entry.text("wary", "")
        if bound not in BOUNDS:
            raise entry.wrong(f"bound '{bound}' is unknown", f"Choose one of {', '.join(sorted(BOUNDS))}.")
        if side not in ("before", "after"):
            raise entry.wrong(f"side '{side}' is unknown", "Choose before or after.")
        for word in entry.texts("words", None):
            if side == "before":
                self._before[word] = (bound, wary, entry.flag("scale"))
            else:
                self._after[word] = (bound, wary)

    def before(self, text: str, start: int, *, scale: bool) -> tuple[int, str] | None:
        """The bound whose words end at `start` (a space or 了, 为, 达 may stand between): where it begins, what it is.

        `scale` tells whether the number begins with its scale (百万, 千余家).
        """
        end = start
        while end and text[end - 1] in " \t\u3000":
            end -= 1
        if not end or text[end - 1] not in self.last:
            return None
        low = max(0, end - _REACH)
        window = text[low:end]
        found = self._prefix.search(window)
        while found is not None:
            word = found.group().rstrip(_FILLERS) if found.group() not in self._before else found.group()
            bound, wary, scaled = self._before.get(word) or self._before[found.group()[:-1]]
            at = low + found.start()
            if (scale or not scaled) and not (at and text[at - 1] in wary):
                return at, bound
            found = self._prefix.search(window, found.start() + 1)
        return self._far(text, end)

    @staticmethod
    def _far(text: str, end: int) -> tuple[int, str] | None:
        """不超过公司总股本的1%: the bound stands before what the number is a share of."""
        low = max(0, end - 14)
        found = _FAR.search(text[low:end])
        if found is None:
            return None
        return low + found.start(), "atMost" if (found.group(1) or found.group(2)) in _UPPER else "atLeast"

    def after(self, text: str, end: int) -> tuple[int, str] | None:
        """The bound that follows at `end`: where its words end, what it is."""
        first = text[end : end + 1]
        if first not in self.first and not first.isspace():
            return None
        found = self._suffix.match(text, end)
        if found is None:
            return None
        bound, wary = self._after[found.group(1)]
        if text[found.end() : found.end() + 1] in tuple(wary):
            return None
        return found.end(), bound


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def bounds() -> Bounds:
    """The bounds of the installed ontology, read once."""
    return Bounds(ontology_folder() / "bounds.toml")
