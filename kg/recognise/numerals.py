"""Number words: digits, Chinese numerals and their mixtures, read into decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"

_ONES: dict[str, int | Decimal] = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "半": Decimal("0.5"),
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_TOKEN = re.compile(rf"({DIGITS})|([零一二三四五六七八九〇两半]+)|([十百千])|([万亿])")


@lru_cache(maxsize=4096)
def numeral(words: str) -> Decimal | None:
    """The number that the words say, or None where they are no number.

    >>> numeral("1.2亿"), numeral("三十万"), numeral("1亿2千万"), numeral("十五"), numeral("两千五"), numeral("小米"), numeral("1兆2亿")
    (Decimal('120000000.0'), Decimal('300000'), Decimal('120000000'), Decimal('15'), Decimal('2500'), None, Decimal('1000200000000'))
    """
    if "兆" in words:
        above, _, below = words.partition("兆")
        high, low = numeral(above), numeral(below) if below else Decimal(0)
        return None if high is None or low is None else high * 10**12 + low
    total, section, current = Decimal(0), Decimal(0), None
    last, at = 1, 0
    for token in _TOKEN.finditer(words):
        if token.start() != at:
            return None
        at = token.end()
        digits, ones, ten, myriad = token.groups()
        if myriad:
            total, section = _raised(total, section, current, myriad)
            current, last = None, _MYRIADS[myriad]
        elif ten:
            section += (1 if current is None else current) * _TENS[ten]
            current, last = None, _TENS[ten]
        elif current is not None:
            return None
        else:
            current = Decimal(digits.replace(",", "")) if digits else _spelled(ones)
            last = 1 if digits or len(ones) > 1 else last
    if at != len(words) or not words:
        return None
    # 两千五 is 2500, 三万二 is 32000: a lone last numeral counts tenths of the scale before it
    return total + section + (current or 0) * (last // 10 if last > 10 and current else 1)


def _raised(total: Decimal, section: Decimal, current: Decimal | None, myriad: str) -> tuple[Decimal, Decimal]:
    """万 raises what stands since the last 亿, 亿 raises all: 2万亿, 1亿2千万."""
    below = section + (current or 0)
    if myriad == "亿":
        return (total + below or Decimal(1)) * _MYRIADS["亿"], Decimal(0)
    return total + (below if section or current is not None else 1) * _MYRIADS["万"], Decimal(0)


def _spelled(ones: str) -> Decimal:
    """A run of numerals read digit by digit: 二〇二四, or one of them: 三; 零五 is 5."""
    if len(ones) == 1:
        return Decimal(_ONES[ones])
    return Decimal("".join(str(_ONES[char]) for char in ones if char != "半") or "0")


@dataclass(slots=True)
class Part:
    """One number of the text: its words, value and unit. Offsets are those of the text.

    `number_end` is where the words of the number end and those of the unit begin. `high` is set where the words give two
    numbers (三四十), `bound` where they say how exact they are (30多万, 数十). `scale` is what 万/亿 multiply by,
    `scaled` whether there is such a word, `needs` what else must be there for it to be a number at all.
    """

    start: int
    number_end: int
    end: int
    value: Decimal | None
    scale: Decimal = Decimal(1)
    low: Decimal | None = None
    high: Decimal | None = None
    notation: str = ""
    kind: str = ""
    bound: str = ""
    digits: bool = True
    needs: str = ""
    scaled: bool = False
    elided: bool = False

    def take(self, notation: str, kind: str, scale: Decimal = Decimal(1)) -> None:
        """Takes unit and scale from a neighbour: 20~30万元."""
        self.notation, self.kind, self.elided = notation, kind, True
        if scale != 1:
            self.scale = scale
            self.value, self.low, self.high = (
                None if number is None else number * scale for number in (self.value, self.low, self.high)
            )
