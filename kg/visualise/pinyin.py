"""How the characters of names are read aloud: the page finds 小米 by `xiaomi`, `xm` or `小m` with this table."""

from __future__ import annotations

from collections.abc import Iterable


def readings(names: Iterable[str]) -> dict[str, str]:
    """Syllable without its tone → the characters that occur in the names and may be read so, all in order.

    A character with several readings stands under each; ü is written `v`, as it is typed.

    >>> readings(["重庆", "SU7"])
    {'chong': '重', 'qing': '庆', 'tong': '重', 'zhong': '重'}
    """
    found: dict[str, list[str]] = {}
    for char in sorted({char for name in names for char in name if char >= "㐀"}):
        for syllable in _syllables(char):
            found.setdefault(syllable, []).append(char)
    return {syllable: "".join(found[syllable]) for syllable in sorted(found)}


def _syllables(char: str) -> list[str]:
    from pypinyin import Style, pinyin  # reads 3 MB of tables: only when a page is written

    (read,) = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")[:1] or [[]]
    return sorted({syllable for syllable in read if syllable.isascii() and syllable.isalpha()})
