"""What is in what, once a verb of equipping was read: whose part it is, and the parts listed with it.

A frame finds the first parts behind its verb and takes the product spoken of. Here the relation is put right where the
parts describe another thing (搭载云岭芯片的云驰S7), or a chip stands before the verb (云岭芯片拥有12核CPU). The recogniser of
equipment has marked those that stand in the same list, and those of a list that goes on behind a comma.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kg.model import Clause, Mention, Reading, Relation, Span, below

_RULE = "equipment"
_GOES_ON = "equipment:list"
_PARTS = below("Technology") | {"Software"}
_PRODUCTS = below("Product")
_CHIPS = frozenset({"Component", "Platform"})
#: behind a part: it tells which thing is meant
_OF = re.compile(r"(?:移动平台|平台|架构|芯片|处理器|技术|系统|功能|电池|发动机)?(?:打造|研发|开发|构建|设计)?\s?的\s?")
_THING = re.compile(
    r"[^，。；、的]{0,8}(?:车型|新车|车|手机|机型|新机|产品|电脑|设备|平板|笔记本|电视|耳机|手表|机器人)"
)
_FIRST = re.compile("成为|是|为|首款|首个|首批|唯一|一款")
#: things in general, of which the clause speaks instead
_OTHERS = re.compile(
    "(?:同价位|同级别?|其[他它](?!方面)|竞品|传统|许多|很多|大多数?|大部分|多数|一般|普通|市面上?|市场上|友商|对手|目前|如今)[^，。]{0,10}"
    "(?:车|手机|平板|电脑|产品|机型|车型|设备|厂商|品牌|企业|公司)[^，。]{0,6}$"
)
_BOTH = re.compile(
    "两(?:款|台|者|辆)(?:全?新|量产)?(?:车型|车|手机|机型|产品|新品|机|主机|电视|平板|处理器|手表|电脑)?[^，。]{0,3}(?:都|均|还|也|全部)"
)
_NEAR, _TWO = 240, 2
_MODEL = re.compile("[A-Za-z0-9]")
#: between two members of a list: it may hold others that nobody knows
_LISTED = re.compile(r"[^，。；：、的]{0,4}(?:(?:、|和|与|及|以及|\s?[/+＋]\s?)[^，。；：、的]{0,14}){1,3}")
_CLOSE, _OPENS = 12, 8
_SAID = frozenset({"hasComponent", "basedOn"})


def rightly(reading: Reading, relations: Sequence[Relation]) -> Iterator[Relation]:
    """The relations with `hasComponent` and `basedOn` put right, or left out where the thing that has the part is not named."""
    starts = [clause.span.start for clause in reading.clauses]
    parts = {one.object.span for one in relations if one.property == "hasComponent" and isinstance(one.object, Mention)}
    for relation in relations:
        part = relation.object
        if relation.property not in _SAID or not isinstance(part, Mention):
            yield relation
            continue
        clause = reading.clauses[bisect_right(starts, part.span.start) - 1]
        subject = _described(reading.text, clause, relation.subject, part)
        if subject is relation.subject and subject.span.start < clause.span.start:
            subject = _chip(clause, part, parts) or _whole(reading, subject)
        if subject is relation.subject:
            yield relation
            if one := _other(reading, clause, subject, part):
                yield replace(relation, subject=one)
        elif subject is not None and subject.name != part.name:
            yield replace(relation, subject=subject)


def _described(text: str, clause: Clause, subject: Mention, part: Mention) -> Mention | None:
    """What has the part that is to describe it; None where that has no name, the subject where it describes nothing."""
    if subject.span.start > part.span.start:
        return subject
    if subject.span.start < clause.span.start and _OTHERS.search(text, clause.span.start, part.span.start):
        return None
    behind = _OF.match(text, part.span.end, clause.span.end)
    if behind is None or _FIRST.search(text, clause.span.start, part.span.start):
        return subject
    meant = next((m for m in clause.mentions if 0 <= m.span.start - behind.end() <= _CLOSE), None)
    if meant is not None and meant.cls in _PRODUCTS:
        return None if meant.refers else meant
    return None if _THING.match(text, behind.end(), clause.span.end) else subject


def _chip(clause: Clause, part: Mention, parts: Collection[Span]) -> Mention | None:
    """The chip or platform that opens the clause and is no part itself there."""
    first = clause.mentions[0]
    if first.cls not in _CHIPS or first.rule.startswith(_RULE) or first.span in parts or first.refers:
        return None
    opens = first.span.start - clause.span.start <= _OPENS and first.span.end < part.span.start
    return first if opens and _MODEL.search(first.text) and first.name != part.name else None


def _other(reading: Reading, clause: Clause, subject: Mention, part: Mention) -> Mention | None:
    """The second of two products that the clause speaks of (两款车型都…): the one named before the last."""
    start = clause.span.start
    if not (subject.refers or subject.span.start < start) or not _BOTH.search(reading.text, start, part.span.start):
        return None
    near = [m for m in reading.mentions if m.cls == subject.cls and start - _NEAR <= m.span.start < start]
    names = dict.fromkeys(m.name for m in reversed(near) if m.rule != "trim")
    if len(names) != _TWO or subject.name not in names:
        return None
    return next(m for m in near if m.name != subject.name and m.name in names)


def _whole(reading: Reading, subject: Mention) -> Mention:
    """The car, where an earlier clause speaks only of a trim of it that stands alone."""
    if subject.rule != "trim":
        return subject
    cars = (m for m in reading.mentions if m.cls == subject.cls and m.rule != "trim" and not m.refers)
    return max((m for m in cars if m.span.start < subject.span.start), key=lambda m: m.span.start, default=subject)


def parts_listed(reading: Reading, relations: Sequence[Relation]) -> Iterator[Relation]:
    """`hasComponent` for the members of lists of which `relations` say it for one."""
    starts = [clause.span.start for clause in reading.clauses]
    said = {(one.subject.name, one.object.name) for one in relations if isinstance(one.object, Mention)}
    for relation in relations:
        part = relation.object
        if relation.property != "hasComponent" or not isinstance(part, Mention):
            continue
        for mention in _behind(reading, bisect_right(starts, part.span.start) - 1, part):
            if (relation.subject.name, mention.name) not in said and mention.name != relation.subject.name:
                said.add((relation.subject.name, mention.name))
                yield replace(relation, object=mention, evidence=replace(relation.evidence, rule="equipped-list"))


def _behind(reading: Reading, at: int, part: Mention) -> Iterator[Mention]:
    """The parts that stand in the list behind `part`, in the clause `at` and in those where the list goes on."""
    clause = reading.clauses[at]
    last = part
    for mention in clause.mentions:
        if mention.span.start <= part.span.start or mention.cls not in _PARTS or mention.refers:
            continue
        if mention.rule.startswith(_RULE) or _LISTED.fullmatch(reading.text, last.span.end, mention.span.start):
            last = mention
            yield mention
    if not last.rule.startswith(_RULE) and last is not clause.mentions[-1]:
        return
    for later in reading.clauses[at + 1 :]:
        if later.sentence != clause.sentence or not any(one.rule == _GOES_ON for one in later.mentions):
            return
        yield from (one for one in later.mentions if one.cls in _PARTS)
