"""`kg explain FILE`: sentence by sentence, what was seen, what fired, what was refused and why."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.cli.build import day
from kg.cli.text import plain
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.admit import Rejection
    from kg.model import Change, Clause, Document, Event, Facts, Mention, Observation, Relation, Span
    from kg.observe import Weighed
    from kg.pairs import Tied


def run(arguments: argparse.Namespace) -> int:
    """Prints the reading of each document; raises InputError where nothing could be read."""
    from kg.admit import Gate
    from kg.ontology import load
    from kg.pipeline import Extractor
    from kg.read import Problem, read

    ontology = load(arguments.ontology)
    extract, gate = Extractor(ontology), Gate(ontology)
    read_any = False
    for one in read(arguments.inputs, issued=day(arguments.date), source=arguments.source):
        if isinstance(one, Problem):
            raise InputError(str(one))
        facts, rejections = gate(extract(one))
        print(*_document(facts, rejections, extract.weighed(one), extract.tied(one)), sep="\n")
        read_any = True
    if not read_any:
        raise InputError("no text to explain 没有可读的文本")
    return 0


def _document(
    facts: Facts, rejections: Iterable[Rejection], weighed: Iterable[Weighed], tied: Sequence[Tied]
) -> Iterator[str]:
    document = facts.document
    yield f"# {plain(document.title or document.id)}  {document.issued or 'date unknown 日期不明'}"
    yield from (f"  warning 警告: {plain(warning)}" for warning in document.warnings)
    told: set[int] = set()
    numbers = list(weighed)
    for clause in facts.clauses:
        if clause.opens:
            yield ""
            yield plain(clause.sentence.of(document.text))
        yield from _clause(clause, document)
        yield from _fired(clause.span, facts, told)
        yield from (_bearers(one, document) for one in numbers if clause.span.covers(one.span))
        yield from (_relation(one) for one in tied if clause.span.covers(one.span))
    for rejection in rejections:
        yield f"  quarantined 未入图: {plain(rejection.fact)}: {plain(rejection.reason)} [{rejection.rule}]"


def _clause(clause: Clause, document: Document) -> Iterator[str]:
    yield f"  │ {plain(clause.span.of(document.text))}"
    if clause.mentions:
        yield f"  │   things 事物: {'; '.join(map(_mention, clause.mentions))}"
    if clause.quantities:
        numbers = (f"{one.text} = {one.bound} {one.number} {one.unit}".rstrip() for one in clause.quantities)
        yield f"  │   numbers 数量: {plain('; '.join(numbers))}"
    times = clause.times or ((clause.time,) if clause.time else ())
    if times:
        read = (f"{one.text} = {one.period or 'unresolved'}" for one in times)
        yield f"  │   times 时间: {plain('; '.join(read))}"
    if clause.topics:
        yield f"  │   topics 话题: {plain('、'.join(dict.fromkeys(one.name for one in clause.topics)))}"
    if clause.stance != "Asserted" or clause.speaker:
        who = f", {clause.speaker.name}" if clause.speaker else ""
        yield f"  │   stance 立场: {clause.stance}{plain(who)}"


def _mention(mention: Mention) -> str:
    name = mention.text if mention.text == mention.name else f"{mention.text} = {mention.name}"
    return plain(f"{name} {mention.cls} [{mention.rule}]")


def _fired(clause: Span, facts: Facts, told: set[int]) -> Iterator[str]:
    """What stands in the clause: a fact goes with the last clause that its evidence touches."""
    said: tuple[Relation | Observation | Change | Event, ...]
    said = (*facts.relations, *facts.observations, *facts.changes, *facts.events)
    for fact in said:
        if id(fact) not in told and clause.start < fact.evidence.span.end <= clause.end + 1:
            told.add(id(fact))
            yield f"  ✓ {plain(str(fact))}{_stance(fact)} [{fact.evidence.rule}]"
    for refusal in facts.refusals:
        if clause.start <= refusal.span.start < clause.end:
            yield f"  ✗ {plain(refusal.span.of(facts.document.text))}: {plain(refusal.reason)} [{refusal.rule}]"


def _bearers(weighed: Weighed, document: Document) -> str:
    """Who might bear a number, with scores, and what speaks most for and against each."""
    shown = (
        f"{score.name or 'nobody 无'} {score.score:+.1f} ({', '.join(f'{name} {w:+.1f}' for name, w in score.features[:3])})"
        for score in weighed.scores[:3]
    )
    return f"  ? {plain(weighed.span.of(document.text))}: {plain('; '.join(shown))}"


def _relation(tied: Tied) -> str:
    """The relation that is likeliest between two names, how likely it is, and what speaks most for and against it."""
    features = ", ".join(f"{name} {weight:+.1f}" for name, weight in tied.features[:4])
    return f"  ? {plain(tied.relation)} {tied.share:.2f} ({plain(features)})"


def _stance(fact: Relation | Observation | Change | Event) -> str:
    stance = getattr(fact, "stance", "Asserted")
    return "" if stance == "Asserted" else f" ({stance})"
