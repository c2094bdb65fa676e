"""Single numbers of a text with the unit that follows them: what quantities are put together from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.model import Span
from kg.recognise.numerals import DIGITS, Part, numeral
from kg.recognise.units import Found, units

_ONES = "一二两三四五六七八九"
_CHINESE = _ONES + "十百千万亿零〇几数半"
_SCALE = (
    r"(?:[百千]?兆(?=\d+亿|[元美日新台欧港韩])|[十百千]?万 ?亿?|[十百千]?亿|千(?![瓦米克伏卡帕赫焦升牛兆])|百(?![分度米克公])"
    r"|十(?=[几余多]))"
)
#: the digits spelt out: with `\d` among the characters the search takes half as long again
_START = re.compile(
    rf"[0-9{_CHINESE}翻过大](?:"
    # most are plain: no scale, no word of doubt and no share follows their digits
    r"(?<=[0-9])(?:(?P<plain>[0-9]*(?:\.[0-9]+)?)(?![\d.,多余几来十百千万亿兆分/\s]))?|(?<![0-9过大])|(?<=[过大])(?=半))"
)
_ARABIC = re.compile(
    rf"(?P<digits>{DIGITS})"
    rf"(?P<scales>\s?(?P<vague>[多余几来]?)\s?{_SCALE}(?:\d+(?:\.\d+)?{_SCALE})*(?:\d{{1,4}}(?![\d.%年月日:：]))?)?"
    r"(?P<more>\s?(?:多(?!元化|数)|余(?![额数下])|几(?=[个名家人年天岁万摄度件位部辆台]))|\s?来(?=[万个人家名辆台种款]))?"
)
_HAN = re.compile(rf"(?P<number>[{_CHINESE}]+)(?P<more>[多余来](?![额数下自])(?P<rest>[十百千万亿]*))?")
_SHARE = re.compile(
    rf"(?P<below>百|千|万|[{_ONES}十]+|\d+)分之(?P<above>\d+(?:\.\d+)?|[{_ONES}十百零]+(?:点[{_ONES}零]+)?)"
    r"|(?P<upper>[1-9])/(?P<lower>[2-9])(?=的|以上|左右|强)"
)
_TENTHS = re.compile(
    rf"成(?P<half>半|[{_ONES}](?![十百千万亿个家名款年月天{_ONES}]))?(?![为立功都员本品果交长熟分就人绩效型才龙形因见语活名书])"
)
_WORDS = re.compile(
    r"翻了?(?P<fold>[一两三四1-4])?(?:番|倍)|过半(?![年天个小场])|半数(?!导)|一半|大半(?![年天个小夜])|对半(?!导)"
)
_DOUBT = re.compile(rf"([{_ONES}])([二两三四五六七八九])(?![〇零{_ONES}])")
_RUN = re.compile(f"[{_ONES}]{{2}}")
_DOUBTS = frozenset("一二 两三 二三 三四 四五 五六 六七 七八 八九 三五 一两".split())
#: 这一年, 前一日, 每一天: no count
_THIS = tuple("前上这那每某另同新后下唯统哪此第任")
_HALVES = ("time", "ratio")
_MORE = {"多": "moreThan", "余": "moreThan", "来": "approximately"}
_CHARGED = re.compile("[电充]|能耗")
_LATIN = re.compile(r"[A-Za-z]")
#: what may make a digit after it part of a name or of another number
_GLUE = frozenset("-_.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
#: what else than a unit may follow a single numeral that is a number
_GOES_ON = frozenset(_CHINESE + "多余来分")
_WORDY = frozenset("翻过大一半对")
_BLANKS = frozenset(" \t\u3000\xa0")
_DIGIT = re.compile(r"\d")
_ONE = Decimal(1)
_LARGE = re.compile(r"(?:[bB]illion|[mM]illion|[tT]rillion)(?![A-Za-z])")
_LARGES = {"b": Decimal(10**9), "m": Decimal(10**6), "t": Decimal(10**12)}


def parts(text: str, taken: Sequence[Span]) -> Iterator[Part]:
    """The numbers of a text outside the spans `taken` (times), in order.

    >>> [(str(part.value), part.notation) for part in parts("售价22万元，续航700km", ())]
    [('220000', '元'), ('700', 'km')]
    """
    at, index = 0, 0
    while (found := _START.search(text, at)) is not None:
        start = found.start()
        while index < len(taken) and taken[index].end <= start:
            index += 1
        if index < len(taken) and taken[index].start <= start:
            at = taken[index].end
            continue
        limit = taken[index].start if index < len(taken) else len(text)
        part, at = _at(text, found, limit)
        if part is not None:
            yield part


def _at(text: str, found: re.Match[str], limit: int) -> tuple[Part | None, int]:
    """The number at the place found and where to go on."""
    start, end = found.span()
    if found.lastgroup and end <= limit:
        if text[start - 1 : start] in _GLUE and glued(text, start):
            return None, end
        return _united(text, Part(start, end, end, numeral(text[start:end])), limit)
    char = text[start]
    if char.isdecimal():
        return _arabic(text, start, limit)
    if char in _WORDY and (words := _WORDS.match(text, start, limit)):
        return _word(words), words.end()
    if char not in _CHINESE:
        return None, start + 1
    if char in _ONES and end < limit and text[end] not in _GOES_ON and not units().may_begin(text[end]):
        return None, end  # 一直, 一起, 统一了: most of them are no numbers
    return _han(text, start, limit)


def _arabic(text: str, start: int, limit: int) -> tuple[Part | None, int]:
    found = _ARABIC.match(text, start, limit)
    if found is None:  # a digit that no limit cuts off: cannot be, but a text may hold any character
        return None, start + 1
    end = found.end("digits")
    if text.startswith(("分之", "/"), end) and (share := _SHARE.match(text, start, limit)):
        return _share(share), share.end()
    if glued(text, start):
        return None, end
    digits, scales, vague, more = found.groups("")
    value, end = numeral(digits), found.end()
    words = (scales.replace(vague, "") if vague else scales).replace(" ", "") if scales else ""
    whole = numeral(digits + words) if words else value
    if whole is None or value is None:
        return None, end
    part = Part(start, end, end, whole, _ratio(whole, value, words), scaled=bool(words))
    if vague or more:
        _blur(part, vague + more)
    return _united(text, part, limit)


def _ratio(whole: Decimal, value: Decimal, words: str) -> Decimal:
    """What the scale words multiply by, 1 where there are none or other digits stand among them."""
    return whole / value if words and value and not _DIGIT.search(words) else _ONE


def _blur(part: Part, words: str) -> None:
    if "多" in words or "余" in words:
        part.bound = "moreThan"
    elif "来" in words:
        part.bound = "approximately"
    elif "几" in words or "数" in words:
        part.low, part.value, part.bound = part.value, None, "approximately"


def glued(text: str, start: int) -> bool:
    """Does the digit at `start` belong to a name or another number (SU7, Mate60, F-150, 3.2.1)?"""
    if not start:
        return False
    before = text[start - 1]
    if before in "xX" and start > 1 and (text[start - 2].isdecimal() or text[start - 2] in " 米"):
        return False  # 4250x1860x1745mm
    if before in "-_." and start > 1:
        before = text[start - 2]
        return bool(_LATIN.match(before)) or (text[start - 1] == "." and before.isdecimal())
    return bool(_LATIN.match(before)) and text[max(0, start - 3) : start] not in ("RMB", "USD", "CNY", "HKD", "EUR")


def _united(text: str, part: Part, limit: int) -> tuple[Part | None, int]:
    """The part with the unit that follows it, half units included (3个半月, 一年半)."""
    at = part.end
    after = text[at : at + 1]
    if after == "个" and text[at : at + 3] in ("个半月", "个半小"):
        found = units().at(text, at + 2, digits=True) or units().at("个月", 0, digits=True)
        end = at + (3 if text[at + 2] == "月" else 4)
        return _halved(part, found, end), end
    if after in _BLANKS:
        at += 1
    if at >= limit:
        return part, part.end
    if text[at] == "成" and (part.value or part.low or 10) < 10 and (tenths := _TENTHS.match(text, at)):
        return _tenths(part, tenths), tenths.end()
    if text[at] in "bBmMtT" and (large := _LARGE.match(text, at, limit)):
        _scaled(part, large)
        at = part.end
    found = units().at(text, at, digits=part.digits)
    if found is None or found.end > limit or not _unit_stands(text, part, found):
        return _bare(text, part)
    return _with(text, part, found)


def _scaled(part: Part, found: re.Match[str]) -> None:
    """$3 billion."""
    scale = _LARGES[found.group()[:1].lower()]
    part.scale, part.scaled, part.end, part.number_end = scale, True, found.end(), found.end()
    part.value, part.low, part.high = (
        None if number is None else number * scale for number in (part.value, part.low, part.high)
    )


def _with(text: str, part: Part, found: Found) -> tuple[Part, int]:
    if not part.digits and part.value == 1 and (not found.unit.sole or text[part.start - 1 : part.start] in _THIS):
        part.needs = "bound"
    if (
        text[found.end : found.end + 1] == "半"
        and found.unit.kind in _HALVES
        and text[found.end : found.end + 2] != "半年"
    ):
        end = found.end + 1
        return _halved(part, found, end), end
    part.notation, part.kind, part.end = found.notation, found.unit.kind, found.end
    if part.notation == "折" and part.value is not None and 10 < part.value < 100:
        part.value /= 10
    if part.notation == "°" and _CHARGED.search(text, max(0, part.start - 10), part.start):
        part.notation, part.kind = "kWh", "energy"  # 充电25.6度
    if found.unit.kind in ("time", "length") and text[part.end : part.end + 1] in ("多", "余") and not part.bound:
        part.bound, part.end = "moreThan", part.end + 1
    return part, part.end


def _halved(part: Part, found: Found | None, end: int) -> Part:
    if found is not None:
        part.notation, part.kind = found.notation, found.unit.kind
    part.value = None if part.value is None else part.value + Decimal("0.5")
    part.end = end
    return part


def _tenths(part: Part, found: re.Match[str]) -> Part:
    part.take("%", "ratio", Decimal(10))
    part.scale, part.elided = Decimal(1), False
    half = found.group("half")
    if half and part.value is not None:
        part.value += 5 if half == "半" else numeral(half) or 0
    part.end = found.end()
    return part


def _unit_stands(text: str, part: Part, found: Found) -> bool:
    """2010年 is a time, 30日 a day of the month unless something says that it lasts."""
    if found.notation == "点" and part.value is not None and part.value <= 24 and part.digits:
        return "." in text[part.start : part.number_end] or text[part.start - 1 : part.start] in tuple("涨跌升降报")
    if found.notation == "级" and part.scale != 1:
        return False  # 20万级 is a class of prices
    if part.number_end - part.start == 4 and part.digits and part.value is not None and text[found.end - 1] in "年款":
        return not 1800 <= part.value <= 2200
    return True


def _bare(text: str, part: Part) -> tuple[Part | None, int]:
    """A number without a unit: no number before Latin letters (3D, 5G); one in Chinese only with 万 or 亿."""
    after = text[part.end : part.end + 1]
    if _LATIN.match(after) and after not in "xX" and not part.scaled:
        return None, part.end
    if not part.digits and (part.value or part.low or 0) < 10000:
        if after not in ("到", "至", "、", "或") or text[part.end + 1 : part.end + 2] not in tuple(_ONES + "十两"):
            return None, part.end
        part.needs = "unit"
    return part, part.end


def _han(text: str, start: int, limit: int) -> tuple[Part | None, int]:
    found = _HAN.match(text, start, limit)
    if found is None:
        return None, start + 1
    if text.startswith("分之", found.end("number")) and (share := _SHARE.match(text, start, limit)):
        return _share(share), share.end()
    number, more, end = found.group("number"), found.group("more") or "", found.end()
    if number[-1] in "千百" and len(number) > 1 and not more and text[end : end + 1] in tuple("瓦米克伏升卡帕"):
        number, end = number[:-1], end - 1
    part = _discount(start, end, number) if text[end : end + 1] == "折" else _spelled(start, end, number, more)
    if part is None or not _han_stands(text, part, number):
        return None, end
    part.digits = False
    if number[0] in "百千万亿":
        part.needs = "" if more else "bound"
    return _united(text, part, limit)


def _discount(start: int, end: int, number: str) -> Part | None:
    """八五折 is 8.5, 八折 is 8."""
    value = numeral(number[:1])
    rest = numeral(number[1:]) if number[1:] else None
    if value is None or (number[1:] and not _RUN.fullmatch(number)):
        return None
    return Part(start, end, end, value + (rest or 0) / Decimal(10))


def _spelled(start: int, end: int, number: str, more: str) -> Part | None:
    """三四十 is 30 to 40, 几十万 at least 100,000, 十几 at least 10."""
    whole = number + more[1:]
    if len(whole) == 1 and whole not in "几数":
        return Part(start, end, end, numeral(whole), bound=_MORE.get(more[:1], ""))
    if "几" in whole or "数" in whole:
        # a leading 几 or 数 counts as one of its scale, one after 十 as none
        low = numeral(re.sub("[几数]", "", re.sub("^[几数](?=[十百千万亿])", "一", whole)))
        return Part(start, end, end, None, low=low, bound="approximately")
    if (doubt := _DOUBT.search(whole)) and "〇" not in whole and "零" not in whole:
        first, second = doubt.span(1), doubt.span(2)
        low, high = numeral(whole[: second[0]] + whole[second[1] :]), numeral(whole[: first[0]] + whole[first[1] :])
        rising = low is not None and high is not None and low < high and doubt.group() in _DOUBTS
        return Part(start, end, end, None, low=low, high=high, bound="between") if rising else None
    value = numeral(whole)
    if value is None or _RUN.search(whole):
        return None
    return Part(start, end, end, value, bound=_MORE.get(more[:1], ""))


def _han_stands(text: str, part: Part, number: str) -> bool:
    """数据, 半导体 and 参数 are no numbers; 半年 and 数十 are."""
    after = text[part.end : part.end + 1]
    if "半" in number:
        return (
            number == "半"
            and after in tuple("年小个天月")
            and text[part.end : part.end + 2] not in ("年度", "年报", "年线")
            and text[part.start - 1 : part.start] not in tuple("上下")
        )
    if number[0] == "数":
        return (
            text[part.start - 1 : part.start] not in tuple("参人户倍次辆台总指额分无少多岁")
            and len(number) + len(after) > 1
        )
    return "数" not in number[1:] or number[-1] != "数"


def _share(found: re.Match[str]) -> Part | None:
    below = numeral(found.group("below") or found.group("lower"))
    above = _pointed(found.group("above") or found.group("upper"))
    if not below or above is None or above > below * 10:
        return None
    value = above * 100 / below
    if value.as_tuple().exponent < -4:  # type: ignore[operator]  # a quotient of integers is finite
        value = value.quantize(Decimal("0.01"))
    return Part(found.start(), found.end(), found.end(), value, notation="%", kind="ratio")


def _pointed(words: str) -> Decimal | None:
    """12.5, 二十, 三点五."""
    whole, _, tail = words.partition("点")
    first, rest = numeral(whole), numeral("零" + tail) if tail else None
    if first is None or rest is None:
        return first
    return first + rest / Decimal(10) ** len(tail)


def _word(found: re.Match[str]) -> Part:
    """翻番 is a growth of 100 %, 翻两番 of 300 %; 过半 is more than 50 %."""
    words, fold = found.group(), found.group("fold")
    times = int(numeral(fold) or 1) if fold else 1
    value = Decimal(2**times - 1 if words.endswith("番") else 1) * 100 if words[0] == "翻" else Decimal(50)
    bound = "moreThan" if words[0] in "过大" else ""
    return Part(found.start(), found.end(), found.end(), value, notation="%", kind="ratio", bound=bound)
