"""The tagger's names put right where Chinese says more than a score: brackets, surnames, heads of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.recognise.guess import Page
from kg.recognise.lexicon import Lexicon
from kg.recognise.shapes import ahead
from kg.recognise.tagger import Tagged

_BODIES = frozenset({"Company", "Media", "Government", "Institution", "Organization"})
#: heads of names that tell their class by themselves; a committee may be an office or a body of a firm
_TELLING, _OPEN_HEADS = frozenset({"legal", "body", "placed"}), frozenset({"委员会", "客户端", "基金", "事业部"})
_PARTNERS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "【": "】"}
_OPENERS = {closer: opener for opener, closer in _PARTNERS.items()}
_MARKS = re.compile("[（(“《「【）)”》」】]")
_HONOUR = re.compile("(?:先生|女士|同志|教授|博士|院士|老师|律师|同学)$")
_HAN = re.compile("[\u4e00-\u9fff]")
#: what stands behind a person and is no part of the name
_NO_NAME = frozenset(
    "也亦仍还又再均都皆则却曾已正将就才便即特首多等在对说和与及向从被把让给是有的了着过称表指认某氏总老"
)
_SAYS = re.compile("表示|指出|认为|介绍|透露|强调|坦言|告诉|宣布|回应|解释|分析|建议|补充|称|说|[，。、；：）)]|等")
#: an office of a party, and who sits there: 县委|常委
_SEAT = re.compile("(?<=委)(?:常委|书记|副书记|委员)$|(?<=局)局$")
#: plain English words are no name of a body
_PLAIN = re.compile("[a-z] [a-z]")
_TOKEN = re.compile("[A-Za-z0-9.]*$")


class Mend:
    """Puts right what the tagger names; built once, called per page.

    >>> from kg.ontology import load
    >>> from kg.recognise.lexicon import lexicon
    >>> mend = Mend(lexicon(load().names))
    >>> mend(Page("林知远女士到场"), [Tagged(0, 5, "Person", 0.9, 0.9)])[0].end
    3
    """

    def __init__(self, lexicon: Lexicon) -> None:
        heads = [head for head in lexicon.heads if head.kind in _TELLING and head.word not in _OPEN_HEADS]
        self._heads = {head.word: head.cls for head in heads if head.cls in _BODIES}
        self._longest = max(map(len, self._heads), default=0)
        self._surnames = lexicon.surnames

    def __call__(self, page: Page, tagged: Sequence[Tagged]) -> list[Tagged]:
        """The names as they should be, in order."""
        found: list[Tagged] = []
        for one in tagged:
            last = found[-1] if found else None
            start, end = self._extent(page, one, last)
            cls = self._class(page.text[start:end], one.cls) if one.cls in _BODIES else one.cls
            if (start, end, cls) == one[:3]:
                found.append(one)
            elif end > start:
                found.append(one._replace(start=start, end=end, cls=cls))
        return found

    def _extent(self, page: Page, one: Tagged, last: Tagged | None) -> tuple[int, int]:
        text, start, end = page.text, *_closed(page.text, one.start, one.end)
        if start >= end:
            return end, end
        if text[start] in "前原" and any(guess.start == start + 1 and guess.end == end for guess in page.known):
            return end, end  # the lexicon knows the rest: 前 is a word of its own
        if one.cls == "Person":
            return self._person(page, start, end, last)
        if one.cls in _BODIES:
            words = text[start:end]
            if words.isascii() and words.islower() and _PLAIN.search(text, max(0, start - 2), end + 2):
                end = start
            elif seat := _SEAT.search(words):
                end = start + seat.start()
            else:
                start += ahead(words)
        elif start and text[start - 1] == "." and text[start].isascii() and (last is None or last.end < start):
            token = _TOKEN.search(text, max(0, start - 6), start)
            start = token.start() if token else start
        return start, end

    def _person(self, page: Page, start: int, end: int, last: Tagged | None) -> tuple[int, int]:
        """The name with the surname before it and the given name behind it, without what honours it."""
        text = page.text
        honour = _HONOUR.search(text, start + 2, end) if end - start > 3 else None
        if honour:
            return start, honour.start()
        if not _HAN.match(text, start) or "·" in text[start:end]:
            return start, end
        if last is not None and last.cls == "JobTitle" and last.end == start - 1 and end - start < 4:
            return (start - 1, end) if text[start - 1] in self._surnames else (start, end)
        if end - start < 3 and text[start] in self._surnames and self._goes_on(page, end):
            end += 1
        return (start, end) if end - start > 1 else (start, start)

    def _goes_on(self, page: Page, end: int) -> bool:
        """Is the character behind the name its last one: a word of one character before a verb of speaking or a mark?"""
        text = page.text
        if not _HAN.match(text, end) or text[end] in _NO_NAME or _SAYS.match(text, end):
            return False
        return end + 1 in page.edges and _SAYS.match(text, end + 1) is not None

    def _class(self, name: str, cls: str) -> str:
        """The class that the head of an organisation's name tells, else the tagger's."""
        for size in range(min(self._longest, len(name) - 2), 1, -1):
            found = self._heads.get(name[-size:])
            if found is not None:
                return found
        return cls


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """The name with both of its brackets or quotes, or with none.

    >>> _closed("“云垒”电池", 1, 6), _closed("云帆Y2（5G）", 0, 7), _closed("云帆）", 0, 3)
    ((0, 6), (0, 8), (0, 2))
    """
    if _MARKS.search(text, start, end) is None:
        return start, end
    for place in range(start, end):
        closer, opener = _PARTNERS.get(text[place]), _OPENERS.get(text[place])
        if closer and text.find(closer, place, end) < 0:
            return (start, end + 1) if text[end : end + 1] == closer else _outside(text, start, end, place)
        if opener and text.rfind(opener, start, place) < 0:
            return (start - 1, end) if text[start - 1 : start] == opener else _outside(text, start, end, place)
    return start, end


def _outside(text: str, start: int, end: int, place: int) -> tuple[int, int]:
    """The part of the name before the lone bracket at `place`, or behind it where nothing stands before."""
    return (start, place) if place - start > 1 else (place + 1, end)
