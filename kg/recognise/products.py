"""Products and what stands in quotes: models in Latin letters and digits, generations, trims, “…” with a head, 《…》."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.recognise.guess import Guess, Page

_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9+./&-]*(?: [A-Z0-9][A-Za-z0-9+./-]*)*")
_MIXED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])")
_MEASURE = re.compile(
    r"[\d.,]+ ?(?:[kKMGT]?(?:[WVBAJ]h?|Hz|bps|b)|Wh|[kcmnμd]?m2?|k?g|[mM]?L|[TPKGCNxXsh]|mAh|fps|dB|ppi|PS|rpm|ms|min|TOPS|px|"
    r"MP|pt|kWh|Pa|MPa|km/h|N\.?m|in|ml|D|R|th|st|nd|rd|DPI|Mbps|nits?|lm|IU|U|Hp|hp|t|F|E|USD|RMB|HK)(?:\b|$)"
)
_NEVER = re.compile(r"(?:Q[1-4]|H[12]|FY\d+|[A-Z]\d{0,2}股|\d+\.(?:SH|SZ|HK|BJ|SS|US|OC)|(?:SH|SZ|BJ)\d{6}|.*(?:www|http|\.com|\.cn|\.net|html).*|\d+)$", re.I)
_STANDARD = re.compile(r"(?:GB(?:/[TZ])?|ISO(?:/[A-Z]+)?|IEC|IEEE|QC/T|YD/T|SAE|EN|DIN|UL|IP)[ -]?\d[\d.:-]*")
_TRIM = (
    "(?:标准|长续航|超长续航|高性能|性能|旗舰|尊享|至尊|豪华|舒适|运动|四驱|后驱|两驱|单电机|双电机|增程|纯电|混动|插混|冠军|荣耀|先锋|"
    "典藏|纪念|创始|限量|限定|竞速|素皮|典雅|行政|家用|青春|活力|精英|尊贵|进取|智驾|智享|激光雷达|基础|入门|特别|探索|越野|星耀|影像|竞技|"
    "电竞|领航|卓越|超能|闪充|乐享|智行|科技|奢享|尊荣|联名|国际|海外|网络|公测|内测|测试|正式|企业|专业|轻享|全球|高端|低配|高配|顶配)"
)
_AFTER = re.compile(rf" ?(?:(?:Pro|Max|Plus|Ultra|Lite|mini|Mini|Air|SE|PLUS|PRO|MAX|GT|RS|DM-i|DM-p|EV|PHEV)(?![A-Za-z0-9]) ?)*(?:{_TRIM}{{1,3}}版)?")
_SERIES = re.compile(r" ?系列")
_BEFORE = re.compile(
    r"(?:初代|新一代|全新一代|上一代|新款|全新|老款|现款|旧款|改款|中期改款|首代|第 ?[一二三四五六七八九十\d]{1,2} ?代|[一二三四五六]代|20\d\d ?年?款)[的 ]?$"
)
_THINGS = frozenset({"Vehicle", "Device", "Software", "Component", "Product", "Platform"})
_DOMAINS = (
    ("Vehicle", re.compile("车|SUV|MPV|续航|驾驶|轴距|电动|座")),
    ("Device", re.compile("手机|平板|手表|耳机|笔记本|机型|屏|电视|相机|折叠|机器人|主机|设备|英寸|摄")),
    ("Component", re.compile("芯片|处理器|显卡|GPU|CPU|SoC|算力|传感器|发动机|核心|内存|骁龙|天玑")),
    ("Software", re.compile("大模型|模型|APP|App|软件|操作系统|版本|系统|更新|用户|开源")),
)
_QUOTED = re.compile(r"[“「‘]([^“”「」‘’，。！？；：、,;:!?（）()\s]{2,12})[”」’]")
_QUOTE_HEADS = (
    (re.compile(r"(?:大模型|模型|操作系统|软件|APP|App|小程序|客户端|应用|助手)"), "Software"),
    (re.compile(r"(?:平台|架构)"), "Platform"),
    (re.compile(r"(?:功能|模式|主题|服务)"), "Feature"),
    (re.compile(r"(?:技术|系统|工艺|算法)"), "Technology"),
    (re.compile(r"(?:电池|芯片|处理器|发动机|电机|底盘)"), "Component"),
    (re.compile(r"(?:品牌|公司)"), "Company"),
    (re.compile(r"(?:车型|轿车|跑车|SUV|MPV)"), "Vehicle"),
    (re.compile(r"(?:行动|活动|大赛|论坛|大会)"), "NamedEvent"),
    (re.compile(r"(?:公众号)"), "Media"),
)
_NAMED = re.compile(r"(?:命名为|名为|叫做|取名|定名为|名叫|称为|推出|发布|推出了|发布了|品牌)$")
_TITLE = re.compile(r"《([^《》\n]{1,60})》")
_RULES = re.compile(r"(?:法|条例|办法|规定|标准|规范|意见|通知|细则|准则|指引|规划|方案|纲要|公约|规程|制度|规则|要求|决定|若干措施|法案|计划|目录)(?:（.{1,12}）)?$")


class Products:
    """The recogniser of products, quoted names and titles.

    >>> page = Page("新车命名为“云驰”，《星图》一书")
    >>> [(guess.name, guess.cls) for guess in Products()(page)]
    [('星图', 'Work')]
    """

    def __call__(self, page: Page) -> Iterator[Guess]:
        """The models, generations, quoted names and titles of a page."""
        text = page.text
        ends = {guess.end: guess for guess in page.known}
        starts = {guess.start: guess for guess in page.known}
        models = list(self._models(page, ends, starts))
        yield from models
        for guess in (*page.known, *models):
            if guess.cls in _THINGS:
                yield from self._generation(page, guess, ends)
        yield from self._quoted(text)
        yield from self._titles(text)

    def _models(self, page: Page, ends: dict[int, Guess], starts: dict[int, Guess]) -> Iterator[Guess]:
        text = page.text
        for found in _MODEL.finditer(text):
            start, end = found.span()
            while text[end - 1] in "-./&":
                end -= 1
            guess = self._model(page, ends, starts, start, end)
            if guess is not None:
                yield guess

    def _model(
        self, page: Page, ends: dict[int, Guess], starts: dict[int, Guess], start: int, end: int
    ) -> Guess | None:
        text = page.text
        token = text[start:end]
        if _STANDARD.match(token):
            return Guess(start, end, token, "Standard", "product:standard", 2)
        if _NEVER.match(token) or _MEASURE.match(token) or text[start - 1 : start] in ("/", "@", "."):
            return None
        known = starts.get(start)
        host = ends.get(start) or ends.get(start - 1 if text[start - 1 : start] == " " else -1)
        if host is None and known is not None and known.end < end and known.cls in _THINGS | {"Company"}:
            host = known
        mixed = _MIXED.match(token) is not None
        if host is None or host.cls not in _THINGS | {"Company", "Organization"}:
            if not mixed or (known is not None and known.end >= end) or len(token) < 2:
                return None
            cls = _domain(text, start, end)
            return Guess(start, end, token, cls, "product:model", 1) if cls else None
        if not (mixed or token[0].isupper() or token.isdigit()) or (token.isdigit() and host.cls == "Company"):
            return None
        cls = host.cls if host.cls in _THINGS else (known.cls if known and known is not host else _domain(text, start, end))
        if not cls or (not mixed and host.cls == "Company" and known is None):
            return None
        return Guess(host.start, end, text[host.start : end], cls, "product:brand", 2)

    def _generation(self, page: Page, guess: Guess, ends: dict[int, Guess]) -> Iterator[Guess]:
        """The guess with what tells it apart: 初代…, 新款…, … Pro, …标准版, …系列."""
        text, start, end = page.text, guess.start, guess.end
        owner = ends.get(start) or (ends.get(start - 1) if text[start - 1 : start] == " " else None)
        if owner is not None and owner.cls == "Company" and guess.cls in ("Vehicle", "Device"):
            start = owner.start
            yield Guess(start, end, text[start:end], guess.cls, "product:brand", 2)
        after = _AFTER.match(text, end)
        last = after.end() if after and after.end() > end and text[after.end() - 1] != " " else end
        series = _SERIES.match(text, last)
        last = series.end() if series else last
        before = _BEFORE.search(text, max(0, start - 9), start)
        first = before.start() if before else start
        if (first, last) != (start, end):
            yield Guess(first, last, text[first:last], guess.cls, "product:variant", 2)

    def _quoted(self, text: str) -> Iterator[Guess]:
        for found in _QUOTED.finditer(text):
            start, end = found.span(1)
            for head, cls in _QUOTE_HEADS:
                behind = head.match(text, found.end())
                if behind is not None or (_NAMED.search(text, max(0, start - 5), start - 1) and _class_before(text, start) == cls):
                    yield Guess(start, end, found.group(1), cls, "product:quoted", 2)
                    break

    def _titles(self, text: str) -> Iterator[Guess]:
        for found in _TITLE.finditer(text):
            start, end = found.span(1)
            cls = "Standard" if _RULES.search(found.group(1)) else "Work"
            yield Guess(start, end, found.group(1), cls, "title", 2)


def _class_before(text: str, start: int) -> str:
    """The class that the words before a quoted name speak of, the nearest first."""
    before = text[max(0, start - 14) : start]
    best, cls = -1, ""
    for head, of in _QUOTE_HEADS:
        for found in head.finditer(before):
            if found.start() > best:
                best, cls = found.start(), of
    return cls


def _domain(text: str, start: int, end: int) -> str:
    """The class of a model by the words around it: right beside it, else in the whole text; empty where none speaks."""
    near = text[max(0, start - 14) : start] + " " + text[end : end + 14]
    for stretch in (near, text[:1500]):
        counts = [(len(marks.findall(stretch)), -place, cls) for place, (cls, marks) in enumerate(_DOMAINS)]
        count, _, cls = max(counts)
        if count > 0:
            return cls
    return ""
