"""Words → the local part of an IRI: raw Chinese, NFKC-folded, spaces as `_`, only what is forbidden percent-encoded."""

from __future__ import annotations

import re
import unicodedata

#: What may stand in a path segment as it is (RFC 3987): unreserved ASCII, some sub-delimiters, letters of all scripts.
#: Left out on purpose: marks that nobody sees (bidi, zero width), private use, non-characters, surrogates.
_FORBIDDEN = re.compile(
    "[^A-Za-z0-9._~!$*+=:@\\-\u00a1-\u00ac\u00ae-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_SPACES = re.compile(r"\s+")
# \s: RDF allows a no-break space in an IRI, rdflib's parser doesn't
_BAD_URL = re.compile(
    '[\\x00-\\x20\\s<>"{}|^`\\\\\\x7f-\\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff'
    "\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0010ffff]"
)
_URL = re.compile(r"(?:https?|ftp|urn|file|doi):\S", re.IGNORECASE)


def _encode(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def iri_safe(words: str) -> str:
    """The words as the last part of an IRI; the same words give the same part, Chinese is never percent-encoded.

    >>> iri_safe("Model Y"), iri_safe("小米汽车"), iri_safe("<b>"), iri_safe("５０％")
    ('Model_Y', '小米汽车', '%3Cb%3E', '50%25')
    """
    folded = _SPACES.sub("_", unicodedata.normalize("NFKC", words).strip())
    return _FORBIDDEN.sub(_encode, folded)


def url(words: str) -> str | None:
    """The words as an absolute IRI with what is forbidden percent-encoded, None where they are no address.

    >>> url("https://example.org/新闻 1"), url("TOP电商")
    ('https://example.org/新闻%201', None)
    """
    words = words.strip()
    if not _URL.match(words) or words.endswith("://"):
        return None
    return re.sub(r"%(?![0-9A-Fa-f]{2})|[\[\]]", _encode, _BAD_URL.sub(_encode, words))
