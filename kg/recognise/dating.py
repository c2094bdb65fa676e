"""Which stretch of the calendar the words of a time mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import compress

from kg.recognise.calendar_words import BARRED, ONLY, POINT, WORD
from kg.recognise.numerals import numeral
from kg.recognise.periods import Period, between, day, half, month, months, quarter, week, year

_YEARS = {"今": 0, "本": 0, "去": -1, "上": -1, "明": 1, "后": 2, "前": -2}
_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "即": 0, "明": 1, "后": 2}
_MONTHS = {"本": 0, "上": -1, "下": 1}
_STOP = re.compile(r"[。！!?？\n]")
_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}
_LASTS = re.compile(
    r"(?:不少于|不超过|不足|超过|至少|最多|最长|连续|长达|为期|历时|持续|仅用|用时|每|逾|超|近|拘留?|满|共|约|第|[A-Za-z\d.:/])\s?$"
)
#: 今天（10日）: the text says which day that is
_NAMED = re.compile(r"[(（](?:\d{1,2}月)?(\d{1,2})日[)）]")
_HALF_YEAR = timedelta(183)
_CYCLES = frozenset("年历月日")
_COUNTED = frozenset("一二三四五六七八九十几数")
_NUMBERS = frozenset("第一二三四五六七八九十百千两几数每")
_GLUED = frozenset(".-第￥$")


@dataclass(slots=True)
class Context:
    """What a bare month or day is counted from: the day of publication, and what was named last and where."""

    issued: date | None
    last: Period | None = None
    absolute: bool = False
    at: int = 0


class Dating:
    """Resolves what the patterns of `calendar_words` matched."""

    def __init__(self, text: str, context: Context) -> None:
        self._text, self._context = text, context

    def stands(self, found: re.Match[str]) -> bool:
        """Is it a time, by what stands before it? 如今年轻, 此前年均 and 每周五 are none."""
        start, text = found.start(), self._text
        before, first = text[start - 1 : start], text[start]
        if before in _CYCLES and text[max(0, start - 2) : start] in ("每年", "农历", "阴历", "每月", "每日"):
            return False
        if first in BARRED:
            return not before or before not in BARRED[first]
        if not first.isdecimal() and first not in "一二三四五六七八九十QHF":
            return True
        if found.re is ONLY or (found.re is WORD and found.group("only")):
            return before not in _COUNTED and not _LASTS.search(text, max(0, start - 4), start)
        if first in "QHF":
            return not before or not (before.isalnum() or before in "-_")
        if first.isdecimal():
            return (not (before.isascii() and before.isalnum()) and before not in _GLUED) or before == ""
        return before not in _NUMBERS

    def iso(self, found: re.Match[str]) -> Period | None:
        """2025-03-28, 2023/8/1, 2023-08, 08-18, 2016-2018年; a clock time alone is a time without a day."""
        part = found.groupdict()
        if part["clock"]:
            return None
        if part["y1"]:
            first, last = int(part["y1"]), int(part["y2"])
            return self._keep(found, between(year(first), year(last if last > 99 else first // 100 * 100 + last)), True)
        if part["ym"]:
            return self._keep(found, month(int(part["y"]), int(part["ym"])), True)
        if part["y"]:
            return self._keep(found, day(date(int(part["y"]), int(part["m"]), int(part["d"]))), True)
        return self._nearest(found, int(part["mm"]), int(part["dd"]))

    def lasting(self, found: re.Match[str]) -> Period | None:
        """过去15年, 2024财年: no stretch of the calendar that the words alone would fix."""
        return None

    def point(self, found: re.Match[str]) -> Period | None:
        """A year with or without a part of it, or a part of an elided year."""
        # of some forty groups few are filled: a dictionary of all of them is the slow way
        groups = found.groups()
        part = dict(compress(zip(_POINT, groups, strict=True), groups))
        named = next((part[key] for key in _NAMES if key in part), None)
        if "same" in part:
            return self._same(found, named or "")
        absolute = named is not None and "near" not in part
        number = self._year(named, found) if named else None
        if named and number is None:
            return None
        period = self._part(found, number, part)
        return self._keep(found, period, absolute) if period else None

    def plain(self, found: re.Match[str]) -> Period | None:
        """2025年, 去年8月, 3月28日: a year, a month or a day with nothing more."""
        words, of, on = found.groups()
        number = self._year(words, found) if words else None
        if words and number is None:
            return None
        if of:
            period = self._month(found, number, {"month": of, "day": on or ""})
        else:
            period = year(number) if number is not None else None
        return self._keep(found, period, words is not None and words[0].isdecimal()) if period else None

    def only(self, found: re.Match[str]) -> Period | None:
        """27日: a day of the month that was named last or is the month of publication."""
        issued = self._context.issued
        return None if issued is None else self._keep(found, self._only(found, int(found[1]), issued), False)

    def glossed(self, found: re.Match[str]) -> Period | None:
        """昨（27）日, 上（6）月, 今（2023）年: the number in brackets is the day, month or year that is meant."""
        number, issued = int(found[1]), self._context.issued
        if found[2] == "年":
            return self._keep(found, year(number if number > 99 else number + 2000), True)
        if issued is None or (found[2] == "月" and number > 12):
            return None
        if found[2] == "月":
            return self._keep(found, month(issued.year - (number > issued.month), number), False)
        near = (issued + timedelta(days) for days in (0, -1, 1, -2, 2))
        exact = next((one for one in near if one.day == number), None)
        return self._keep(found, day(exact) if exact else self._only(found, number, issued), False)

    def _year(self, words: str, found: re.Match[str]) -> int | None:
        context = self._context
        if words[0] in "当同次翌":
            base = context.last.first.year if context.last else None
            return None if base is None else base + (words[0] in "次翌")
        if words[0] in _YEARS or words.startswith("大前"):
            return None if context.issued is None else context.issued.year + _YEARS.get(words[0], -3)
        number = _digits(words)
        return number + 2000 if number < 100 else number

    def _same(self, found: re.Match[str], words: str) -> Period | None:
        """去年同期, 2022年同期: the stretch named last, in the year that is named; open where that is a day or nothing."""
        last = self._context.last
        if last is None or last.grain == "day":
            return None
        number = last.last.year - 1 if words.startswith("上") else self._year(words, found)
        if number is None or number == last.last.year:
            return None
        first = month(last.first.year + number - last.last.year, last.first.month)
        return Period(first.first, month(number, last.last.month).last, last.grain)

    def _part(self, found: re.Match[str], number: int | None, part: dict[str, str]) -> Period | None:
        if "month" in part:
            return self._month(found, number, part)
        known = number if number is not None else self._near_year(found, _first_month(part))
        if known is None:
            return None
        if number is None and _SO_FAR.intersection(part):
            return self._so_far(known, part)
        return self._within(known, number, part)

    def _so_far(self, known: int, part: dict[str, str]) -> Period:
        """1-7月, 前三季度: the last such stretch that is over, or nearly so, on the day of publication."""
        issued, context = self._context.issued, self._context
        period = self._within(known, None, part)
        assert period is not None
        named = context.last is not None and context.absolute
        late = issued is not None and not named and (period.last - issued).days > _NEARLY
        return (self._within(known - 1, None, part) if late else period) or period

    def _within(self, known: int, number: int | None, part: dict[str, str]) -> Period | None:
        """A part of the year `known`; `number` is that year where the words name it."""
        if "opening" in part:
            return quarter(known, 1)
        if "q1" in part:
            return months(known, 3 * _digits(part["q1"]) - 2, 3 * _digits(part["q2"]))
        if "mid" in part:
            return half(known, 1)
        if "half" in part or "h" in part:
            return half(known, {"上": 1, "下": 2}.get(part.get("half", ""), 0) or int(part.get("h", "0")))
        if "firsts" in part:
            return months(known, 1, _digits(part["firsts"]))
        if "quarters" in part:
            return months(known, 1, 3 * _digits(part["quarters"]))
        if "quarter" in part or "q" in part:
            return quarter(known, _digits(part.get("quarter") or part["q"]))
        if "from" in part:
            return months(known, _digits(part["from"]), _digits(part["to"]))
        return year(known) if number is not None else None

    def _month(self, found: re.Match[str], number: int | None, part: dict[str, str]) -> Period | None:
        of = _digits(part["month"])
        on = _digits(part["day"]) if part.get("day") else None
        if number is None:
            number = self._near_year(found, of, on)
        if number is None:
            return None
        if on is None:
            return month(number, of)
        first = day(date(number, of, on))
        if not part.get("day2"):
            return first
        until = _digits(part["month2"]) if part.get("month2") else of
        return between(first, day(date(number + (until < of), until, _digits(part["day2"]))))

    def _near_year(self, found: re.Match[str], of: int, on: int | None = None) -> int | None:
        """The year of a bare month: that named before in the sentence, else the latest not far ahead of publication."""
        context = self._context
        if context.last and context.absolute and not _STOP.search(self._text, context.at, found.start()):
            return context.last.last.year
        if context.issued is None:
            return None
        ahead = month(context.issued.year, of).first + timedelta((on or 1) - 1) - context.issued
        return context.issued.year - (ahead > _HALF_YEAR)

    def _nearest(self, found: re.Match[str], of: int, on: int) -> Period | None:
        number = self._near_year(found, of, on)
        return None if number is None else self._keep(found, day(date(number, of, on)), False)

    def word(self, found: re.Match[str]) -> Period | None:
        """今天, 本月27日, 周四, 年底, 27日; None for 近日 and what the text leaves open."""
        kind = next(key for key in _KINDS if found.group(key))
        words, context = found.group(kind), self._context
        if kind == "that":
            return self._that(found, words)
        if kind == "vague" or context.issued is None:
            return None
        return self._keep(found, self._relative(found, kind, words, context.issued), False)

    def _relative(self, found: re.Match[str], kind: str, words: str, issued: date) -> Period | None:
        if kind in ("day", "that") and (named := _NAMED.search(found.group())):
            return self._only(found, int(named.group(1)), issued)
        if kind == "day":
            return day(issued + timedelta(_DAYS.get(words[:2], _DAYS.get(words[0], 0))))
        if kind == "month":
            return self._of_month(found, words, issued)
        if kind in ("plan", "decade"):
            return _of_years(found.group(), _digits(words), plan=kind == "plan")
        if kind == "edge":
            return month(issued.year, issued.month)
        if kind in ("week", "alone"):
            return _of_week(found, kind, words, issued)
        if kind == "quarter":
            return quarter(issued.year, (issued.month + 2) // 3 + _MONTHS[words[0]])
        if kind == "year":
            return year(issued.year)
        return self._only(found, _digits(words), issued)

    def _of_month(self, found: re.Match[str], words: str, issued: date) -> Period | None:
        last = self._context.last
        base = last.first if words[0] in "当同次" and last else issued
        if words[0] in "当同次" and last and last.grain == "year":
            return None
        period = month(base.year, base.month + {"次": 1}.get(words[0], _MONTHS.get(words[0], 0)))
        on = found.group("on")
        return day(period.first.replace(day=_digits(on))) if on else period

    def _only(self, found: re.Match[str], on: int, issued: date) -> Period | None:
        """27日: of the month named before in the sentence, else the last such day before publication."""
        context = self._context
        if (
            context.last
            and context.last.grain in ("day", "month")
            and not _STOP.search(self._text, context.at, found.start())
        ):
            return day(context.last.last.replace(day=on))
        base = month(issued.year, issued.month - (on > issued.day))
        return day(base.first.replace(day=on))

    def _that(self, found: re.Match[str], words: str) -> Period | None:
        last = self._context.last
        if last is None or last.grain != "day":
            return None
        return self._keep(found, day(last.first + timedelta(words[0] in "次翌隔")), self._context.absolute)

    def _keep(self, found: re.Match[str], period: Period | None, absolute: bool) -> Period | None:
        if period is not None:
            self._context.last, self._context.absolute, self._context.at = period, absolute, found.end()
        return period


#: parts that count from the first month on
_SO_FAR = frozenset({"from", "firsts", "quarters", "q1"})
_NEARLY = 62
_NAMES = ("year", "short", "bare", "near", "since")
#: the groups of `POINT` in their order
_POINT = tuple(name.rstrip("_") for name in POINT.groupindex)
_KINDS = ("day", "that", "month", "plan", "decade", "edge", "week", "alone", "quarter", "year", "only", "vague")


def _digits(words: str) -> int:
    value = numeral(words)
    if value is None:
        raise ValueError(f"{words!r} is no number")
    return int(value)


def _first_month(part: dict[str, str]) -> int:
    """In which month a part of a year begins: it decides the year that is meant."""
    if part.get("half") == "下" or part.get("h") == "2":
        return 7
    if "quarter" in part or "q" in part:
        return _digits(part.get("quarter") or part["q"]) * 3 - 2
    return _digits(part["from"]) if "from" in part else 1


def _of_years(words: str, number: int, *, plan: bool) -> Period:
    """The five years of a plan (“十四五”, 2021 to 2025), or a decade of the last century."""
    first = 2001 + 5 * number if plan else 1900 + number
    if words.endswith("末"):
        return year(first + 4)
    return between(year(first), year(first + (4 if plan else 9)))


def _of_week(found: re.Match[str], kind: str, words: str, issued: date) -> Period:
    if kind == "alone":
        return day(issued - timedelta((issued.weekday() - _WEEKDAYS[words]) % 7))
    whole = week(issued + timedelta({"上": -7, "下": 7}.get(words[0], 0)))
    on = found.group("weekday")
    if on is None:
        return whole
    if on == "末":
        return Period(whole.first + timedelta(5), whole.last, "span")
    return day(whole.first + timedelta(_WEEKDAYS[on]))
