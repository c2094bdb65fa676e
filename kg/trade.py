"""The trade in the description of a firm: 电动汽车制造商极曜汽车 is in the trade of 电动汽车, and so is 极曜汽车是一家电动汽车公司.

Trades are common words, seldom recognised as things of their own; the words stand in rules/words.toml (`trade`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Clause, Evidence, Mention, Reading, Relation, Span
from kg.ontology import Ontology

_KIND = (
    "(?:公司|企业|巨头|制造商|厂商|服务商|供应商|提供商|生产商|运营商|开发商|零售商|经销商|代工厂|代工商|独角兽|新势力"
    "|品牌商|平台|机构|龙头)"
)
_PRAISE = (
    "(?:初创|创业|头部|龙头|知名|领先|上市|科技|技术|解决方案|整体|产品|制造|设计|生产|研发|最大的?|第一|跨国|民营|本土"
    "|专业|服务)"
)
_WHICH = "(?:一家|全球|国内|中国|我国|国际|领先|最大|知名|著名|主要|专业|专注于|从事|主营|头部|的)"
#: The last characters of such a description: without one of them before its name nothing describes a firm.
_LAST = frozenset("司业头商厂兽力台构“「《 ")
_LONGEST = 24


class Trades:
    """Reads the trade of each firm that the text describes by it.

    >>> from kg.model import Document
    >>> from kg.ontology import load
    >>> text = "电动汽车制造商极曜汽车"
    >>> firm = Mention(Span(7, 11), "极曜汽车", "极曜汽车", "Company", "shape")
    >>> clause = Clause(Span(0, 11), Span(0, 11), 0, True, mentions=(firm,))
    >>> [str(one) for one in Trades(load())(Reading(Document("d", text), text, (clause,), (firm,)))]
    ['极曜汽车 industry 电动汽车']
    """

    def __init__(self, ontology: Ontology) -> None:
        trades = "|".join(map(re.escape, sorted(ontology.words["trade"], key=len, reverse=True)))
        trade = f"(?P<trade>{trades})(?:领域|行业|产业|业务|板块)?的?{_PRAISE}{{0,2}}{_KIND}"
        self._before = re.compile(f"{trade}[“「《 ]?$")
        self._behind = re.compile(f"(?:是|系|作为){_WHICH}{{0,5}}{trade}(?![^，。；、的]*的)")

    def __call__(self, reading: Reading) -> Iterator[Relation]:
        """`industry` relations, once for each firm and trade."""
        seen: set[tuple[str, str]] = set()
        for clause in reading.clauses:
            if clause.stance != "Asserted":
                continue
            for mention in clause.mentions:
                if mention.cls != "Company" or mention.refers:
                    continue
                place = self._place(reading.text, clause, mention)
                if place is not None and (mention.name, place.of(reading.text)) not in seen:
                    seen.add((mention.name, place.of(reading.text)))
                    yield _relation(reading, clause, mention, place)

    def _place(self, text: str, clause: Clause, firm: Mention) -> Span | None:
        """Where the trade of the firm stands, before its name or behind it; None where another thing is named so."""
        start, end = firm.span
        found = None
        if start > clause.span.start and text[start - 1] in _LAST:
            found = self._before.search(text, max(clause.span.start, start - _LONGEST), start)
        if found is None:
            found = self._behind.match(text, end, clause.span.end)
        if found is None:
            return None
        place = Span(*found.span("trade"))
        apart = not any(m.cls in ("Industry", "Company") and m.span.overlaps(place) for m in clause.mentions)
        return place if apart else None


def _relation(reading: Reading, clause: Clause, firm: Mention, place: Span) -> Relation:
    words = place.of(reading.text)
    trade = Mention(place, words, words, "Industry", "trade")
    return Relation(
        firm,
        "industry",
        trade,
        Evidence(reading.document.id, clause.sentence, "trade"),
        speaker=clause.speaker,
        confidence=0.8,
    )
