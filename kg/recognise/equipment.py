"""Parts and functions that common words name: 搭载…电机、…悬架和…大灯, 支持…快充.

A verb of equipping says that a list of them follows. A member of the list is the name of a part where it ends in a word
for parts (ontology/names/parts.toml) and something stands before that word. How many there are, praise and who makes it
are no part of the name; a measure (12.3英寸中控屏) belongs to it, but stays a quantity of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.automaton import Automaton
from kg.model import below
from kg.recognise.guess import Guess, Page

#: how far behind its verb a list is read, how long a name may be, and what stands alone between two commas
_REACH, _LONGEST, _PIECE = 110, 26, 40
_STOP = re.compile(r"[，。；！？;!?\n]|(?<![0-9]),|, ")
_JOINT = re.compile(
    r"、|以及|及其|还有|和|与|及|或|(?<=[一-鿿 ])\s?[+＋/]\s?(?=[一-鿿A-Za-z ])|\s[+/]\s?|(?<=[一-鿿])[+＋](?=\d)"
)
_CLOSED = {"“": "”", "「": "」", "（": "）", "(": ")", "《": "》"}
#: what ends a member behind its part: of what kind it is, what it is for
_MARK = re.compile(
    r"等|并|可|来|实现|用于|作为|进行|组成|组合|车型|版本|机型|版|的|在|能|让|使|从而|同时|最大|保护|供|之外|后|且|为|将|，|则|"
    r"方案|功能|配置|设计|套装|选项|技术|系统|服务|[（(]|\s"
)
#: what no member of a list holds: it ends there
_HARD = re.compile("[（(]|并(?!线)")
_COUNT = re.compile(
    r"(?:还|也|均|都|可|全系|更|则|了|有|其|该|约|共计?|多达|高达|最多|最高|总共|合计|至少|全新升级的?|全新开发的?|全新的?|最新款?的?|"
    r"最新一代的?|新的|同级(?:最大|唯一|领先)?(?:尺寸|级别)?的?|全球首[个款]|行业首[个款]|业界首[个款]|首[个款]|是|装有?|定制版?的?|"
    r"自研的?|自主研发的?|一?整套|全套|多[种项款]|更[大高强]的?|包括|包含|例如|比如|诸如|如|(?:\d+|[一两二三四五六七八九十]+|多|数)\s?"
    r"(?:台|个|颗|块|组(?!合)|条|款|枚|种|只|根|套|把|项|副|对|扇|盏|张|片|支|具|处|份|路|节|座(?!位)))\s?的?\s?"
)
_AHEAD = re.compile("的|等(?![效级离同候])|(?<![华作成因不])[为是]|分别")
_MEASURE = re.compile(
    r"(?:高达|最大|最高|约|近|超)?\d[\d.,]*\s?(?:英寸|寸|吋|kWh|Wh|kW|W|千瓦|瓦|mAh|毫安时?|Ah|GHz|MHz|Hz|GB|TB|MB|Gb|Tb|"
    r"G(?![A-Za-z])|mm|cm|毫米|厘米|万像素|亿像素|MP|马力|匹|L|升|度|kg|TOPS)(?:超?大(?:容量|尺寸|底))?\s?的?"
)
_PRAISE = frozenset(
    "先进 完善 领先 最新 全新 高端 多项 相关 这一 该 此 新 自己 自主 核心 成熟 独特 创新 多种 各种 传统 现代 专业 优质 强大 高效 关键 "
    "这些 这种 其他 部分 主要 不同 类似 一定 同一 完整 统一 信息 管理 服务 综合 业务 数字 公司 全球 国内 国际 自研 整套 全套 一整套 "
    "以下 哪些 什么 任何 该项 此类 智能 智能化 高性能 丰富 更多 大量 所有 全部 许多 众多 上述 两 大 小 原 同 性能 高 低 好 专利 "
    "中低端 中高端".split()
)
#: words for parts that say too little alone
_BARE = frozenset(
    "系统 技术 工艺 算法 镀膜 涂层 解决方案 引擎 架构 平台 模组 模块 套件 接口 屏幕 显示屏 大屏 电池 电源 芯片 处理器 镜头 相机 "
    "内存 闪存 核心 面板 中控 仪表 显示器 天线 主板 按键 基站 制动 刹车 排气 底盘 操作系统 大模型 自动驾驶 辅助驾驶 无人驾驶 加热 通风 "
    "按摩 召唤 领航 巡航 泊车 座舱 智能座舱 换电 变焦 超充 四驱 车机 浏览器 输入法 充电器 充电桩 显卡 电机 发动机 马达 座椅 车门 "
    "屏 充电 单摄 车窗 车轮 轮胎 关节 沙发 长焦 微距 投屏 传感器 摄像头 摄像机 控制器 连接器 执行器 基带 硬盘 风扇 键盘 遥控器".split()
)
#: what no name holds, and what no member of a list that goes on behind a comma begins with or holds
_VOID = re.compile(
    "^(?:打造|建设|建立|构建|开发|推动|推进|加强|完善|优化|加快|实施|开展)|[（(][^）)]*$|"
    "(?:服务|(?<![热池源量身电])管理|信息|交易|支付|监管|政务|电商|社交|招聘|投资|审批|结算|评价|指标|保障|标准|教育|培训)(?:平台|系统|技术)$|不|没有|未|而|[一二两三四五多][种个]|[，。；：、]|进行|如果|我们|他们|用户|消费者"
)
_TELLS = re.compile(
    "^(?:可|能|还|并|也|使|让|以|且|从|同时|将|会|有|为|在|对|其|该|这|而|但|均|都|则)|"
    "可以|能够|侧配|实现|控制|打开|开启|提升|位于|取代|成为|进行|通过|被|最大|分别|达到|拥有|位置|采取"
)
#: what no name begins with
_BLANK = " \u3000\xa0”」’"
#: of what kind a part is: it may follow the name
_KIND = re.compile("(?:功能|设计)(?![师院图])")
_TECHNOLOGY = below("Technology") | {"Software"}
_THINGS = below("Product") | _TECHNOLOGY
_NEVER = (below("Product") | {"Person"}) - {"Software"}
_LATIN = re.compile("[A-Za-z]{2}")
#: names with these rules keep their extent
_FIXED = ("gazetteer", "shape:call", "title", "product:standard")


class Equipment:
    """The recogniser of parts in lists behind a verb of equipping; it looks at the names that the others found.

    >>> found = Equipment({"电机": "Component", "大灯": "Component"}, ["搭载"])
    >>> text = "云驰S7搭载一台200kW永磁电机和矩阵式大灯"
    >>> [one.name for one in found(Page(text), [Guess(0, 4, "云驰S7", "Vehicle", "product:model")])]
    ['云驰S7', '200kW永磁电机', '矩阵式大灯']
    """

    def __init__(self, parts: Mapping[str, str], verbs: Iterable[str]) -> None:
        self._parts = dict(parts)
        self._sizes = sorted({len(part) for part in parts}, reverse=True)
        self._verbs = Automaton(dict.fromkeys(verbs, True))

    def __call__(self, page: Page, names: list[Guess]) -> list[Guess]:
        """The names, which stand in order and do not overlap, with the parts of a page that speaks of products."""
        parts = self._found(page.text, names) if any(one.cls in _THINGS for one in names) else {}
        if not parts:
            return names
        taken = {place for one in parts.values() for place in range(one.start, one.end)}
        kept = [one for one in names if taken.isdisjoint(range(one.start, one.end))]
        return sorted([*kept, *parts.values()])

    def _found(self, text: str, names: Sequence[Guess]) -> dict[int, Guess]:
        """The parts by their place; behind the later of two verbs (支持 in 可支持) they are cut better."""
        verbs = [(start, end) for start, end, _ in self._verbs.find(text)]
        starts = [one.start for one in names]
        found: dict[int, Guess] = {}
        for number, (_, end) in enumerate(verbs):
            later = verbs[number + 1][0] if number + 1 < len(verbs) else len(text)
            rule = "equipment"
            for piece in self._pieces(text, end, min(end + _REACH, later)):
                for first, last in members(text, *piece):
                    guess = self._member(text, names, starts, first, last)
                    if guess is not None:
                        found[guess.start] = guess._replace(rule=rule)
                rule = "equipment:list"
        return found

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The words behind a verb up to a comma, then what stands between commas while it holds nothing but parts."""
        stop = _STOP.search(text, start, end)
        yield start, stop.start() if stop else end
        while stop is not None and text[stop.start()] in "，,":
            start, stop = stop.end(), _STOP.search(text, stop.end(), end)
            if stop is None and end < len(text):
                return
            last = stop.start() if stop else end
            if last - start > _PIECE or not all(self._only(text, *one) for one in members(text, start, last)):
                return
            yield start, last

    def _only(self, text: str, start: int, end: int) -> bool:
        """Is a member of a list nothing but the name of a part?"""
        end -= text.endswith("等", start, end)
        return self._head(text, start, end) is not None and not _TELLS.search(text[start:end])

    def _member(
        self, text: str, names: Sequence[Guess], starts: Sequence[int], start: int, end: int
    ) -> Guess | None:  # fmt: skip
        """The part that a member of a list names."""
        found = self._ending(text, start, end)
        if found is None:
            return None
        head, end = found
        start = begin(text, start, head)
        at = max(bisect_left(starts, start) - 1, 0)
        within = [one for one in names[at : bisect_left(starts, end)] if one.end > start]
        first = _clear(text, within, start, head, end) if within else start
        if first is not None and first > start:
            first = begin(text, first, head)
        return None if first is None else _named(text, first, head, end, self._parts[text[head:end]])

    def _ending(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Where the word for a part begins and ends that a member ends in, what tells its kind left out."""
        if text[end - 1] in "”」" and text[start] in "“「":
            start, end = start + 1, end - 1
        head = self._head(text, start, end)
        if head is not None and not _HARD.search(text, start, end):
            return head, end
        for mark in _MARK.finditer(text, start + 2, end):
            head = self._head(text, start, mark.start())
            if head is not None:
                return head, mark.start()
        return None

    def _head(self, text: str, start: int, end: int) -> int | None:
        for size in self._sizes:
            if end - size >= start and text[end - size : end] in self._parts:
                return end - size
        return None


def members(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list, without blanks at their ends; quotes and brackets are not cut.

    >>> text = "大灯和尾灯、“云和海”座椅"
    >>> [text[first:last] for first, last in members(text, 0, len(text))]
    ['大灯', '尾灯', '“云和海”座椅']
    """
    at = start
    closed = _closed(text, start, end)
    for first, last in [*[joint.span() for joint in _JOINT.finditer(text, start, end)], (end, end)]:
        if any(left < first < right for left, right in closed):
            continue
        left, right = at, first
        while left < right and text[left] in " \u3000\xa0":
            left += 1
        while right > left and text[right - 1] in " \u3000\xa0":
            right -= 1
        if right - left > 1:
            yield left, right
        at = last


def _closed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches in quotes and brackets."""
    found, at = [], start
    while at < end:
        closer = _CLOSED.get(text[at])
        if closer is not None:
            until = text.find(closer, at, end)
            found.append((at, until if until >= 0 else end))
            at = found[-1][1]
        at += 1
    return found


def begin(text: str, start: int, head: int) -> int:
    """Where a name begins: behind the last 的 or 等, and behind what counts and praises.

    >>> begin("一块更大的全新中控屏", 0, 7)
    7
    """
    for end in _AHEAD.finditer(text, start, head):
        start = end.end()
    count = _COUNT.match(text, start, head)
    while count is not None and count.end() > start:
        start = count.end()
        count = _COUNT.match(text, start, head)
    quote = text.rfind("“", start, head) if text[head - 1] == "”" else -1
    return quote if quote > start and not _MEASURE.match(text, start, head) else start


def _clear(text: str, within: Iterable[Guess], start: int, head: int, end: int) -> int | None:
    """Where the name `[start, end)` begins, those in it considered; None where one of them says it, or forbids it."""
    for one in within:
        if one.end > end or one.cls in _NEVER:
            return None
        if one.start < start:
            start = one.start
        if one.cls in _TECHNOLOGY:
            fixed = one.rule.startswith(_FIXED)
            if one.end == end and (
                (fixed and not _LATIN.search(text, start, one.start))
                or (one.strength > 1 and one.start <= start and not _MEASURE.match(text, start, head))
            ):
                return None
        elif one.end > head:
            return None
        else:
            start = one.end
    return start


def _named(text: str, start: int, head: int, end: int, cls: str) -> Guess | None:
    """The name of the part; None where it says too little."""
    idle = _BLANK if text.find("”", start, end) >= 0 else _BLANK + "“「"
    while start < end and text[start] in idle:
        start += 1
    measure = _MEASURE.match(text, start, head)
    first, name = measure.end() if measure else start, text[start:end]
    core = text[first:head].strip(" “”「」")
    if not 2 <= len(name) <= _LONGEST or _VOID.search(name) or core in _PRAISE:
        return None
    if not (core or measure) and text[head:end] in _BARE:
        return None
    kind = _KIND.match(text, end)
    return Guess(first, kind.end() if kind else end, name, cls, "equipment", 2)
