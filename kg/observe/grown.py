"""Growth as an observation: whose it is, of which metric, and over which time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Mention, Observation
from kg.observe import bearer, dealt
from kg.observe.growth import Growth, bracketed, growth, signed
from kg.observe.market import market
from kg.observe.metric import Choice
from kg.observe.rules import Cue, Rule, anything
from kg.observe.runs import Run
from kg.observe.scene import Found, Scene

GROWTHS = frozenset({"yearOnYear", "monthOnMonth", "growth"})
ANYTHING = anything(
    "Product", "Technology", "Company", "Organization", "Facility", "NamedEvent", "Work", "Industry", "Place"
)


def grown(scene: Scene, run: Run) -> Found:
    """同比增长90%, 环比下降13%, A、B涨超3%."""
    last = scene.last
    told = bracketed(scene.text, run, last.quantity.span.end) if last is not None else None
    if told is not None and last is not None:
        return [growth_of(scene, run, told, last.about, _metric(last), 0)]
    found = growth(scene.text, scene.clause, scene.cues, run)
    if found is None:
        return None
    cue, rule = _grew(scene, run, found)
    ranks = (rule or ANYTHING).bearer
    each = dealt.owners(scene.text, scene.clause, scene.cues, run, cue.start if cue else found.start, ranks)
    each = each or _before(scene, run, ranks)
    if each:
        return _shared_out(scene, run, found, each, rule.metric(cue.word) if rule and cue else None)
    trade = market(scene.text, scene.clause, run.since, cue.start if cue else found.start, rule.key if rule else "")
    if trade is not None and "Industry" in ranks:
        of_metric = rule.metric(cue.word) if rule and cue else None
        return [growth_of(scene, run, found, trade, of_metric, at) for at in range(len(run.quantities))]
    about = bearer.in_clause(scene.text, scene.clause.mentions, run.since, found.start, ranks)
    if about is None:
        return _attached(scene, run, found, cue, rule)
    about = scene.bears(run, _chosen(found, cue, rule), ranks, "grew", about)
    if about is None:
        return f"nobody to bear {found.metric}"
    abouts = [about]
    if rule is None and len(run.quantities) == 1:
        abouts = bearer.together(scene.text, scene.clause.mentions, about, ANYTHING.bearer)
    of_metric = rule.metric(cue.word) if rule and cue else None
    made = [growth_of(scene, run, found, about, of_metric, at) for at in range(len(run.quantities))]
    return scene.timed([replace(one, about=each) for one in made for each in abouts], run)


def _before(scene: Scene, run: Run, ranks: Mapping[str, int]) -> tuple[Mention, ...]:
    """The things of the clause before, where this one deals its numbers out to them (甲、乙公布财报，分别跌2%和3%)."""
    count, text, clause = len(run.quantities), scene.text, scene.clause
    if count < 2 or clause.mentions or scene.before is None or not text.startswith("分别", clause.span.start):
        return ()
    return bearer.listed(text, scene.before[0].mentions, count, run.start, ranks)


def _shared_out(scene: Scene, run: Run, found: Growth, each: Sequence[Mention | None], of_metric: str | None) -> Found:
    """One growth for each of a list (甲和乙分别上涨1%和2%), none for what nobody knows."""
    made = [growth_of(scene, run, found, about, of_metric, at) for at, about in enumerate(each) if about is not None]
    return made or f"nobody to bear {found.metric}"


def _grew(scene: Scene, run: Run, found: Growth) -> tuple[Cue | None, Rule | None]:
    """The word for what grew (营收同比增长), with its rule."""
    for cue in reversed(scene.cues):
        if run.since <= cue.start and cue.end <= found.start + 2:
            for rule in cue.meaning.rules:
                if rule.kind == "plain":
                    return cue, rule
    return None, None


def _attached(scene: Scene, run: Run, found: Growth, cue: Cue | None, rule: Rule | None) -> Found:
    """A growth without a thing of its own: that of the number before it, else of what the sentence speaks of."""
    until = cue.start if cue else found.start
    if bearer.market(scene.text, run.since, until):
        return "the number speaks of a market, not of a thing that is named"
    if bearer.foreign(scene.text, scene.clause, run.since, until):
        return "the words before the growth name something else"
    last = scene.last
    if last is None or rule is not None:
        about = bearer.spoken_of(scene.text, scene.clause, rule or ANYTHING, scene.said)
        about = scene.bears(run, _chosen(found, cue, rule), (rule or ANYTHING).bearer, "attached", about)
        if about is None:
            return f"nobody to bear {found.metric}"
        of_metric = rule.metric(cue.word) if rule and cue else None
        return [growth_of(scene, run, found, about, of_metric, at) for at in range(len(run.quantities))]
    count = len(run.quantities)
    bases = scene.said[-count:] if len(scene.said) >= count else [last] * count
    about = scene.bears(run, _chosen(found, cue, rule), ANYTHING.bearer, "follows", last.about)
    if about is None:
        return f"nobody to bear {found.metric}"
    made = [growth_of(scene, run, found, about, _metric(base), at) for at, base in enumerate(bases)]
    time = scene.period(run, reported=True) if scene.clause.times else last.time
    return [replace(one, status=last.status, time=time) for one in made]


def _chosen(found: Growth, cue: Cue | None, rule: Rule | None) -> Choice:
    """The growth as a choice of metric, which begins with the word for what grew."""
    return Choice(rule or ANYTHING, found.metric, cue.start if cue else found.start, found.start, 0)


def growth_of(scene: Scene, run: Run, found: Growth, about: Mention, of_metric: str | None, at: int) -> Observation:
    """The growth that the number `at` of a run tells."""
    return Observation(
        about=about,
        metric=found.metric,
        quantity=signed(run.quantities[at], found.falls),
        evidence=scene.evidence("growth"),
        time=scene.period(run, reported=True),
        status=scene.status(run),
        stance=scene.stance(),
        speaker=scene.clause.speaker,
        of_metric=of_metric,
    )


def _metric(observation: Observation) -> str | None:
    """The metric that a growth speaks of when it follows `observation`."""
    return observation.of_metric if observation.metric in GROWTHS else observation.metric
