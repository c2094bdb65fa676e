"""Bytes → characters, for what Chinese files come in: UTF-8, UTF-16, GB18030, Big5. A file that is no text is refused."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from kg.errors import InputError

#: How many bytes are looked at to tell the encodings apart.
SAMPLE = 65536
#: A text may hold this share of characters that its encoding cannot read (a cut-off end, one broken byte).
FLAWS = 0.005

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip file (or .docx, .xlsx, .epub)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"\x7fELF", "a program"),
)
#: The characters that every Chinese text is full of, simplified and traditional, and its punctuation.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点"
    "正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿"
    "原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资"
    "命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万"
    "取拉格望觉术领共确传师观清今切院让识候带导争运這個們來時說後會對發經過開還電機產業國學長東車見實關點動進種無與為從當樣應體價數據資"
    "現問題億萬銷臺灣聯際總達並將報導項雙飛場團員營運構權計設該認證讓變質財務，。、：；！？（）《》“”「」…—"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was in, and how many characters could not be read (each is U+FFFD now)."""

    text: str
    encoding: str
    flaws: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the report should know."""
        if not self.flaws:
            return ()
        return (f"{self.flaws} characters cannot be read as {self.encoding} and stand as U+FFFD",)


def decode(data: bytes) -> Decoded:
    """The characters of a file: by its byte order mark, as strict UTF-8, else as what reads most like Chinese.

    Raises InputError where the bytes are no text, with the kind of file where it is known.

    >>> decode("初代车型停产。".encode("gb18030")).encoding
    'gb18030'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], name)
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise InputError(f"is {what}, not text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)
    return _guessed(data) if "\x00" in text[:SAMPLE] else Decoded(text, "utf-8")


def _guessed(data: bytes) -> Decoded:
    names = [name for name in ("utf-16-le", "utf-16-be") if _wide(data, name)]
    if not names and data.count(0, 0, SAMPLE) > SAMPLE * FLAWS / 10:
        raise InputError("is a binary file, not text")
    names = names or ["utf-8", "gb18030", "big5"]
    scores = {name: _score(data, name) for name in names}
    best = max(names, key=lambda name: scores[name])
    rivals = [name for name in names if scores[best] - scores[name] < 0.05]
    decoded = _read(data, _tie(data, rivals) if len(rivals) > 1 else best)
    if decoded.flaws > max(1, len(decoded.text) * FLAWS):
        raise InputError("is in no encoding known here (UTF-8, UTF-16, GB18030, Big5), or it is no text")
    return decoded


def _wide(data: bytes, name: str) -> bool:
    """Is it UTF-16 without a mark? Then line ends and blanks stand as their own two bytes."""
    if len(data) % 2 or len(data) < 4:
        return False
    zeros = data[:SAMPLE][1 if name == "utf-16-le" else 0 :: 2].count(0)
    return zeros > 0 and _score(data, name) > 0.25


def _score(data: bytes, name: str) -> float:
    """How much of a sample is what Chinese texts are made of: 0 to 1, less what cannot be read."""
    text = data[:SAMPLE].decode(name, "replace")
    wide = [char for char in text if char > "\x7f"]
    broken = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in wide)
    control = sum(char < " " and char not in "\t\r\n\f" for char in text)
    usual = sum(char in _COMMON for char in wide)
    return (usual - 10 * max(0, broken - 1)) / max(1, len(wide)) - 10 * control / max(1, len(text))


def _tie(data: bytes, rivals: list[str]) -> str:
    """What charset-normalizer says; the first of the rivals where it names another."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[:SAMPLE], cp_isolation=rivals).best()
    named = match.encoding.replace("_", "-") if match else ""
    return next((name for name in rivals if named.startswith(name)), rivals[0])


def _read(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        return Decoded(text, name, text.count("\ufffd"))
