"""When an event happened: every time that might date it is given a price, and the cheapest is taken.

The price is the distance in characters, as it were: a time before its verb is read first, one behind it needs 于, one of an
earlier clause of the sentence costs more than any of its own clause. On top come what speaks against a time: it dates the
report (8月2日公告), it is what a number is counted up to (截至), it lies on the wrong side of publication for something
planned or done. What is part of a name (2024年年度股东大会, 三季报) or tells when a thing was made dates nothing at all.
Where the sentence names none, the day of the one before may hold on, or that of the date line for what it announces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kg.model import Clause, Span, Time

#: how far before an attribute (2022年发布的北辰X30) its own time may stand
_CLOSE = 8
#: behind a verb a time is the date of something else, unless 于 ties it to the verb
_BEHIND, _TIED = 10, re.compile(r"\s?(?:于|自|時間为|时间为|时间是)?\s?")
#: an earlier clause, each one more, and a character in it
_EARLIER, _STEP, _BACK = 30, 8, 0.3
_REPORTS, _UNTIL, _ASTRAY = 22, 25, 20
_REPORT = re.compile(
    r"[^,;，；。]{0,4}(?:公布|发布公告|发布消息|消息|宣布|报道|披露|公告|表示|获悉|讯|更新|通报|发文|晚间公告|收到)"
)
_COUNTED = ("截至", "截止", "截止到", "截至到", "较", "比")
_MADE = re.compile(r"\s?(?:期间|之间|间)?(?:生产|制造|出厂)的?")
#: 召回生产日期在2021年6月1日至…的C级
_MADE_IN, _LABEL = re.compile(r"(?:生产|制造|出厂)(?:日期|时间)(?:在|为|自|从|于|是|:|：)?\s*$"), 10
_NAMED = re.compile(
    r"(?:年度|年)?(?:第[一二三四五六七八九十\d]+[次届期]|[^，。]{0,4}(?:股东大会|年报|季报|财报|业绩)|款(?!项)|版|份报告)"
)
_REPORTED = ("季报", "年报", "中报", "半年报")
#: a sentence that tells more of what the one before dates
_GOES_ON = re.compile(
    r"[“「]?(?:与此同时|同时|随后|会上|会议|发布会上|活动(?:上|现场|中)|现场|仪式上|经[^，。]{0,8}(?:投票|选举|审议|表决|研究)|同步"
    r"|(?:此外|另外)[^。]{0,16}(?:还|也|同时))"
)
_DAY, _FAR = len("2025-03-28"), 99
#: a time, and how much speaks against it
Priced = tuple[float, Time | None]
#: the date line of a piece of news, and what it may hold besides
_LINE, _LEAD = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s?月\s?(3[01]|[12]\d|0?[1-9])(\s?日)(?:消息|讯|电|报道)"), 40
_NEW = re.compile("宣布|正式|官宣|现已|公告|今起")
_OLD = re.compile("此前|早前|曾|已经|过去|先前|近日|日前|近期|前不久|尚未|即将|去年|今年")
#: 今天是成立15周年: the day is that of the feast; 成立15年 fixes none
_AGO = re.compile(
    r"了?(?:约|近|超|已)?\s?([0-9]{1,3}|[一二三四五六七八九十百两]{1,4})\s?(?:余|多)?个?(?:(周年)|年(?!\s?\d{1,2}\s?月)|月(?!份))"
)
#: what a plan comes to, behind its day
_CARRIED_OUT = re.compile(
    r"\s?(?:正式|开始|全面|陆续|首次)?(?:上市|发布|推出|亮相|开售|发售|投产|量产|完成|实施|生效|交付|开业|启用|上线)"
)
#: what is told of another time than the sentence before
_ELSEWHEN = re.compile(
    "据|目前|已|曾|此前|早前|其中|要求|一直|未来|近日|日前|近期|前不久|尚未|即将|将|去年|今年|过去|先前|以来|每年|计划|拟"
)


class Around:
    """The words around the trigger of an event."""

    def __init__(self, text: str, clauses: Sequence[Clause], issued: date | None) -> None:
        self._text, self._clauses = text, clauses
        self._issued = issued.isoformat() if issued else ""

    def time(self, clause: Clause, trigger: Span, *, planned: bool) -> Priced:
        """The time of the event and its price; None where the text leaves it open."""
        if self._text[trigger.end : trigger.end + 1] == "的":
            near = (time for time in reversed(clause.times) if 0 <= trigger.start - time.span.end <= _CLOSE)
            return 0, next((time for time in near if time.start and self._dates(time)), None)
        own: list[Priced] = [
            (self._near(time, trigger) + self._against(time, planned=planned), time) for time in self._may(clause)
        ]
        found = own or self._earlier(clause, planned=planned) or self._ahead(clause, planned=planned)
        if (since := _AGO.match(self._text, trigger.end)) is not None:
            return 0, _years_back(min(found, key=lambda one: one[0])[1], since[1]) if found and since[2] else None
        return min(found, key=lambda one: one[0]) if found else (_FAR, self._told(clause, trigger))

    def _told(self, clause: Clause, trigger: Span) -> Time | None:
        """The time of a sentence that goes on with the one before it (会上, 与此同时), or of the news itself."""
        words = self._text[clause.sentence.start : trigger.end]
        if _GOES_ON.match(words):
            return next((time for time in self._before(clause) if _is_day(time)), None)
        found = self._dateline(clause, words) if self._issued else None
        return found or (None if _ELSEWHEN.search(words) else next(filter(self._told_on, self._before(clause)), None))

    def _told_on(self, time: Time) -> bool:
        """May a day of the sentence before hold on? That of a report does not."""
        return _is_day(time) and not _REPORT.match(self._text, time.span.end)

    def _before(self, clause: Clause) -> Iterator[Time]:
        """The times of the sentence before, the last first."""
        at = clause.index
        while at and self._clauses[at].sentence == clause.sentence:
            at -= 1
        whole = self._clauses[at].sentence
        while whole != clause.sentence and self._clauses[at].sentence == whole:
            yield from filter(self._dates, reversed(self._clauses[at].times))
            if not at:
                return
            at -= 1

    def _dateline(self, clause: Clause, words: str) -> Time | None:
        """The day of the news (8月18日消息), where its first sentence announces what is new."""
        found = _LINE.search(self._text, max(0, clause.sentence.start - _LEAD), clause.sentence.start + 1)
        if found is None or not _NEW.search(words) or _OLD.search(words):
            return None
        day = f"{self._issued[:4]}-{int(found[1]):02d}-{int(found[2]):02d}"
        span = Span(found.start(), found.end(2) + len(found[3]))
        return Time(span, span.of(self._text), day) if day <= self._issued else None

    def _may(self, clause: Clause) -> Iterator[Time]:
        return (time for time in clause.times if time.start and self._dates(time))

    def _dates(self, time: Time) -> bool:
        text, end = self._text, time.span.end
        if _MADE_IN.search(text, max(0, time.span.start - _LABEL), time.span.start):
            return False
        return not (time.text.endswith(_REPORTED) or _MADE.match(text, end) or _NAMED.match(text, end))

    def _near(self, time: Time, trigger: Span) -> float:
        if time.span.start < trigger.start:
            return max(0, trigger.start - time.span.end)
        between = self._text[trigger.end : time.span.start]
        return 0 if between and _TIED.fullmatch(between) else len(between) + _BEHIND

    def _earlier(self, clause: Clause, *, planned: bool) -> list[Priced]:
        """The times of the clauses before it in its sentence, with their prices."""
        found: list[Priced] = []
        for back in range(1, clause.index + 1):
            other = self._clauses[clause.index - back]
            if other.sentence != clause.sentence:
                break
            for time in self._may(other):
                price = _EARLIER + _STEP * back + _BACK * (other.span.end - time.span.end)
                found.append((price + self._against(time, planned=planned), time))
        return found

    def _ahead(self, clause: Clause, *, planned: bool) -> list[Priced]:
        """What a plan leaves to a later clause of its sentence: 将推出极曜X7，计划于9月上市."""
        at = clause.index + 1
        while planned and at < len(self._clauses) and self._clauses[at].sentence == clause.sentence:
            for time in self._may(self._clauses[at]):
                if _CARRIED_OUT.match(self._text, time.span.end):
                    return [(_EARLIER, time)]
            at += 1
        return []

    def _against(self, time: Time, *, planned: bool) -> float:
        """What speaks against the time."""
        price = _REPORTS if _REPORT.match(self._text, time.span.end) else 0
        if self._text.endswith(_COUNTED, 0, time.span.start):
            price += _UNTIL
        if self._issued and time.start:
            ends = time.end or time.start
            before, after = ends < self._issued[: len(ends)], time.start > self._issued[: len(time.start)]
            price += _ASTRAY if (before if planned else after) else 0
        return price


def _is_day(time: Time) -> bool:
    return time.start is not None and time.end is None and len(time.start) == _DAY


def _years_back(time: Time | None, years: str) -> Time | None:
    if time is None or not time.start or time.end or not years.isdecimal():
        return None
    return Time(time.span, time.text, f"{int(time.start[:4]) - int(years):04d}{time.start[4:]}")
