"""Products and what stands in quotes: models in Latin letters and digits, generations, trims, “…” with a head, 《…》."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.ontology import Name
from kg.recognise.guess import Guess, Page

_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9+./&-]*(?: [A-Z0-9][A-Za-z0-9+./-]*)*")
#: before a model these make it part of something else
_TIED = ("/", "@", ".")
_MIXED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])")
_MEASURE = re.compile(
    r"[\d.,]+ ?(?:[kKMGT]?(?:[WVBAJ]h?|Hz|bps|b)|Wh|[kcmnμd]?m2?|k?g|[mM]?L|[TPKGCNxXsh]|mAh|fps|dB|ppi|PS|rpm|ms|min|TOPS|px|"
    r"MP|pt|kWh|Pa|MPa|km/h|N\.?m|in|ml|D|R|th|st|nd|rd|DPI|Mbps|nits?|lm|IU|U|Hp|hp|t|F|E|USD|RMB|HK)(?:\b|$)"
)
_NEVER = re.compile(
    r"(?:(?:TOP|Top|CES|IFA|MWC|PM|NO\.?|No\.?|VOL|EP|Part|GB|CAGR|CO|Wi-?Fi|WIFI|Beta|Alpha|Grade|[Mm]otor|IPX?|PD|QC|Qi|"
    r"GDDR|LPDDR|DDR|[Vv])[ .]?\d*(?:\.\d+)*|V2[A-Z]|.*/.*|[a-z]+ .*|MIL-.*|HK\d{5}|[A-Z0-9]{12,}|LiFePO4|"
    r"[A-Z]2[A-Z]|H2O|[CTRMLVSP][0-5]|\d.*|[A-Za-z]?\d+[xX×]\d+.*|.*/s|Q[1-4]|H[12]|FY\d+|[A-Z]\d{0,2}股|(?:SH|SZ|BJ)\d{6}|.*(?:www|http|\.com|\.cn|\.net|html).*)$"
)
_STANDARD = re.compile(r"(?:GB(?:/[TZ])?|ISO(?:/[A-Z]+)?|IEC|IEEE|QC/T|YD/T|SAE|EN|DIN|UL|IP)[ -]?\d[\d.:-]*")
#: Latin words that stand before a model and are no part of it
_LEADING = re.compile(
    r"(?:SUV|MPV|GPU|CPU|SoC|APP|App|AI|OTA|NOA|API|IP|CD|DAC|SSD|LED|Top|TOP|PK|VS|vs|EV|UFS|RAM|ROM|Type) (?=[A-Za-z]*\d)"
)
_TRIM = (
    "(?:标准|长续航|超长续航|高性能|性能|旗舰|尊享|至尊|豪华|舒适|运动|四驱|后驱|两驱|单电机|双电机|增程|纯电|混动|插混|冠军|荣耀|先锋|"
    "典藏|纪念|创始|限量|限定|竞速|素皮|典雅|行政|家用|青春|活力|精英|尊贵|进取|智驾|智享|激光雷达|基础|入门|特别|探索|越野|星耀|影像|竞技|"
    "电竞|领航|卓越|超能|闪充|乐享|智行|科技|奢享|尊荣|联名|国际|海外|网络|公测|内测|测试|正式|企业|专业|轻享|全球|高端|低配|高配|顶配)"
)
_AFTER = re.compile(
    r" ?(?:(?:Pro|Max|Plus|Ultra|Lite|mini|Mini|Air|SE|PLUS|PRO|MAX|GT|RS|DM-i|DM-p|EV|PHEV)(?![A-Za-z0-9]) ?)*"
    rf"(?:{_TRIM}{{1,3}}版)?"
)
#: a trim in Chinese behind a space, in a list of trims: E9 PRO、E9 宗师
_SPACED = re.compile("( [\u4e00-\u9fff]{2,3})(?=[、，。；：（）]|[和与及]|[一二三四五两]款|车型|版|$)")
_SERIES = re.compile(r" ?系列")
_BEFORE = re.compile(
    r"(?:初代|新一代|全新一代|上一代|新款|全新|老款|现款|旧款|改款|中期改款|首代|第 ?[一二三四五六七八九十\d]{1,2} ?代|"
    r"(?<!新)(?<!上)(?<!下)[一二三四五六]代|20\d\d ?年?款) ?$"
)
_THINGS = frozenset({"Vehicle", "Device", "Software", "Component", "Product", "Platform"})
#: what comes in generations and model years
_EDITIONS = frozenset({"Vehicle", "Device", "Software"})
_HOSTS = _THINGS | {"Company", "Organization"}
_DIGITS = "0123456789"
#: what may follow a series without a digit: iPhone X, Galaxy S
_NUMERALS = frozenset("Pro Max Plus Ultra Mini mini Air SE X XR XS Lite GT RS PRO MAX PLUS".split())
_DOMAINS = (
    ("Vehicle", re.compile("车|SUV|MPV|续航|驾驶|轴距|电动|座")),
    ("Device", re.compile("手机|平板|手表|耳机|笔记本|机型|屏|电视|相机|折叠|机器人|主机|设备|英寸|摄")),
    ("Component", re.compile("芯片|处理器|显卡|GPU|CPU|SoC|算力|传感器|发动机|核心|内存|骁龙|天玑")),
    ("Software", re.compile("大模型|模型|APP|App|软件|操作系统|应用|开源")),
)
_QUOTED = re.compile(r"[“「‘]([^“”「」‘’，。！？；：、,;:!?（）()\s]{2,12})[”」’]")
#: words beside a quoted name with the class that they tell, the first in order wins: 操作系统 before 系统
_QUOTE_HEADS = {
    "Software": "大模型|模型|操作系统|软件|APP|App|小程序|客户端|应用|助手",
    "Platform": "平台|架构",
    "Feature": "功能|主题",
    "Technology": "技术|系统|工艺|算法",
    "Component": "电池|芯片|处理器|发动机|电机|底盘",
    "Company": "品牌|公司",
    "Vehicle": "车型|轿车|跑车|SUV|MPV",
    "Device": "手机|平板电脑|手表|耳机|相机|音箱|机器人|笔记本",
    "NamedEvent": "行动|活动|大赛|论坛|大会",
    "Media": "公众号",
}
_QUOTE_CLASSES = tuple(_QUOTE_HEADS)
#: one group for each class
_QUOTE_HEAD = re.compile("|".join(f"({words})" for words in _QUOTE_HEADS.values()))
#: what is quoted, not named: 公司“没有隐瞒缺陷”
_SAID = re.compile("没有|我们|不|是|了|的|会|将|要|已|都|很|让|把|被|就|也|从|为")
#: the same right before the quotation marks: 推理芯片“海岬200”
_RIGHT_BEFORE = re.compile("(?:" + "|".join(f"({words})" for words in _QUOTE_HEADS.values()) + ")$")
_HEADS_OF = {cls: re.compile(words) for cls, words in _QUOTE_HEADS.items()}
_NAMED = re.compile(r"(?:命名为|名为|叫做|取名|定名为|名叫|称为|推出|发布|推出了|发布了|品牌)$")
_TAIL = re.compile(r"(?<=[\u4e00-\u9fff])[A-Za-z0-9-]{2,}$")
_TITLE = re.compile(r"《([^《》\n]{1,60})》")
_RULES = re.compile(
    r"(?:法|条例|办法|规定|标准|规范|意见|通知|细则|准则|指引|规划|方案|纲要|公约|规程|制度|规则|要求|决定|措施|法案|计划|目录|"
    r"公告|指南|协定|\d{1,2}条)(?:（.{1,12}）)?$"
)


_PRESS = re.compile("(?:报|周刊|新闻|杂志|快报|邮报)$")


class Products:
    """The recogniser of products, quoted names and titles.

    >>> page = Page("新车命名为“云驰”，《星图》一书")
    >>> [(guess.name, guess.cls) for guess in Products()(page)]
    [('星图', 'Work')]
    """

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._makes = _makes(names)

    def __call__(self, page: Page) -> Iterator[Guess]:
        """The models, generations, quoted names and titles of a page."""
        text = page.text
        ends = {guess.end: guess for guess in page.known}
        starts = {guess.start: guess for guess in page.known}
        tails = _tails(page.known)
        models = list(self._models(page, ends, starts, tails))
        yield from models
        for guess in (*page.known, *models):
            if guess.cls in _THINGS:
                yield from self._generation(page, guess, ends)
        yield from self._quoted(text)
        if "《" in text:
            yield from self._titles(text)

    def _models(
        self, page: Page, ends: Mapping[int, Guess], starts: Mapping[int, Guess], tails: Mapping[str, str]
    ) -> Iterator[Guess]:
        text, domains = page.text, Domains(page.text)
        for found in _MODEL.finditer(text):
            start, end = found.span()
            token = found.group()
            if (start not in starts and start not in ends and start - 1 not in ends) and (
                token.isdigit() or not _MIXED.match(token)
            ):
                continue  # a number is a model behind its series only, and there are many
            while text[end - 1] in "-./&":
                end -= 1
            leading = _LEADING.match(text, start, end)
            start = leading.end() if leading else start
            token = text[start:end]
            if _STANDARD.match(token):
                yield Guess(start, end, token, "Standard", "product:standard", 2)
            elif not (_MEASURE.match(token) or text[start - 1 : start] in _TIED):
                host, known = _beside(text, ends, starts, start)
                guess = self._hosted(text, host, known, start, end) or self._bare(domains, known, tails, start, end)
                if guess is not None:
                    yield guess

    def _hosted(self, text: str, host: Guess | None, known: Guess | None, start: int, end: int) -> Guess | None:
        """A model behind a maker or a series: 问界M9, iPhone 15, Redmi K60E."""
        token = text[start:end]
        if known is not None and known.end >= end:
            return None
        if known is not None and known.end < end and text[known.end] in " " + _DIGITS and known.cls in _HOSTS:
            host, start = known, known.end
            token = text[start:end].strip()
        if host is None or host.cls not in _HOSTS or not token:
            return None
        mixed = _MIXED.match(token) is not None
        if host.cls in _THINGS:
            fits = (mixed and token[0].isupper()) or token.isdigit() or token.split(" ")[0] in _NUMERALS
            return Guess(host.start, end, text[host.start : end], host.cls, "product:brand", 2) if fits else None
        made = self._makes.get(host.name, ())
        if not made or not mixed or token[0].isdigit():
            return None
        cls = made[0] if len(made) == 1 else Domains(text).near(start, end, made) or made[0]
        return Guess(host.start, end, text[host.start : end], cls, "product:brand", 2)

    def _bare(
        self, domains: Domains, known: Guess | None, tails: Mapping[str, str], start: int, end: int
    ) -> Guess | None:
        """A model that stands alone: SU7, EV5."""
        token = domains.text[start:end]
        cls = tails.get(token.split(" ")[0])
        if known is None and cls:
            trim = _SPACED.match(domains.text, end)
            end = trim.end(1) if trim else end
            return Guess(start, end, domains.text[start:end], cls, "product:model", 2)
        if known is not None or len(token) < 2 or not _MIXED.match(token) or _NEVER.match(token):
            return None
        cls = domains.near(start, end, ()) or (domains.whole() if len(token) > 2 else "")
        return Guess(start, end, token, cls, "product:model", 1) if cls else None

    def _generation(self, page: Page, guess: Guess, ends: Mapping[int, Guess]) -> Iterator[Guess]:
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
        before = _BEFORE.search(text, max(0, start - 9), start) if guess.cls in _EDITIONS else None
        first = before.start() if before else start
        if (first, last) != (start, end):
            yield Guess(first, last, text[first:last], guess.cls, "product:variant", 2)

    def _quoted(self, text: str) -> Iterator[Guess]:
        for found in _QUOTED.finditer(text):
            start, end = found.span(1)
            behind = _QUOTE_HEAD.match(text, found.end())
            told = [_QUOTE_CLASSES[behind.lastindex - 1]] if behind and behind.lastindex else []
            if _NAMED.search(text, max(0, start - 5), start - 1):
                told.append(_class_before(text, start))
            beside = _RIGHT_BEFORE.search(text, max(0, start - 9), start - 1)
            if beside and beside.lastindex and not _SAID.search(found.group(1)) and not beside[0].endswith("公司"):
                told.append(_QUOTE_CLASSES[beside.lastindex - 1])
            cls = min(filter(None, told), key=_QUOTE_CLASSES.index, default="")
            if cls:
                yield Guess(start, end, found.group(1), cls, "product:quoted", 2)

    def _titles(self, text: str) -> Iterator[Guess]:
        for found in _TITLE.finditer(text):
            start, end = found.span(1)
            cls = "Standard" if _RULES.search(found.group(1)) else "Media" if _PRESS.search(found.group(1)) else "Work"
            yield Guess(start, end, found.group(1), cls, "title", 2)


def _beside(
    text: str, ends: Mapping[int, Guess], starts: Mapping[int, Guess], start: int
) -> tuple[Guess | None, Guess | None]:
    """The known names that end right before `start`, a blank apart or not, and that begin there."""
    return ends.get(start) or ends.get(start - 1 if text[start - 1 : start] == " " else -1), starts.get(start)


def _tails(known: Iterable[Guess]) -> dict[str, str]:
    """The model words that end the names of known products, with their class: E9 of 传祺E9."""
    return {
        tail.group(): guess.cls
        for guess in known
        if guess.cls in _EDITIONS and (tail := _TAIL.search(guess.name)) and _MIXED.match(tail.group())
    }


def _class_before(text: str, start: int) -> str:
    """The class that the words before a quoted name speak of, the nearest first."""
    before = text[max(0, start - 14) : start]
    best, cls = -1, ""
    for of, head in _HEADS_OF.items():
        for found in head.finditer(before):
            if found.start() > best:
                best, cls = found.start(), of
    return cls


class Domains:
    """What kind of thing a text speaks of: by the words beside a place, or in the whole of it (counted once)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._whole: str | None = None

    def near(self, start: int, end: int, among: tuple[str, ...]) -> str:
        """The class that the words around `[start, end)` speak of; empty where none does. `among`: only these."""
        return _domain(self.text[max(0, start - 10) : start] + " " + self.text[end : end + 10], among)

    def whole(self) -> str:
        """The class that the beginning of the text speaks of most."""
        if self._whole is None:
            self._whole = _domain(self.text[:800], ())
        return self._whole


def _domain(stretch: str, among: tuple[str, ...]) -> str:
    count, _, cls = max(
        (len(marks.findall(stretch)), -place, cls)
        for place, (cls, marks) in enumerate(_DOMAINS)
        if not among or cls in among
    )
    return cls if count else ""


def _makes(names: Iterable[Name]) -> dict[str, tuple[str, ...]]:
    """Makers with the classes of the products that the lexicon lists under their name, the most frequent first."""
    names = list(names)
    makers = {word: name.name for name in names if name.cls == "Company" for word in (name.name, *name.aliases)}
    kinds = {cls for cls, _ in _DOMAINS}
    counts: dict[str, Counter[str]] = {}
    for name in names:
        if name.cls in kinds:
            for word in (name.name, *name.aliases):
                for length in range(2, min(9, len(word))):
                    maker = makers.get(word[:length].strip())
                    if maker is not None:
                        counts.setdefault(maker, Counter())[name.cls] += 1
    return {maker: tuple(cls for cls, _ in count.most_common(2)) for maker, count in counts.items()}
