"""Persons: a surname and a given name beside a title or a verb of speaking, foreign names with their dots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from kg.automaton import Automaton
from kg.recognise.guess import Guess, Page
from kg.recognise.lexicon import Lexicon

#: verbs whose subject is a person, when what stands before looks like one
SAYS = (
    "表示 说 称 指出 认为 坦言 透露 强调 介绍 直言 宣布 回应 告诉 补充道 解释 写道 谈到 提到 呼吁 出任 担任 接任 卸任 辞任 "
    "接替 辞去 当选 创立 创办 出席 先生 女士 院士 教授 博士 律师 老师 告诉记者 接受 发文 发微博 坦承 透露称 分析 建议 提醒 预计 "
    "总结 评价 加入 带队 致辞 发表 执导 主演 领衔 饰演 携手 同志 因 曾 在微博 在接受"
).split()
#: what a byline says before a name
LABELS = (
    "作者 记者 编辑 责编 责任编辑 通讯员 特约记者 撰文 摄影 文/ 图/ 文｜ 作者| 审核 校对 主笔 采写 实习生 任命 聘任 聘请 选举 由 同事 "
    "接替 取代 实控人 大股东 立委 候选人 老板 家长 选手 前锋 球员 学者 大师 嫌疑人 被告人 接棒"
).split()
#: characters that no given name ends with: what follows a name begins with them
_AFTER = frozenset(
    "在对说和与及等曾已就也是的将从向被把让给则还又都再并均未不才便先前上下内外间兼任出入进去到过着了之其此该这那能可要想讲谈问答"
    "表示称认指透介宣坦回告补解写提呼、为以于或但而有会所使只共同用领投跟年月日本因后时今此作却正确"
)
#: 和, 与, 以 right before a verb of speaking join nothing: they end a given name (宋清和认为)
SPEAKS = re.compile(
    "[和与以同为来可之](?:表示|认为|指出|坦言|透露|强调|介绍|直言|说|称|在|对|告诉|回应|补充|担任|出任)"
)
#: the characters that foreign names are written with
_SOUNDS = (
    "阿埃艾爱安昂奥澳巴班贝比彼毕别波玻博伯勃布查达戴黛道德登邓迪狄蒂丁东杜顿多恩尔法凡范菲斐费芬丰冯佛夫弗福富盖冈高戈格葛古瓜哈海汉汗豪赫黑亨洪胡华怀惠"
    "霍基吉季加佳贾简江杰捷金京久卡凯坎康考柯科克肯孔库夸奎昆拉莱赖兰朗劳勒雷蕾黎礼李里理利丽莉莲廉良列林琳龄刘留柳龙卢鲁陆路露吕律伦罗洛马玛麦迈曼芒毛茂梅"
    "门蒙孟米密敏明缪摩莫墨默姆穆拿娜纳乃奈南内妮尼年涅宁纽农努女诺欧帕潘庞培佩彭蓬皮平泼珀普奇齐契恰强乔切钦琴青琼丘让热仁荣茹儒瑞若撒萨塞赛桑森沙莎山尚绍舍"
    "申生圣盛施石史士世舒朔斯丝思松苏素索所塔泰坦汤唐陶特滕提廷图托瓦万旺威维韦卫魏温文翁沃乌武伍西希锡席霞夏香肖谢辛欣雄休修许雅亚延扬杨耶叶伊衣依宜因音英尤"
    "于约云赞泽曾扎詹张真芝知治智朱茱卓兹子宗祖佐子藤井"
)
_FOREIGN = re.compile(f"[{_SOUNDS}]{{1,7}}(?:[·•・][{_SOUNDS}]{{1,7}}){{1,3}}")
_LATIN = re.compile(r"[A-Z][a-z]+(?:[ .·][A-Z][a-z]*\.?){1,2}(?![A-Za-z0-9])")
_GAP = re.compile(r"[\s:：|｜/丨]{0,3}")
_LIST = re.compile(r"[、\s和与及]{1,2}")
_BOUND = frozenset('，。、；：！？,;:!?（(“"”）)》【】[]|｜丨/\n\t 　\xa0—-')
#: what no one is called: 向公司(董事会)
_NO_GIVEN = frozenset(
    "公司 集团 银行 方面 股东 部门 企业 机构 客户 员工 媒体 投资 学校 医院 政府 市场 法院 警方 用户 全体 董事 监事".split()
)
#: surnames that begin many words of three characters: 高架桥, 金融家
_WORDY = frozenset("高方时成金白黄万水安常平明向关文单左车牛包古花冷蓝全连管曲毛石云风江海马温边经项艾查")
_DOUBTFUL = frozenset("曾于应任和从由常时成")
#: surnames that begin few other words
_COMMON = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏蒋蔡贾丁魏薛潘雷马陶邹熊孟"
    "秦阎尹侯邵郝龚汤黎贺赖樊殷翟倪严俞葛伍韦聂邢骆岳庄戴崔姚谭廖陆"
)


class Persons:
    """The recogniser of persons.

    >>> from kg.ontology import load
    >>> from kg.recognise.lexicon import lexicon
    >>> from kg.segment import ender
    >>> text = "公司CEO林知远表示，新车明年上市"
    >>> ends = ender()(text)
    >>> page = Page(text, (), ends, frozenset([0, *ends]))
    >>> sorted({guess.name for guess in Persons(lexicon(load().names))(page)})
    ['林知远']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._surnames = lexicon.surnames
        self._edges = lexicon.edges
        words = dict.fromkeys(SAYS, "says") | dict.fromkeys(LABELS, "label") | dict.fromkeys(lexicon.titles, "title")
        self._cues = Automaton(words)
        self._titles = frozenset(words)
        self._first = frozenset(surname[0] for surname in lexicon.surnames)
        self._open = self._first | {"丨"}  # a rule, though its code point lies among the Chinese characters

    def __call__(self, page: Page) -> Iterator[Guess]:
        """The persons, each where a title, a verb or a dot gives them away."""
        text = page.text
        cues = list(self._cues.find(text))
        persons = [guess for guess in page.known if guess.cls == "Person"]
        bounds = {end for _, end, cue in cues if cue != "says"}
        for start, end, cue in cues:
            # one look at the character beside the cue spares most of the rest
            if cue != "says" and (text[end : end + 1] in self._open or not _chinese(text[end : end + 1])):
                yield from self._after(page, end, cue)
            if cue != "label" and text[start - 1 : start] not in _AFTER and _chinese(text[start - 1 : start]):
                guess = self._before(page, bounds, start, cue)
                if guess is not None and not any(known.start <= guess.start < known.end for known in persons):
                    yield guess
        for known in persons:
            if known.end - known.start < 4:
                yield from self._listed(page, known.start)
        if "·" in text or "•" in text or "・" in text:
            yield from self._foreign(page)

    def _after(self, page: Page, place: int, cue: str) -> Iterator[Guess]:
        """Names after a title, and those listed on."""
        text = page.text
        gap = _GAP.match(text, place)
        place = gap.end() if gap else place
        latin = _LATIN.match(text, place) if cue == "title" else None
        if latin is not None:
            yield Guess(*latin.span(), latin.group(), "Person", "person:title", 3)
            return
        listed = False
        while True:
            end = self._given(page, place)
            if end == place or (listed and end < len(text) and text[end] not in _BOUND and text[end] not in "等和与及"):
                return
            yield Guess(place, end, text[place:end], "Person", "person:title", 2)
            link = _LIST.match(text, end)
            if link is None:
                return
            place, listed = link.end(), True

    def _listed(self, page: Page, place: int) -> Iterator[Guess]:
        """The person known at `place`, if the name goes on (李东 of 李东辉), and those listed after it."""
        text = page.text
        while True:
            end = self._given(page, place)
            if end == place or (end < len(text) and text[end] not in _BOUND and text[end] not in "等和与及"):
                return
            yield Guess(place, end, text[place:end], "Person", "person:list", 2)
            link = _LIST.match(text, end)
            if link is None:
                return
            place = link.end()

    def _given(self, page: Page, start: int) -> int:
        """Where the name that begins at `start` ends; `start` itself where none does."""
        text, edges = page.text, page.edges
        size = 2 if text[start : start + 2] in self._surnames else 1 if text[start : start + 1] in self._surnames else 0
        if not size or start not in edges:
            return start
        for length in (size + 2, size + 1):
            end = start + length
            given = text[start + size : end]
            if end > len(text) or (end not in edges and end < len(text)) or not _chinese(given):
                continue
            if (given[-1] in _AFTER and not SPEAKS.match(text, end - 1)) or (length == size + 2 and given[0] in "、"):
                continue
            if given in _NO_GIVEN or given in self._edges or given in self._titles or self._word(page, start, end):
                continue
            return end
        return start

    def _word(self, page: Page, start: int, end: int) -> bool:
        """Is `[start, end)` an ordinary word of the dictionary, or does it begin with one that is no name?"""
        if page.text[start:end] in self._titles:
            return True
        if page.text[start : start + 2] in self._surnames:
            return False
        if start + 1 in page.edges:
            return False
        whole = end - start == 3 and start + 2 not in page.edges
        return page.text[start] in _WORDY if whole else end - start == 2 or page.text[start] not in _COMMON

    def _before(self, page: Page, bounds: Set[int], end: int, cue: str) -> Guess | None:
        """The name that ends at `end`, where something bounds it on the left. No character of `_AFTER` stands there."""
        text = page.text
        for length in (4, 3, 2):
            start = end - length
            if start < 0 or text[start] not in self._first:
                continue
            size = 2 if text[start : start + 2] in self._surnames else 1
            if size == 1 and (text[start] not in self._surnames or length == 4):
                continue
            if (size == 2 and length == 2) or text[start + size : end] in _NO_GIVEN:
                continue
            if text[start] in _DOUBTFUL or not _bounded(page, bounds, start) or not _chinese(text[start + size : end]):
                continue
            if start in page.edges and (end in page.edges or cue == "says") and not self._word(page, start, end):
                return Guess(start, end, text[start:end], "Person", f"person:{cue}", 1)
        return None

    def _foreign(self, page: Page) -> Iterator[Guess]:
        for found in _FOREIGN.finditer(page.text):
            start, end = found.span()
            while end - 1 > start and page.text[end - 1] in _AFTER and end not in page.edges:
                end -= 1
            if end - start > 3:
                yield Guess(start, end, page.text[start:end], "Person", "person:foreign", 2)


def _chinese(given: str) -> bool:
    return bool(given) and all("\u4e00" <= character <= "\u9fff" for character in given)


def _bounded(page: Page, bounds: Set[int], start: int) -> bool:
    """Does a mark, a title or the beginning of the text bound a name on its left?"""
    return not start or start in bounds or page.text[start - 1] in _BOUND
