"""How alike two names are, by their characters alone."""

from __future__ import annotations

import re
import unicodedata

_CJK = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
#: what means nothing between the parts of a name: spaces, dots of translated names, hyphens beside letters
_IDLE = re.compile(r"[\s_·•・‧“”]|(?<=[a-z])-(?=[a-z0-9])|(?<=[\u4e00-\u9fff])-(?=[a-z\u4e00-\u9fff])")
_FORM = re.compile(
    "(?:控股)?(?:集团|股份|集团公司|(?:集团|控股|控股集团|集团股份|股份)?有限(?:责任)?公司|公司)$|[ _](?:Inc|Corp|Ltd|LLC|Co)\\.?$"
)
_LAND = re.compile("^(?:中国|[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,3}市)")


def spelling(name: str) -> str:
    """The name without case, width, and what stands idly between its parts.

    >>> spelling("Model_Y") == spelling("ＭＯＤＥＬ y"), spelling("哪吒 S"), spelling("Wi-Fi")
    (True, '哪吒s', 'wifi')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _IDLE.sub("", folded)


def core(name: str) -> str:
    """The name of a firm without the words for its legal form; the name itself where nothing is left.

    >>> core("云岭集团股份有限公司"), core("云岭公司"), core("集团")
    ('云岭', '云岭', '集团')
    """
    found = name
    while (shorter := _FORM.sub("", found)) != found and len(shorter) > 1:
        found = shorter
    return found


def placeless(name: str) -> str:
    """The name without a country or province before it.

    >>> placeless("中国物流"), placeless("云岭省物流"), placeless("云岭")
    ('物流', '物流', '云岭')
    """
    return _LAND.sub("", name)


def latin(name: str) -> bool:
    """Is it written in Latin letters, without a Chinese character?"""
    return bool(_LATIN.search(name)) and not _CJK.search(name)


def chinese(name: str) -> bool:
    """Is there a Chinese character in it?"""
    return bool(_CJK.search(name))


def mixed(name: str) -> bool:
    """Does it have Latin letters or digits beside Chinese (P核心, 云岭3G)?"""
    return chinese(name) and bool(_LATIN.search(name) or re.search("[0-9]", name))


def shortens(short: str, long: str) -> bool:
    """Are the characters of one those of the other in order, its first word among the first of the long one?

    >>> shortens("北汽", "北京汽车"), shortens("凤形股份", "安徽省凤形耐磨材料股份有限公司"), shortens("上汽", "北京汽车")
    (True, True, False)
    """
    if not 1 < len(short) < len(long):
        return False
    body = _LAND.sub("", long) if not short.startswith(long[0]) else long
    if not body.startswith(short[0]):
        return False
    rest = iter(body)
    return all(char in rest for char in short)


def initials(short: str, long: str) -> bool:
    """Are the capitals of one the first letters of the words of the other?

    >>> initials("PIF", "Public Investment Fund")
    True
    """
    words = re.findall("[A-Za-z]+", long)
    return len(words) > 1 and short.isupper() and short == "".join(word[0] for word in words if word[0].isupper())
