"""The rest of a list of parts: where one of them is said to be in a product, so are those listed with it.

A frame finds the first parts behind its verb. The recogniser of equipment has marked those that stand in the same list,
and those of a list that goes on behind a comma, where no verb says it again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Mention, Reading, Relation, below

_RULE = "equipment"
_GOES_ON = "equipment:list"
_PARTS = below("Technology") | {"Software"}


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
        if mention.span.start > part.span.start and mention.rule.startswith(_RULE):
            last = mention
            yield mention
    if not last.rule.startswith(_RULE) and last is not clause.mentions[-1]:
        return
    for later in reading.clauses[at + 1 :]:
        if later.sentence != clause.sentence or not any(one.rule == _GOES_ON for one in later.mentions):
            return
        yield from (one for one in later.mentions if one.cls in _PARTS)
