"""Web pages: the article's own words, without menus, adverts and comments; metadata from where pages keep them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kg.model import Document
from kg.read.day import day
from kg.read.decode import Decoded, decode
from kg.read.item import Found, Item

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

#: Where sites keep the article, most telling first. A container counts when it holds enough Chinese text.
ARTICLES = (
    "#js_content",  # WeChat
    "[itemprop=articleBody]",
    "#artibody, #article_content, #articleContent, #article-content, #mp-editor, #paragraph, #ContentBody, #detailContent",
    ".article-content, .article_content, .articleDetailContent, .article-detail, .article__content, .article-body",
    ".post_body, .post-content, .entry-content, .content-article, .news-content, .news_content, .rich_media_content",
    ".rm_txt_con, .TRS_Editor, .left_zw, .art_content, .article-con, .detail-content, .main-content, .text-content",
    "#detail, #content, .article, article, main",
)
#: Shortest container that is taken for the article, in characters.
SHORTEST = 60

_SKIPPED = frozenset(
    "script style noscript template svg canvas form button select nav footer aside iframe object video audio".split()
)
_BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li table tr blockquote pre figure figcaption dl dt dd hr".split()
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SITE = re.compile(r"\s*[-_|—–·]\s*[^-_|—–·]{2,20}$")
_BLANKS = re.compile(r"[ \t\r\f\v\xa0\u3000]*\n\s*")
_TITLES = ("meta[property='og:title']", "#activity-name", "h1", "title")
_DAYS = (
    "meta[property='article:published_time'], meta[name='article:published_time'], meta[property='og:release_date']",
    "meta[itemprop=datePublished], meta[name=publishdate], meta[name=pubdate], meta[name=PubDate], meta[name=publish_time]",
    "meta[name='weibo:article:create_at'], meta[name='apub:time'], meta[name=date]",
    "time[datetime]",
    "#publish_time, .publish-time, .pub-time, .article-time, .post-time, .date, time",
)
_AUTHORS = ("meta[name=author], meta[property='article:author']", "#js_author_name, .author-name, [rel=author]")
_PUBLISHERS = ("meta[property='og:site_name']", "#js_name", "meta[name=mediaid]")
_SOURCES = ("link[rel=canonical]", "meta[property='og:url']")


def read(item: Item) -> Iterator[Found]:
    """The one document of a page: its text is the plain text of the article; raises OSError and InputError."""
    from selectolax.lexbor import LexborHTMLParser

    decoded = _decoded(item.data())
    tree = LexborHTMLParser(decoded.text)
    linked = _linked(tree)
    title = _title(tree) or linked.get("headline")
    yield Document(
        item.id,
        article(tree, decoded.text),
        title=title,
        issued=next((found for words in _every(tree, _DAYS) if (found := day(words))), None)
        or day(linked.get("datePublished"))
        or day(_stamped(decoded.text)),
        source=next(iter(_every(tree, _SOURCES)), None),
        publisher=next(iter(_every(tree, _PUBLISHERS)), None),
        authors=tuple(dict.fromkeys(_every(tree, _AUTHORS[:1]) or _every(tree, _AUTHORS[1:]))),
        warnings=decoded.warnings,
    )


def _decoded(data: bytes) -> Decoded:
    """By what the page says of itself, where that is true; else by its bytes."""
    named = _CHARSET.search(data, 0, 4096)
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = named[1].decode("ascii").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else name
        try:
            return Decoded(data.decode(name), name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def article(tree: LexborHTMLParser, source: str) -> str:
    """The words of the article, a line a paragraph: by the containers of sites, else as trafilatura sees it, else all."""
    for selector in ARTICLES:
        texts = [words(node) for node in tree.css(selector)]
        longest = max(texts, key=len, default="")
        if len(longest) >= SHORTEST:
            return longest
    import trafilatura

    found = trafilatura.extract(source, include_comments=False, include_tables=True, output_format="txt")
    return found.strip() if found else words(tree.body) if tree.body else ""


def words(node: LexborNode) -> str:
    """The text of a node: a block is a line, a table cell is set off by a blank, what is never read is left out."""
    pieces: list[str] = []
    waiting: list[LexborNode | str] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
        elif one.tag == "-text":
            pieces.append(re.sub(r"[ \t\r\n\f]+", " ", one.text_content or ""))
        elif one.tag == "br":
            pieces.append("\n")
        elif one.tag and one.tag not in _SKIPPED and not one.tag.startswith("-") and not one.tag.startswith("_"):
            end = "\n" if one.tag in _BLOCKS else "  " if one.tag in ("td", "th") else ""
            pieces.append("\n" if end == "\n" else "")
            waiting.append(end)
            waiting.extend(reversed(list(one.iter(include_text=True))))
    return _BLANKS.sub("\n", "".join(pieces)).strip()


def _title(tree: LexborHTMLParser) -> str | None:
    for selector in _TITLES:
        for found in _every(tree, (selector,)):
            return _SITE.sub("", found) if selector == "title" else found
    return None


def _every(tree: LexborHTMLParser, selectors: Iterable[str]) -> list[str]:
    """What the nodes say that the selectors find, in order."""
    said = []
    for selector in selectors:
        for node in tree.css(selector):
            held = node.attributes
            value = held.get("content") or held.get("datetime") or held.get("href") or node.text(strip=True)
            if value and value.strip():
                said.append(" ".join(value.split()))
    return said


def _linked(tree: LexborHTMLParser) -> dict[str, str]:
    """The strings of the page's JSON-LD article."""
    found: dict[str, str] = {}
    for node in tree.css("script[type='application/ld+json']"):
        try:
            content = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        for one in content if isinstance(content, list) else [content]:
            if isinstance(one, dict):
                found |= {key: value for key, value in one.items() if isinstance(value, str)}
    return found


def _stamped(source: str) -> str | None:
    """The day of a WeChat page, which only its script tells (`var ct = "1690855200"`), in China's time."""
    found = re.search(r"\bvar\s+ct\s*=\s*[\"'](\d{10})[\"']", source)
    return str((datetime.fromtimestamp(int(found[1]), UTC) + timedelta(hours=8)).date()) if found else None
