"""Sentences, clauses and words: where a text may be cut. The only home of jieba.

Sentences end at 。！？!? and at line ends, never inside a quotation that is still open or inside brackets; a quotation
that ends stays with its speaker (“……。”某人说). Clauses end at ，；：and dashes. All offsets are code points.
"""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import TypeAlias

from kg.model import Sentence, Span, make

#: A word and where it stands: (start, end, word).
Word: TypeAlias = tuple[int, int, str]
#: What the scanner found: kind, start, end, and for an opening mark the index of its partner (-1: none).
_Token: TypeAlias = tuple[str, int, int, int]

#: Longest quotation and longest bracket, in characters, that may hide a sentence end: beyond that a mark was forgotten.
LONGEST_QUOTATION, LONGEST_BRACKET = 300, 150
#: Longest quotation that is a term or a slogan inside a clause (“充电10分钟，续航400公里”) and not someone's speech.
LONGEST_TERM = 24
#: Longest line without an end mark that is taken for a heading.
LONGEST_HEADING = 48

_PARTNERS = dict(zip('“‘「『（(《【["', '”’」』）)》】]"', strict=True))
#: Shortest headline in brackets, and what follows brackets that are part of their sentence.
_HEADLINE, _NO_STORY = 8, frozenset("，。、；：！？,;:的是和与")
_QUOTES = frozenset('“‘「『"')
_ENDS = frozenset("。！？!?…")
_BLANKS = " \t\xa0\u3000"
_LINES = "\r\n\u2028\u2029"
_CJK = "㐀-鿿\uf900-\ufaff"

#: Every character that may open, close, end or cut: one set, which the engine scans fastest; `_mark` judges what it is.
#: Single blanks and dashes, and points that end no sentence, are many: they are passed over here.
_CANDIDATE = re.compile(
    r"[。！？!?；;，,：:.\-—─…\n\r\u2028\u2029 \t\xa0\u3000“”‘’「」『』（）()《》【】\[\]\"]"
    rf"(?:(?<![ \t\xa0.-])|(?<=[ \t\xa0])(?=\s)|(?<=[{_CJK}]\.)(?=[{_CJK}\s”’」』]|$)|(?<=-)(?=-))"
)
#: Those that mean one thing wherever they stand.
_PLAIN = {
    **dict.fromkeys("“‘「『（(《【[", "open"),
    **dict.fromkeys("”’」』）)》】]", "close"),
    **dict.fromkeys("；;", "cut"),
}
_RUNS = {
    **dict.fromkeys("。！？…!?", re.compile("[。！？!?…]+")),
    **dict.fromkeys("—─", re.compile("[—─]+")),
    **dict.fromkeys(_BLANKS + _LINES, re.compile(r"\s+")),
    "-": re.compile("-+"),
}
_STOP = re.compile(rf"(?<=[{_CJK}])\.(?=[{_CJK}\s”’」』]|$)")
_COMMA = re.compile(r"，(?!\d{3}(?!\d))|(?<!\d)，|,(?!\s*[A-Za-z]|\d{3}(?!\d))|(?<![\dA-Za-z]),")
_COLON = re.compile("[：:](?!\\d|//)|(?<!\\d)[：:](?!//)")
_GAP = re.compile(rf"(?<![，、,：:])(?:\s{{3,}}|\u3000{{2}})|(?<=[{_CJK}。；”）》】])\s{{2}}(?=[{_CJK}“（《【])")
_SPACE = re.compile(rf"(?<=[{_CJK}])\u3000(?=[{_CJK}])")
_NOT_ASKED = re.compile(r"[!?](?=[A-Za-z0-9])|\d\s?(?:mm|cm|km|m)\?")  # 4129mm?: the encoding had no raised figure
_JOINED = re.compile("[-._]")
_ALNUM = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")  # jieba's own, of its finalseg
_SAYS = (
    "说|表示|称|指出|认为|坦言|透露|强调|介绍|补充|直言|感叹|回应|解释|写道|写到|问|答|道|呼吁|提醒|提到|谈到|告诉|分析|总结|评价|"
    "评论|预测|断言|承认|否认|反问|笑言|喊"
)
#: After a quotation: the one who said it (“……。”他说。); a colon would open the next one's words.
_SPEAKER = re.compile(
    rf"(?!据|根据|按照)[^，。！？!?；;：:\n“”「」]{{0,24}}?(?:{_SAYS})[道称说到了着]?(?=[，。！？；,.;\s]|$)"
)
#: Before a quotation: someone who is about to speak.
_INTRODUCED = re.compile(rf"[：:]$|(?:{_SAYS})[道称说到]?[，,]?$")
_ABOUT_TO_SPEAK = re.compile(rf"[：:]$|(?:{_SAYS})[道称说到]?[，,]$")
#: After a quotation that ended: the sentence goes on.
_GOES_ON = re.compile("[，、；,;的并且而和与]")
_HEADING_CUT = re.compile(r"(?<=\w{4})[ \t\xa0\u3000]+(?=\w{4})")


