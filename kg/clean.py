"""A document made ready: characters folded 1:1, byline and boilerplate found and marked. Offsets never move.

Folded are traditional to simplified characters, full-width letters, digits and signs (Ａ０％／．＋－) to half width,
and what cannot be seen (control and direction marks, lone surrogates) to blanks. Chinese punctuation stays: every stage
accepts ，and , alike. What is boilerplate is said in `ontology/rules/boilerplate.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from kg.boilerplate import CUE_MARGIN, patterns
from kg.model import Cleaned, Document, Span

#: How much of the beginning and of the end of a text is read for a date line, in characters.
SHOWN = 600
#: Longest line that a [[line]] pattern is tried on, longest stretch that a byline is read in.
LONGEST_LINE, LONGEST_BYLINE = 160, 400
#: Longest first line that is taken for the title.
LONGEST_TITLE = 60

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_KEPT_WIDE = "！（），：；？"
_WIDE = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE},
    "￥": "¥", "￡": "£", "￠": "¢", "﹪": "%", "﹣": "-", "−": "-", "｡": "。", "､": "、",
}  # fmt: skip
_ODD = re.compile(f"[{''.join(re.escape(char) for char in _WIDE)}⺀-⻳⼀-⿕\uf900-\ufaff]")
#: Frequent characters that simplified Chinese never writes.
_TRADITIONAL = re.compile(
    "[個們這來時說後會對發經過開還電機產業國學長東車見實關點動進種無與為從當樣應體價數據資現問題億萬銷臺灣聯際總達並將"
    "報導億項雙飛場際團員營運構權計設該認證讓變質財務買賣費質較專導調劃測評論議選舉軍區縣鄉鎮廠號線網絡鏈標準條辦執"
    "邊響讀寫書畫華歐亞韓陸島嶼廣漢內於麼義務術歷雖難離須額類願顯風館馬驗體黨齊龍]"
)
#: A line end inside a sentence; one that stands alone, since an empty line ends a paragraph.
_BROKEN = re.compile(
    r"(?<=[，、（“「])\n(?=[^\s])|(?<=[^\s])\n(?=[，。、；）”」%])|(?<=[长降减至达约为超近])\n(?=\d)(?!(?:19|20)\d\d ?[年./-])"
    r"|(?<=[\d万亿百千])\n(?=(?:元|万|亿|辆|台|人|股|倍|美元|港元|吨|家)[^\n]{3})"
)
#: Words of Taiwan and Hong Kong with those of the mainland, of equal length: rules, lexicon and tagger know the latter.
_ELSEWHERE = {
    "晶片": "芯片",
    "软体": "软件",
    "硬体": "硬件",
    "韧体": "固件",
    "网路": "网络",
    "萤幕": "屏幕",
    "硬碟": "硬盘",
    "讯号": "信号",
    "品质": "质量",
    "模组": "模块",
    "伺服器": "服务器",
    "零组件": "零部件",
    "印表机": "打印机",
    "记忆体": "存储器",
    "人工智慧": "人工智能",
    "行动电话": "移动电话",
    "行动支付": "移动支付",
    "智慧手机": "智能手机",
    "智慧驾驶": "智能驾驶",
    "自驾": "智驾",
    "机上盒": "机顶盒",
}
_SPOKEN = re.compile("|".join(sorted(_ELSEWHERE, key=len, reverse=True)))
#: One scan that tells most texts of today from those that need folding.
_ANY = re.compile("[" + "".join(found.pattern[1:-1] for found in (_UNSEEN, _ODD, _TRADITIONAL)) + "]")


def fold(text: str) -> str:
    """The text in simplified characters and half width, every character in its place.

    >>> fold("聯發科２０１７年營收ＵＰ，達４％")
    '联发科2017年营收UP，达4%'
    """
    if "。?" in text:
        text = text.replace("。?", "。 ")  # what is left of a blank that its encoding did not have
    if not _ANY.search(text):
        return text
    folded = _ODD.sub(lambda found: _narrow(found[0]), _UNSEEN.sub(" ", text))
    hits = len(_TRADITIONAL.findall(folded))
    if hits * 20 < len(folded) and hits < 3:
        return folded
    return _SPOKEN.sub(lambda found: _ELSEWHERE[found[0]], _simplified(folded))


def _unwrapped(text: str) -> str:
    """The text with a blank for each line end that breaks a sentence: behind a comma, before a mark or a unit."""
    return _BROKEN.sub(" ", text) if "\n" in text else text


def _narrow(char: str) -> str:
    plain = _WIDE.get(char) or unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _simplified(text: str) -> str:
    """By opencc, which reads words (乾隆 stays); where it would move offsets, line by line and then by character."""
    folded = _opencc(text)
    if len(folded) == len(text):
        return folded
    lines = text.split("\n")
    if len(lines) > 1:
        return "\n".join(_simplified(line) for line in lines)
    return "".join(plain if len(plain := _opencc(char)) == 1 else char for char in text)


def _opencc(text: str) -> str:
    return _converter()(text)


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def clean(document: Document) -> Cleaned:
    """The document folded, its metadata filled in from what the text says, its boilerplate left out of the blocks.

    What the document knows already is never overwritten. `len(cleaned.text) == len(document.text)`, always.

    >>> cleaned = clean(Document("1", "作者 | 王小明 报道 | 甲乙财经\\n甲公司上市。\\n热门跟贴"))
    >>> cleaned.document.authors, cleaned.document.publisher, [block.of(cleaned.text) for block in cleaned.blocks]
    (('王小明',), '甲乙财经', ['甲公司上市。'])
    """
    text = _unwrapped(fold(document.text))
    found = _search(text)
    title = found.title or _heading(text, found)
    said = read_byline(found.stretch(text))
    known = {
        "title": document.title or (title.of(document.text).strip() if title else None),
        "issued": document.issued or said.issued(),
        "publisher": document.publisher or said.publisher,
        "authors": document.authors or said.authors,
    }
    new: dict[str, Any] = {key: value for key, value in known.items() if value and not getattr(document, key)}
    return Cleaned(replace(document, **new) if new else document, text, _blocks(text, found))


def dated(text: str, near: date | None = None) -> date | None:
    """The day of publication that a byline or date line of the text names; None where it names none.

    A day without a year is the last such day up to `near`.

    >>> dated("发布时间：2023-08-02 10:02:54\\n甲公司上市。")
    datetime.date(2023, 8, 2)
    """
    shown = fold(text if len(text) < 2 * SHOWN else text[:SHOWN] + "\n" + text[-SHOWN:])
    return read_byline(_search(shown).stretch(shown)).issued(near)


@dataclass(slots=True)
class Found:
    """What was found in a text: the stretches that are no part of its story, and its title."""

    out: list[Span] = field(default_factory=list)
    title: Span | None = None

    def stretch(self, text: str) -> Iterator[str]:
        """The words of what was taken out, in order of the text, as far as they can hold a byline."""
        for span in sorted(self.out):
            if span.end - span.start <= LONGEST_BYLINE:
                yield span.of(text)

    def beyond(self, at: int) -> int:
        """The end of the stretch that begins at `at`, else `at`."""
        return max((span.end for span in self.out if span.start == at), default=at)

    def before(self, at: int) -> int:
        """The start of the stretch that ends at `at`, else `at`."""
        return min((span.start for span in self.out if span.end == at), default=at)


@dataclass(frozen=True, slots=True)
class Byline:
    """What bylines and date lines say."""

    authors: tuple[str, ...] = ()
    publisher: str | None = None
    days: tuple[str, ...] = ()

    def issued(self, near: date | None = None) -> date | None:
        """The first full date; else the last such day up to `near`."""
        return next((day for known in (None, near) for words in self.days if (day := _day(words, known))), None)


def read_byline(stretches: Iterable[str]) -> Byline:
    """What the stretches that were taken out say of author, outlet and day.

    >>> read_byline(["作者 | 王小明 报道 | 甲乙财经"])
    Byline(authors=('王小明',), publisher='甲乙财经', days=())
    """
    said: dict[str, list[str]] = {"author": [], "publisher": [], "day": []}
    for stretch in stretches:
        for pattern in patterns()["byline"]:
            cue = pattern.near.search(stretch)
            if cue:
                for match in pattern.regex.finditer(stretch, max(0, cue.start() - CUE_MARGIN)):
                    for key, value in match.groupdict().items():
                        said[key].append(value.strip())
    authors = dict.fromkeys(name for words in said["author"] for name in _NAMES.split(words) if name)
    return Byline(tuple(authors), next(iter(said["publisher"]), None), tuple(said["day"]))


_NAMES = re.compile(r"[\s、,，]+")
_WORD = re.compile(r"\S")


def _day(words: str, near: date | None) -> date | None:
    """A day of words such as 2023-05-06, 23-05-06, 202305/06 or 5 月 6."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if len(numbers) == 2 and numbers[0] > 99:
        numbers = [numbers[0] // 100, numbers[0] % 100, numbers[1]]
    try:
        if len(numbers) == 3:
            return date(numbers[0] + (2000 if numbers[0] < 100 else 0), numbers[1], numbers[2])
        if near is None:
            return None
        day = date(near.year, numbers[0], numbers[1])
        return day if day <= near else day.replace(year=near.year - 1)
    except ValueError:
        return None


def _heading(text: str, found: Found) -> Span | None:
    """The first line of the story, where it is a heading."""
    if "\n" not in text:
        return None
    start = 0
    while start < len(text) and (text[start].isspace() or found.beyond(start) > start):
        start = max(start + 1, found.beyond(start))
    end = text.find("\n", start, start + LONGEST_TITLE + 1)
    if end < 0 or not text[end:].strip() or any(span.start < end and start < span.end for span in found.out):
        return None
    line = text[start:end].rstrip()
    return Span(start, start + len(line)) if len(line) > 3 and line[-1] not in "。！；，、,;：:…" else None


def _search(text: str) -> Found:
    found = Found()
    _lines(text, found)
    start = _head(text, found)
    end = _tail(text, found, start)
    for pattern in patterns()["inline"]:
        if pattern.concerns(text):
            found.out.extend(Span(*match.span()) for match in pattern.regex.finditer(text, start, end))
    return found


def _lines(text: str, found: Found) -> None:
    active = [pattern for pattern in patterns()["line"] if pattern.concerns(text)] if "\n" in text else []
    start = 0
    while active and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip() if end - start <= 2 * LONGEST_LINE else ""
        fits = 0 < len(line) <= LONGEST_LINE
        if fits and any(pattern.concerns(line) and pattern.regex.fullmatch(line) for pattern in active):
            found.out.append(Span(start, end))
        start = end + 1


def _head(text: str, found: Found) -> int:
    """Takes out what stands before the story; gives where the story begins."""
    known = patterns()["head"]
    at = 0
    while at < len(text):
        if found.beyond(at) > at:
            at = found.beyond(at)
            continue
        if text[at].isspace():
            at = _past_blanks(text, at, found)
            continue
        match = next((match for pattern in known if (match := pattern.match(text, at))), None)
        if match is None:
            if text[at] not in "，,|、":
                break
            at += 1
            continue
        title = Span(*match.span("title")) if "title" in match.re.groupindex else None
        found.title = found.title or title
        found.out.append(Span(at, title.start if title else match.end()))
        at = match.end()
    return at


def _past_blanks(text: str, at: int, found: Found) -> int:
    """Where the blanks end that begin at `at`, or where among them a stretch begins that was taken out."""
    word = _WORD.search(text, at)
    taken = min((span.start for span in found.out if span.start > at), default=len(text))
    return min(word.start() if word else len(text), taken)


def _tail(text: str, found: Found, start: int) -> int:
    """Takes out what stands behind the story, from the end on; gives where the story ends."""
    known = patterns()["tail"]
    end = len(text)
    while end > start:
        if text[end - 1].isspace():
            end -= 1
            continue
        if found.before(end) < end:
            end = found.before(end)
            continue
        match = next((match for pattern in known if (match := pattern.search(text, start, end))), None)
        if match is None or match.start() >= end:
            break
        found.out.append(Span(match.start(), end))
        end = match.start()
    return end


def _blocks(text: str, found: Found) -> tuple[Span, ...]:
    """What is left, cut where the title ends, without blanks at the ends and without stretches that hold no word."""
    cuts = sorted(found.out)
    if found.title:
        cuts = sorted([*cuts, Span(found.title.end, found.title.end)])
    blocks, start = [], 0
    for cut in (*cuts, Span(len(text), len(text))):
        words = text[start : max(start, cut.start)]
        if any(char.isalnum() for char in words):
            first = start + len(words) - len(words.lstrip())
            blocks.append(Span(first, first + len(words.strip())))
        start = max(start, cut.end)
    return tuple(blocks)
