"""The one rule by which the names of the lexicon, of the shapes and of the tagger become one list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.model import below
from kg.recognise.guess import Guess, Page
from kg.recognise.persons import SPEAKS
from kg.recognise.tagger import Tagged

#: the tagger's own names count from this probability on, and are good ones from that on
LEAST, GOOD = 0.5, 0.6
#: what stands though the tagger sees nothing there, besides every sure guess
ALONE = ("gazetteer", "person:", "shape:placed")
#: what may stand, where it is sure, though the tagger sees another name there: the longest of them all is taken
RIVALS = ("gazetteer", "title", "shape:legal", "shape:site", "product:brand", "product:variant", "product:quoted")
#: whose class the tagger changes: names whose own words tell little of what they are
UNSURE = ("product:", "shape:tech", "shape:kin", "shape:odd")
TITLE = "JobTitle"
_ORGANIZATIONS = below("Organization")
#: a post at the end of what the tagger takes for a body (澄海动力研发部总监), and with what a body ends
_POST = re.compile(
    "(?:高级|资深|常务|执行|联席)?副?(?:总经理|董事长|总裁|行长|局长|部长|主任|总监|经理|负责人|创始人|秘书长|监事长|董秘|CEO|首席..官)$"
)
#: whom a board puts in a post or takes out of it stands behind these, right before 公司: 免去(李原)公司总经理职务
_CHOSEN = ("免去", "聘任", "解聘", "任命", "委任", "选举", "提名", "推选", "罢免", "续聘")
#: the given name behind a surname that stands alone: one or two characters before such a verb or a mark
_GIVEN = re.compile(
    "([\u4e00-\u9fff]{1,2}?)(?:表示|认为|指出|坦言|透露|强调|介绍|直言|说|称|在|对|告诉|回应|补充|担任|出任|[，。、；：（）])"
)
#: what the exchange adds to a name: 理想汽车-W
_LISTED = re.compile("[-－](?:SW|W|S|B|R|KY|U|UW|D)$")
#: 智 ends no name of a firm where one of these follows: 智造, 智驾
#: behind the surname of someone whose name is not told: 王某, 王先生
_SOMEONE = frozenset("某姓先女总老氏")
_SMART = frozenset("造驾控联能行库")
#: a post before a body of which the same person holds another: 院长兼
_LEADING = re.compile("^(?:副?(?:院长|所长|董事长|总经理|总裁|主任|局长|部长|书记|校长|会长|理事长|主席))兼")
_BODY = tuple("部司行心局院所委会团群校处科厅室队厂")
#: forms and kinds of bodies that are no names by themselves
_BARE = frozenset(
    (
        "有限公司",
        "股份有限公司",
        "有限责任公司",
        "集团有限公司",
        "科技有限公司",
        "公司",
        "集团",
        "银行",
        "证券",
        "基金",
        "汽车",
        "科技",
    )
)
#: what a description of a body ends with, before its name
_KINDS = (
    "企业",
    "公司",
    "品牌",
    "平台",
    "厂商",
    "巨头",
    "机构",
    "供应商",
    "制造商",
    "开发商",
    "运营商",
    "服务商",
    "龙头",
)


class Named(NamedTuple):
    """What a text calls something: the class that most of its places speak for, the probability of the surest of them."""

    cls: str
    sure: float


def named(page: Page, tagged: Iterable[Tagged]) -> dict[str, Named]:
    """One class and one probability for each name of a text: places that tell little go with those that tell much.

    >>> text = "云驰S7上市，云驰S7"
    >>> named(Page(text), [Tagged(0, 4, "Vehicle", 0.9, 1.0), Tagged(7, 11, "Device", 0.5, 1.0)])
    {'云驰S7': Named(cls='Vehicle', sure=0.9)}
    """
    votes: dict[str, dict[str, float]] = {}
    best: dict[tuple[str, str], float] = {}
    for start, end, cls, place, kind in tagged:
        name, sure = page.text[start:end], place * kind
        vote = votes.setdefault(name, {})
        vote[cls] = vote.get(cls, 0.0) + sure
        best[name, cls] = max(best.get((name, cls), 0.0), sure)
    chosen = {
        name: max(vote, key=vote.__getitem__) if len(vote) > 1 else next(iter(vote)) for name, vote in votes.items()
    }
    return {name: Named(cls, best[name, cls]) for name, cls in chosen.items()}


def agree(page: Page, tagged: Sequence[Tagged], guesses: Iterable[Guess]) -> list[Guess]:
    """The guesses that stand beside the tagger's names, and the tagger's own; they may still overlap.

    - Both name the same stretch: the guess stands; those of `UNSURE` and 《…》 that are plain works take the tagger's class.
    - The tagger names nothing there: sure guesses stand, and those of `ALONE`.
    - The tagger names another stretch there: sure guesses of `RIVALS` stand; `choose` takes the longest.
    - What the tagger alone names stands from the probability `LEAST` on. What it takes for a job title is no name.

    >>> tagged = [Tagged(0, 4, "Vehicle", 0.9, 0.9)]
    >>> agree(Page("云驰S7"), tagged, [Guess(0, 4, "云驰S7", "Device", "product:model", 1)])[0].cls
    'Vehicle'
    """
    text, guesses = page.text, list(guesses)
    #: what a word right before the quotation marks says of a name holds for it everywhere: 芯片「海岬200」
    told = {text[guess.start : guess.end]: guess.cls for guess in guesses if guess.rule == "product:quoted"}
    names = named(page, tagged)
    for name in told:
        if name in names:
            names[name] = names[name]._replace(cls=told[name])
    alone = {(one.start, one.end): names[text[one.start : one.end]] for one in tagged}
    covered = bytearray(len(text))
    for start, end in alone:
        covered[start:end] = b"\1" * (end - start)
    found: list[Guess] = []
    shared: set[tuple[int, int]] = set()
    for guess in guesses:
        place = (guess.start, guess.end)
        same = alone.get(place)
        if same is not None:
            shared.add(place)
            if same.cls != TITLE:
                found.append(_both(guess, same))
        elif _stands(guess, covered) and not _described(text, guess, alone):
            found.append(guess)
    for (start, end), one in alone.items():
        if one.sure >= LEAST and one.cls != TITLE and (start, end) not in shared and text[start:end] not in _BARE:
            words, cls = _mended(text, start, end, one.cls)
            if words:
                start = text.index(words, start)
                name, strength = _LISTED.sub("", words), 2 if one.sure >= GOOD else 1
                found.append(Guess(start, start + len(words), name, cls, "tagger", strength))
    return found


def _mended(text: str, start: int, end: int, cls: str) -> tuple[str, str]:
    """What the tagger names, without what is no part of it, and its class; no words where no name remains.

    >>> _mended("免去李原公司总经理职务", 2, 6, "Company")
    ('李原', 'Person')
    """
    words = text[start:end]
    if cls == "Person" and end - start < 3:
        end = _given(text, start, end)
        return ("" if end - start == 1 and text[end : end + 1] not in _SOMEONE else text[start:end]), cls
    if words.endswith("新能") and text.startswith("源", end):
        return "", cls  # 江苏新能源汽车: a kind of thing behind a place
    if words.endswith("智") and text[end : end + 1] in _SMART and cls in _ORGANIZATIONS:
        words += text[end]
    if cls == "Person":
        words = words.removesuffix("之")
    if words.endswith("公司") and 3 < len(words) < 6 and (cls == "Person" or text.endswith(_CHOSEN, 0, start)):
        return words[:-2], "Person"
    return (_without_post(_LEADING.sub("", words)) if cls in _ORGANIZATIONS else words), cls


def _given(text: str, start: int, end: int) -> int:
    """Where a person's name ends whose last character is also a small word: 宋清和认为, 秦以柔在会上表示.

    >>> _given("宋清和认为", 0, 2), _given("宋清和李原认为", 0, 2), _given("秦以柔在会上表示", 0, 1)
    (3, 2, 3)
    """
    if end - start == 1:  # a surname alone is no name, except before 某, 总, 先生 …
        found = _GIVEN.match(text, end)
        return found.end(1) if found else end
    return end + 1 if SPEAKS.match(text, end) else end


def _without_post(words: str) -> str:
    """The name of a body without the post behind it; empty where no body remains.

    >>> _without_post("澄海动力研发部副总监"), _without_post("澄海动力中国事务总监"), _without_post("澄海动力")
    ('澄海动力研发部', '', '澄海动力')
    """
    post = _POST.search(words)
    if post is None:
        return words
    body = words[: post.start()]
    return body if len(body) > 3 and body.endswith(_BODY) else ""


def _stands(guess: Guess, covered: bytearray) -> bool:
    """Does a guess stand that the tagger does not share?"""
    if 1 not in covered[guess.start : guess.end]:
        return guess.strength > 1 or guess.rule.startswith(ALONE)
    return guess.strength > 1 and guess.rule.startswith(RIVALS)


def _described(text: str, guess: Guess, alone: Mapping[tuple[int, int], Named]) -> bool:
    """Does the guess begin with a description of what the tagger names (动力电池企业 + 澄海动力科技有限公司)?"""
    if not guess.rule.startswith("shape:"):
        return False
    return any(
        end == guess.end and guess.start < start and text[guess.start : start].endswith(_KINDS) for start, end in alone
    )


def _both(guess: Guess, same: Named) -> Guess:
    """The guess that the tagger shares: a good one now, and of the tagger's class where its own is doubtful."""
    doubtful = guess.rule.startswith(UNSURE) or (guess.rule == "title" and guess.cls == "Work")
    cls = same.cls if doubtful and same.sure >= LEAST else guess.cls
    if cls == guess.cls and guess.strength > 1:
        return guess
    return guess._replace(cls=cls, strength=max(2, guess.strength))