def sentences(text: str, blocks: tuple[Span, ...]) -> tuple[Sentence, ...]:
    """The sentences of the blocks of a text, in order, each with its clauses.

    A sentence includes its end mark and closing quotes; a clause stops before the mark that ends it. Neither begins or
    ends with a blank. A heading is a short line of its own without an end mark, in a text that has other lines, or a
    first block of that kind.

    >>> text = "小米发布新车，售价21.59万元。“很满意。”他说。"
    >>> [sentence.span.of(text) for sentence in sentences(text, (Span(0, len(text)),))]
    ['小米发布新车，售价21.59万元。', '“很满意。”他说。']
    """
    found: list[Sentence] = []
    title = blocks[0] if len(blocks) > 1 else None
    for block in blocks:
        start, cuts = block.start, []
        for first, last, ends in _boundaries(text, block):
            cuts.append((first, last))
            if ends:
                _add(found, text, Span(start, last), cuts, title)
                start, cuts = last, []
        cuts.append((block.end, block.end))
        _add(found, text, Span(start, block.end), cuts, title)
    return tuple(found)


def _add(found: list[Sentence], text: str, span: Span, cuts: list[tuple[int, int]], title: Span | None) -> None:
    """Adds the sentence of a stretch, whose clauses end at `cuts`, unless it is blank."""
    start, end = span
    whole = _trim(text, start, end)
    if whole is None:
        return
    heading = _heads(text, whole, title)
    if heading:
        cuts = sorted([*cuts, *(cut.span() for cut in _HEADING_CUT.finditer(text, whole.start, whole.end))])
    clauses = []
    stop = whole.end
    for first, last in cuts:
        clause = _trim(text, start, first) if first < stop else _trim(text, start, stop)
        if clause is not None:
            clauses.append(clause)
        start = last
    found.append(make(Sentence, (whole, tuple(clauses) or (whole,), heading)))


def _trim(text: str, start: int, end: int) -> Span | None:
    """The stretch without the blanks at its ends; None where nothing is left."""
    # no blank comes behind the ideographic one: two looks tell most stretches
    if start < end and text[start] > "\u3000" < text[end - 1]:
        return make(Span, (start, end))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return make(Span, (start, end)) if start < end else None


def _heads(text: str, whole: Span, title: Span | None) -> bool:
    """Is it a short line of its own, without an end mark, beside other lines? Or the block that opens the text?"""
    start, end = whole
    if end - start > LONGEST_HEADING or text[end - 1] in "。！？!?；;，,：:…、":
        return False
    if title is not None and title.start == start and title.end == end:
        return True
    before, after = text[max(0, start - 40) : start].rstrip(_BLANKS), text[end : end + 40].lstrip(_BLANKS)
    opens, closes = before[-1:] in _LINES, after[:1] in _LINES
    return opens and closes and bool(before or after)


def _boundaries(text: str, block: Span) -> Iterator[tuple[int, int, bool]]:
    """Where clauses end (False) and sentences end (True): from the first character of the mark to behind its last."""
    tokens = _tokens(text, block)
    at, until, opened, begun, headline = 0, -1, -1, block.start, -1
    while at < len(tokens):
        kind, start, end, partner = tokens[at]
        at += 1
        if kind == "open":
            if partner >= 0 and until < 0 and _headline(text, begun, start, tokens[partner][1]):
                headline = partner
            elif partner >= 0 and _whole(text, begun, start, tokens[partner][1]):
                at = partner + 1
            elif partner >= 0 and until < 0:
                until, opened = partner, start
        elif kind == "cut":
            yield start, end, False
        elif kind == "close":
            if at - 1 == headline:
                begun = end
                yield start, end, True
            elif at - 1 == until:
                until = -1
                if _closes(text, begun, opened, start, end):
                    begun = end
                    yield start, end, True
        elif until >= 0 and kind != "line":
            if kind == "end":
                yield start, end + (tokens[until][1] == end), False
        else:
            while at < len(tokens) and tokens[at][0] == "close" and tokens[at][1] == end:
                end, at = tokens[at][2], at + 1
            begun = end
            yield start, end, True


