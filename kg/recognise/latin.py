"""Unknown names in Latin letters: what they are is told by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.recognise.guess import Guess, Page

#: Abcd, iAbc, ABcD, ABCD. The set of first letters stands alone at its head: the engine skips to those.
_NAME = re.compile(
    r"[A-Za-z](?<![A-Za-z0-9@./_-].)"
    r"(?:(?<=[A-Z])(?:[a-z]{2,}|[A-Z]*[a-z]+[A-Z][A-Za-z]*|[A-Z]{3,})|(?<=[a-z])[a-z]{0,2}[A-Z][A-Za-z]+)"
    r"(?:[ -](?:[A-Z][A-Za-z]+|AI))*(?![A-Za-z0-9@/_-]|\.[A-Za-z])"
)
_GAP = re.compile(r"[”」）) ]{0,2}")
#: class, words directly before, words directly after
_CUES = (
    (
        "Media",
        re.compile(r"(?:据|外媒|媒体|援引|杂志|网站)[“「《 ]{0,2}$"),
        re.compile(r"(?:报道|消息|网站|杂志|电台|爆料|援引|披露)"),
    ),
    (
        "Company",
        re.compile(
            r"(?:收购|公司|初创企业|创业公司|制造商|开发商|生产商|供应商|运营商|服务商|厂商|巨头|伙伴|竞购|入股|投资方|创立|品牌|机构|工作室|子公司|携手|"
            r"车企|药企|企业)(?:了|的)?[“「 ]{0,2}$"
        ),
        re.compile(
            r"(?:公司|集团|宣布|表示|CEO|首席执行官|创始人|联合创始人|董事长|总裁|完成.{0,8}融资|获得?.{0,8}(?:融资|投资)|的收购|成立于|总部|股价|"
            r"工作室|发言人|高管|员工|旗下|财报|计划|透露|官网|股东|方面)"
        ),
    ),
    (
        "Software",
        re.compile(r"(?:模型|软件|应用|浏览器|操作系统|平台|工具|游戏|程序|开源)[“「 ]{0,2}$"),
        re.compile(r"(?:操作系统|大模型|模型|软件|浏览器|应用|引擎|平台|聊天机器人|算法库|框架)"),
    ),
    (
        "Vehicle",
        re.compile(r"(?:车型|新车|轿车|跑车|SUV)[“「 ]{0,2}$"),
        re.compile(r"(?:车型|轿车|跑车|SUV|概念车|皮卡)"),
    ),
    (
        "Device",
        re.compile(r"(?:手机|耳机|手表|平板|头显)[“「 ]{0,2}$"),
        re.compile(r"(?:手机|耳机|手表|平板|头显|眼镜)"),
    ),
)
#: two plain words with one of these are a person: Dana Whitfield表示
_SPEAKS = re.compile("表示|透露|认为|指出|说|称")
_FULL = re.compile("[A-Z][a-z]+ [A-Z][a-z]+")
_COMMON = frozenset(
    "App APP Wi-Fi WiFi Pro Max Plus Ultra Mini Note Type Logo Top Vlog LIVE NEWS JPEG HTML HTTP HTTPS Beta Alpha Demo Bug Hi-Fi "
    "WIFI AMOLED OLED MEMS SUVs PPTX POLED RGBW SDRAM SRAM Turbo Lite Sport Edition The And For With Live News Copyright "
    "CEO COO CFO CTO IPO SUV MPV PPT PDF USB ETF ESG MCN KOL VIP DIY FOB CIF NBA CBA".split()
)


class Latin:
    """The recogniser of unknown Latin names.

    >>> [(guess.name, guess.cls) for guess in Latin()(Page("收购了初创公司Lumora，Lumora成立于2019年"))]
    [('Lumora', 'Company'), ('Lumora', 'Company')]
    """

    def __call__(self, page: Page) -> Iterator[Guess]:
        """The names whose class the words beside them tell."""
        text = page.text
        starts = {guess.start: guess for guess in page.known}
        for found in _NAME.finditer(text):
            start, end = found.span()
            known = starts.get(start)
            if found.group() in _COMMON or (known is not None and known.end >= end):
                continue
            cls = _class(text, start, end)
            if cls:
                yield Guess(start, end, found.group(), cls, "latin:context", 2)


def _class(text: str, start: int, end: int) -> str:
    gap = _GAP.match(text, end)
    behind = gap.end() if gap else end
    if _FULL.fullmatch(text, start, end) and _SPEAKS.match(text, behind):
        return "Person"
    ahead = text[max(0, start - 8) : start]
    for cls, before, after in _CUES:
        if after.match(text, behind) and (cls != "Media" or before.search(ahead)):
            return cls
    return next((cls for cls, before, _ in _CUES if cls != "Media" and before.search(ahead)), "")
