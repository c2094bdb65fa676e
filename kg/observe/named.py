"""Numbers that no rule names: metrics in the words of the text (拨备覆盖率378%), plain counts, names of parts (4C超充)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.model import Clause, Mention, Observation, Quantity, Span, lineage
from kg.observe import bearer
from kg.observe.grown import ANYTHING
from kg.observe.metric import Choice
from kg.observe.rules import Cue, Rule, anything
from kg.observe.runs import Run
from kg.observe.scene import Found, Scene
from kg.observe.words import marks, residue

_COUNTING = anything(
    "Product",
    "Company",
    "Organization",
    "Facility",
    "NamedEvent",
    "Technology",
    "Work",
    "Standard",
    "Place",
    key="count",
)
_MINTED = replace(ANYTHING, key="minted")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s?(TOPS|kWh|kW|W|nm|纳米|奈米|英寸|寸|mAh|V|C|T|L)(?![A-Za-z])")
_NOTATIONS = {"纳米": "nm", "奈米": "nm", "寸": "英寸"}
_METRICS = {
    "TOPS": "computePower", "kWh": "batteryCapacity", "kW": "power", "W": "power", "nm": "processNode", "mAh": "batteryCapacity",
    "V": "voltage", "C": "chargeRate", "T": "displacement", "L": "displacement", "英寸": "screenSize",
}  # fmt: skip
_WHEELS = ("轮", "胎", "毂")
_LINK = re.compile(
    r"(?:[(（][^()（）]{1,12}[)）])?\s*(?:分别|将|预计|有望|或|仅|约|已|则|均|高达|多达|可|已经|合计|累计|再次|首次)?"
    r"(?:为|达到了|达到|达|是|在|超过|突破|超|不足|约|约为|至|升至|降至|:|：|录得)?(?:约|了|近|超|逾)?\s*"
)
#: how the name of a metric ends
_ENDS = (
    "率|额|量|比|值|数|费|金|价|度|径|距|容积|尺寸|规模|人口|年龄|指数|系数|收益|流出|流入|余额|占比|比重|比例|"
    r"寿命|油耗|电耗|功耗|风阻|像素|次数|人数|户数|积分|评分|票房|产值|增加值|里程|股本|利息|税|债券|存款|跑分|自由度|保费|罚息"
)
_NAME = re.compile(rf"(?:[\u4e00-\u9fffA-Za-z0-9/+-]){{0,12}}?(?:{_ENDS})")
#: what is cut off a name on both sides
_IDLE = " \"“”'"
_LAST = frozenset([*(word[-1] for word in _ENDS.split("|")), *_IDLE])
_BREAK = re.compile(
    r".*(?:的|实现|完成|录得|其中|以及|并且|而且|公司|显示|拥有|具有|提供|支持|搭载|配备|采用|根据|包括|获得|达到|超过|"
    r"目前|截至|截止|报告期内|期间|是|为(?!期)|和(?!解)|与|及|在(?![建岗校售线册职手研])|了|将|使(?!用)|让|把|被|从(?!业)|"
    r"对(?![应外])|等(?!级)|称|(?:该|这|本(?![金息土])|此)[项次款个类家期批种]?|其)"
)
_NO_NAMES = frozenset(
    "基金 质量 高质量 资金 数量 比例 占比 比重 大量 能量 力量 流量 金额 总额 总值 均价 数值 价值 评价 时代 温度 速度 程度 角度 "
    "高度 制度 季度 年度 力度 态度 维度 印度 额度 限度 难度 一度 再度 现金 黄金 股价 物价 代价 参数 指数 大数 多数 少数 次数 人数".split()
)
_NO_HEADS = frozenset("近一两二三四五六七八九十几多每各0123456789")
_TIMES = frozenset("年 个月 周 天 h min s 个季度 日".split())
_RATIO = frozenset({"%", "‰", "百分点", "倍"})
_LEVELS = ("率", "占比", "比重", "比例", "系数", "度")
_THING = re.compile(r"\s*([\u4e00-\u9fffA-Za-z0-9+·-]{1,10})")
_COUNTED = re.compile(
    r"(?:拥有|设有|推出|共有|建有|新增|建成|开设|设立|现有|已有|包括|配备|下辖|下设|发布|培育|引进|申请|获得|完成|组织|投入|新建|落地|签约|[、,，:：]|其中)"
    r"((?!累计|合计|共计|总计)[\u4e00-\u9fff]{2,10}?)(?:共|达|约|近|超|超过|逾|已达|合计|共计|达到|为)?$"
)
_THING_END = re.compile(
    r"(?:的|和|与|及|以及|,|，|、|或|在|已|将|是|为|等|可|供|均|都|中|之|并|组成|构成|可选|投入|参加|参与|进行|来)"
)
CLASSIFIERS = frozenset(
    "款 个 家 项 座 条 名 种 位 台 辆 架 艘 部 套 件 只 颗 枚 块 张 间 所 处 栋 层 大 场 起 批 类 篇 组 支 门 核 席 挡 扇 笔 宗 "
    "例 届 轮 道 集".split()
)


def minted(scene: Scene, run: Run) -> Found:
    """A metric that the text names itself: 百公里油耗为6.05L."""
    found = name(scene.text, scene.clause, run) if run.unit != "折" else None
    if found is None:
        return None
    words, start = found
    about = _bearer(scene, run, Choice(_MINTED, "minted", start, run.start, 0))
    if about is None:
        return f"nobody to bear {words}"
    choice = Choice(_MINTED, f"metric-{words}", run.start, run.start, 0)
    return [scene.observation(choice, about, run, quantity) for quantity in run.quantities]


def counted(scene: Scene, run: Run) -> Found:
    """A plain count: 推出3款车型."""
    found = _counted(scene.text, scene.clause, scene.cues, run)
    if found is None:
        return None
    counts, start = found
    about = _bearer(scene, run, Choice(_COUNTING, "count", start, run.start, 0))
    if about is None:
        return "nobody to bear count"
    choice = Choice(_COUNTING, "count", run.start, run.start, 0)
    return [replace(scene.observation(choice, about, run, run.first), of_thing=counts)]


def _bearer(scene: Scene, run: Run, choice: Choice) -> Mention | None:
    rule, clause = choice.rule, scene.clause
    found = bearer.in_clause(scene.text, clause.mentions, clause.span.start, choice.start, rule.bearer)
    if found is not None:
        return scene.bears(run, choice, rule.bearer, "named", found)
    return scene.bears(run, choice, rule.bearer, "unnamed", bearer.spoken_of(scene.text, clause, rule, scene.said))


def numbered(clause: Clause) -> bool:
    """Does a number open a name in it?"""
    for mention in clause.mentions:  # noqa: SIM110  (`any` over a generator takes twice as long)
        if mention.text[:1].isdigit():
            return True
    return False


def embedded(scene: Scene) -> Iterator[Observation]:
    """The numbers that open the name of a part, about the product that has it: 支持4C超充, 采用7nm工艺."""
    for mention in scene.clause.mentions:
        if not mention.text[:1].isdigit() or "Technology" not in lineage(mention.cls):
            continue
        found = _NUMBER.match(mention.text)
        if not found or found.end() == len(mention.text):
            continue
        unit = _NOTATIONS.get(found.group(2), found.group(2))
        rule = scene.lexicon.by_key["metric-轮毂尺寸" if mention.text.endswith(_WHEELS) else _METRICS[unit]]
        start = mention.span.start
        about = _whole(scene, mention, rule)
        if about is not None:
            quantity = Quantity(Span(start, start + found.end()), found.group(), Decimal(found.group(1)), unit)
            choice = Choice(rule, rule.key, start, start, 0)
            made = scene.observation(choice, about, Run((quantity,), start), quantity)
            yield replace(made, evidence=scene.evidence("named"), confidence=0.7)


def _whole(scene: Scene, part: Mention, rule: Rule) -> Mention | None:
    """What a part belongs to that a number opens: a product in the clause, that of the number before, else another part."""
    clause, until = scene.clause, part.span.start
    parts = [other for other in clause.mentions if other is not part and other.span.end <= until]
    products = [other for other in parts if "Technology" not in lineage(other.cls)]
    found = bearer.in_clause(scene.text, products, clause.span.start, until, rule.bearer)
    if found is None and scene.last is not None and "Product" in lineage(scene.last.about.cls):
        found = scene.last.about
    return found or bearer.in_clause(scene.text, parts, clause.span.start, until, rule.bearer)


def name(text: str, clause: Clause, run: Run) -> tuple[str, int] | None:
    """The name of a metric as the text has it, with where it begins; None where its ends are not clear."""
    floor = run.since
    for span in marks(clause):
        if span.end <= run.start:
            floor = max(floor, span.end)
    if text[floor - 1 : floor + 1] == "其中":
        floor += 1
    words = text[floor : run.start]
    if not 2 <= len(words) <= 28:
        return None
    for cut in range(len(words), 1, -1):
        # one look at the last character spares most patterns
        if words[cut - 1] not in _LAST or not _LINK.fullmatch(words, cut):
            continue
        found = _name(words[:cut])
        if found and _goes(found, run.first):
            return found, floor + cut - len(found)
    return None


def _name(words: str) -> str:
    broken = _BREAK.match(words)
    found = (words[broken.end() :] if broken else words).strip(_IDLE)
    if not 2 <= len(found) <= 14 or found in _NO_NAMES or found[0] in _NO_HEADS:
        return ""
    return found if _NAME.fullmatch(found) else ""


def _goes(name: str, quantity: Quantity) -> bool:
    """Does the unit suit the name: a rate in %, an amount not in %?"""
    if quantity.ordinal or not quantity.unit or (quantity.unit in _TIMES and not name.endswith(("年龄", "寿命"))):
        return False
    return (quantity.unit in _RATIO) == name.endswith((*_LEVELS, "比"))


def _counted(text: str, clause: Clause, cues: Sequence[Cue], run: Run) -> tuple[str, int] | None:
    """The thing that is counted (推出3款车型 → 车型) and where the verb begins; None where nothing is clearly counted."""
    if run.unit not in CLASSIFIERS or len(run.quantities) > 1 or run.first.ordinal:
        return None
    if not _THING.match(text, run.end, clause.span.end):
        return _before_count(text, clause, run)
    words = thing(text, clause, run)
    if words is None:
        return None
    for cue in reversed(cues):
        if cue.end <= run.start and cue.start >= run.since and "count" in cue.meaning.kinds:
            if len(residue(text, cue.end, run.start)) <= 2:
                return words, cue.start
            return None
    return None


def thing(text: str, clause: Clause, run: Run) -> str | None:
    """What is counted, behind its number (3款车型); None where nothing short stands there."""
    found = _THING.match(text, run.end, clause.span.end)
    words = _THING_END.split(found.group(1))[0] if found else ""
    return None if not words or len(words) > 8 or words[0].isdigit() else words


def _before_count(text: str, clause: Clause, run: Run) -> tuple[str, int] | None:
    """新签约项目31个: the thing stands before its number, and nothing behind."""
    found = _COUNTED.search(text, run.since, run.start)
    if found is None:
        return None
    return found.group(1), found.start(1)