def _headline(text: str, begun: int, opened: int, closed: int) -> bool:
    """Do the brackets at the head of a sentence hold a headline, which is one of its own: 【…】正文, （原标题：…）正文?"""
    if closed - opened < _HEADLINE or text[begun:opened].strip() or text[closed + 1 : closed + 2] in _NO_STORY:
        return False
    return text[opened] == "【" or (text[opened] in "（(" and text.startswith(("原标题", "原題"), opened + 1))


def _whole(text: str, begun: int, opened: int, closed: int) -> bool:
    """Is what stands between the marks never to be cut: brackets, titles, terms in quotes?"""
    if text[opened] not in _QUOTES:
        return True
    if closed - opened > LONGEST_TERM or text[closed - 1] in (
        "。…，," if text[begun:opened].strip() else "。！？!?…，,"
    ):
        return False
    return not _INTRODUCED.search(text, max(begun, opened - 4), opened)


def _closes(text: str, begun: int, opened: int, start: int, end: int) -> bool:
    """Does the quotation `opened` that closes at `[start, end)` end its sentence?"""
    mark = text[start - 1]
    if mark not in _ENDS or text[end : end + 1] in _ENDS or _GOES_ON.match(text, end):
        return False
    if _ABOUT_TO_SPEAK.search(text, max(begun, opened - 4), opened):
        return True
    if _SPEAKER.match(text, end):
        return False
    return mark in "。…" or not text[begun:opened].strip()


def _tokens(text: str, block: Span) -> list[_Token]:
    """The marks of a block, each opening one with its partner; marks without a partner have none (-1)."""
    tokens: list[_Token] = []
    waiting: list[int] = []
    done = 0
    for found in _CANDIDATE.finditer(text, block.start, block.end):
        start = found.start()
        if start < done:
            continue
        char, after = text[start], text[start + 1 : start + 2]
        # nine in ten marks are a plain comma or full stop
        if char == "，" and not after.isdecimal():
            tokens.append(("cut", start, start + 1, -1))
            continue
        if char == "。" and after not in _ENDS:
            tokens.append(("end", start, start + 1, -1))
            continue
        kind, end = _PLAIN.get(char, ""), start + 1
        if char == '"':
            kind = "close" if any(text[tokens[index][1]] == '"' for index in waiting) else "open"
        elif not kind:
            kind, end = _mark(text, char, start, block.end)
            done = end
        if kind == "open":
            waiting.append(len(tokens))
        elif kind == "close":
            _pair(text, tokens, waiting, start)
        elif kind == "line":
            waiting.clear()
        if kind:
            tokens.append((kind, start, end, -1))
    return tokens


def _mark(text: str, char: str, start: int, stop: int) -> tuple[str, int]:
    """What a character is that means different things in different places, and where its run ends ("" for nothing)."""
    run = _RUNS.get(char)
    if run is None:
        known = _COMMA if char in "，," else _COLON if char in "：:" else _STOP
        kind = "end" if known is _STOP else "cut"
        return (kind if known.match(text, start, stop) else ""), start + 1
    matched = run.match(text, start, stop)
    end = matched.end() if matched else start + 1
    if char in "—─-":
        return ("cut" if end - start > 1 else ""), end
    if char.isspace():
        return _blank(text, start, end, stop), end
    if char in "!?" and _NOT_ASKED.search(text, max(0, start - 4), end + 1):
        return "", end
    if char == "…" and text[end - 1] == "…":
        return ("end" if not text[end:stop].lstrip(_BLANKS)[:1].strip(_LINES) else "cut"), end
    return "end", end


