"""A place in a place: 河北省涿州市刁窝镇 names three things, 德国慕尼黑 two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.ontology import Name
from kg.recognise.guess import Guess

#: lands that a place may be named behind without any mark of what it is
_LANDS = frozenset(
    "中国 美国 英国 法国 德国 日本 韩国 朝鲜 俄罗斯 加拿大 墨西哥 巴西 阿根廷 智利 秘鲁 "
    "哥伦比亚 澳大利亚 新西兰 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 芬兰 丹麦 冰岛 "
    "爱尔兰 奥地利 波兰 捷克 匈牙利 罗马尼亚 保加利亚 希腊 土耳其 乌克兰 白俄罗斯 塞尔维亚 "
    "以色列 沙特 阿联酋 卡塔尔 伊朗 伊拉克 埃及 南非 尼日利亚 肯尼亚 摩洛哥 埃塞俄比亚 印度 "
    "巴基斯坦 孟加拉国 斯里兰卡 泰国 越南 马来西亚 印尼 菲律宾 缅甸 柬埔寨 老挝 哈萨克斯坦 "
    "乌兹别克斯坦 蒙古国 蒙古 台湾 中国台湾".split()
)
_PROVINCES = frozenset(
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 "
    "湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 北京市 天津市 "
    "上海市 重庆市".split()
)
#: what no place in a place begins with: 河北|省涿州市, 上海|及周边
_GOES_ON = frozenset("省市县区州镇乡村自和与及至到等各全的、—-－·")
#: whole, though they begin with the name of another place
_WHOLE = frozenset(
    "印度尼西亚 几内亚比绍 刚果民主共和国 沙特阿拉伯 马里亚纳 印度支那 海南岛 海南州 吉林市 台湾海峡 南非洲".split()
)
#: parts and kinds of a place, not places in it
_PART = re.compile(
    "[东西南北中]{0,2}(?:部|方|侧|境|麓|岸|南|北|东|西)?(?:部|地区|海岸|沿海|海域|边境|边界)?"
    "|.{0,2}(?:盆地|半岛|高原|平原|大陆|内地|本土|境内|境外|海外|国内|省内|市内|沿海|海岸|海域|领海|海峡|湾区|湾|沿线|边境|口岸|港口|地区|"
    "农村|乡村|各地|多地|两地|三地|一带|周边|全境|全省|全市|全国|市场|共和国|王国|联邦|中心|城市副中心)"
    "|(?:主|中心)?城区|[山牧市郊]区|[东西南北中]区|.?新区|(?:高新|经开|开发|自贸|保税|综保|工业园|工业|园|特|片|试验|示范|合作|港务|经济技术开发|经济开发|高新技术开发|高新技术产业开发|自贸试验|自由贸易试验|"
    "国际港务|新技术开发)区|自贸港|自由贸易港|新城|老城|古城|经济带|经济圈|都市圈|城市群|副中心|大道|[东西南北中]?[一二三四五六七八九]?[路街]|[一二三四五六]环路?"
)
_MARKED = re.compile("[一-鿿]{1,7}?(?:特别行政区|自治区|自治州|自治县|新区|街道|社区|[省市州盟县区旗镇乡村邦郡岛])")
_HEAD = re.compile("[一-鿿]{1,5}?(?:自治区|自治州|自治县|[省市州县镇乡])")
_HAN = re.compile("[一-鿿]{2,12}")


class Regions:
    """Takes the names of places apart.

    >>> regions = Regions([Name("河北", "Place", ("河北省",))])
    >>> [guess.name for guess in regions([Guess(0, 9, "河北省涿州市刁窝镇", "Place", "tagger", 2)])]
    ['河北', '涿州市', '刁窝镇']
    """

    def __init__(self, names: Iterable[Name]) -> None:
        places = [name for name in names if name.cls == "Place"]
        self._names: Mapping[str, str] = {word: name.name for name in places for word in (name.name, *name.aliases)}
        self._wide = frozenset(
            word for name in places if name.name in _LANDS | _PROVINCES for word in (name.name, *name.aliases)
        )
        self._whole = _WHOLE | {word for name in places if name.aliases for word in (name.name, *name.aliases)}

    def __call__(self, names: list[Guess]) -> list[Guess]:
        """The names, those of places in places taken apart; in order as they came."""
        if not any(guess.cls == "Place" and guess.end - guess.start > 3 for guess in names):
            return names
        return [part for guess in names for part in self._of(guess)]

    def _of(self, guess: Guess) -> Iterator[Guess]:
        size = guess.end - guess.start
        parts = self.parts(guess.name) if guess.cls == "Place" and 3 < size == len(guess.name) else ()
        if len(parts) < 2:
            yield guess
            return
        place = guess.start
        for part in parts:
            yield guess._replace(start=place, end=place + len(part), name=self._names.get(part, part))
            place += len(part)

    def parts(self, name: str) -> list[str]:
        """The places that a name of a place names, the widest first; the name alone where it is one."""
        parts = []
        while (size := self._first(name)) > 0:
            parts.append(name[:size])
            name = name[size:]
        return [*parts, name]

    def _first(self, name: str) -> int:
        """How many characters name the widest place; 0 where they all do."""
        if len(name) < 4 or name in self._whole or not _HAN.match(name):
            return 0
        for size in range(2, len(name) - 1):
            rest = name[size:]
            if rest[0] not in _GOES_ON and not _PART.fullmatch(rest) and self._apart(name[:size], rest):
                return size
        return 0

    def _apart(self, wide: str, rest: str) -> bool:
        """Is the first a place, and the rest one in it?"""
        if wide in self._wide or (wide in self._names and rest in self._names):
            return _HAN.match(rest) is not None
        marked = _MARKED.match(rest)
        if len(wide) > 2 and _HEAD.fullmatch(wide):
            return marked is not None or wide[-1] in "省州" or rest[-1] in "路街" or wide in self._names
        return marked is not None and marked.end() == len(rest) > 2 and wide + "市" in self._names