def _blank(text: str, start: int, end: int, stop: int) -> str:
    """What blanks mean: a line end, a gap that ends a sentence, a full-width blank that cuts a clause, or nothing."""
    if end - start == 1 and text[start] in " \t\xa0":
        return ""
    run = text[start:end]
    if any(char in run for char in _LINES):
        return "line"
    if _GAP.match(text, start, stop):
        return "gap"
    return "cut" if _SPACE.match(text, start, stop) else ""


def _pair(text: str, tokens: list[_Token], waiting: list[int], closing: int) -> None:
    """Ties the closing mark at `closing` (the next token) to the nearest opening one of its kind."""
    for place in range(len(waiting) - 1, max(-1, len(waiting) - 9), -1):
        index = waiting[place]
        start = tokens[index][1]
        opening = text[start]
        if _PARTNERS[opening] == text[closing]:
            longest = LONGEST_QUOTATION if opening in _QUOTES else LONGEST_BRACKET
            if closing - start <= longest:
                tokens[index] = ("open", start, start + 1, len(tokens))
            del waiting[place:]
            return


def words(text: str) -> list[Word]:
    """The words of a text as (start, end, word), without gaps: jieba's own cut, by its fast twin where there is one.

    >>> words("小米汽车在北京")
    [(0, 2, '小米'), (2, 4, '汽车'), (4, 5, '在'), (5, 7, '北京')]
    """
    return cutter()(text)


@cache
def cutter(own: tuple[str, ...] = (), engine: str = "", *, guess: bool = True) -> Callable[[str], list[Word]]:
    """A segmenter that also knows the words `own`; `engine` is rjieba or jieba (default: rjieba where it is installed).

    `guess=False` keeps to the dictionary: what it does not know falls into single characters.

    >>> cutter(("神行超充",))("神行超充电池")[0]
    (0, 4, '神行超充')
    """
    if engine != "jieba":
        try:
            return _rjieba(own, guess)
        except ImportError:
            if engine:
                raise
    return _jieba(own, guess)


@cache
def parter(engine: str = "") -> Callable[[str], list[str]]:
    """Cuts a text into words by the dictionary alone: a sixth of the time that `words` takes.

    What the dictionary does not know falls into single characters. `engine` as in `cutter`.

    >>> parter()("小米汽车在北京")
    ['小米', '汽车', '在', '北京']
    """
    if engine != "jieba":
        try:
            import rjieba

            segmenter = rjieba.Jieba()
            return lambda text: segmenter.cut(text, False)
        except ImportError:
            if engine:
                raise
    cut = _jieba((), False)
    return lambda text: [word for _, _, word in cut(text)]


@cache
def ender(engine: str = "") -> Callable[[str], list[int]]:
    """Finds where the words of a text end that `parter` cuts it into.

    >>> ender()("小米汽车在北京")
    [2, 4, 5, 7]
    """
    cut = parter(engine) if engine else parter()  # one dictionary, not two
    return lambda text: list(accumulate(map(len, cut(text))))


def _rjieba(own: Iterable[str], guess: bool) -> Callable[[str], list[Word]]:
    import rjieba

    segmenter = rjieba.Jieba()
    for word in own:
        segmenter.add_word(word, None, None)

    def cut(text: str) -> list[Word]:
        found: list[Word] = []
        for word, start, end in segmenter.tokenize(text, "default", guess):
            if end - start > 1 and _JOINED.search(word) and not segmenter.has_word(word):
                found.extend(_parts(word, start))
            else:
                found.append((start, end, word))
        return found

    return cut


def _parts(word: str, start: int) -> Iterator[Word]:
    """What jieba makes of a word with signs in it (2023-07-26, a.example), which its twin leaves whole."""
    for part in _ALNUM.split(word):
        if part:
            yield start, start + len(part), part
            start += len(part)


def _jieba(own: Iterable[str], guess: bool) -> Callable[[str], list[Word]]:
    with warnings.catch_warnings():
        # jieba's own source gives SyntaxWarnings from Python 3.12 on and imports pkg_resources
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    segmenter = jieba.Tokenizer()
    # the default cache is one fixed file in the shared temporary folder, which another user may own or have filled
    with tempfile.TemporaryDirectory() as folder:
        segmenter.tmp_dir = folder
        segmenter.initialize()
    for word in own:
        segmenter.add_word(word)

    def cut(text: str) -> list[Word]:
        return [(start, end, word) for word, start, end in segmenter.tokenize(text, HMM=guess)]

    return cut
