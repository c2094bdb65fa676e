"""Numbers whose metric a word names: 售价为32.99万元, 长宽高为…, 营收和净利润分别为…, 持有78.7%的股份."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Mention, lineage
from kg.observe import bearer, dealt
from kg.observe.market import market
from kg.observe.metric import Choice, choose, fits, takes
from kg.observe.rules import Cue, Rule
from kg.observe.runs import Run
from kg.observe.scene import Found, Scene
from kg.observe.stake import stake
from kg.observe.words import residue

_OLD = re.compile(r"(?:将|已|则|的价格)?(?:从|由)(?:原来|此前|之前|原先)?的?$")
_RAISED = re.compile(r"(?:直接|大幅|小幅)?(?:上涨|涨价|上调|提价|提高|涨|下调|下降|降价|调整|下探|降|调)(?:至|到|为)")
_EACH = re.compile(r"均|都|各")

#: 在售价超过4.5万元的高端市场: what kind of thing is spoken of, no price
_PRICES = ("price", "startingPrice")
_CLASS = re.compile(
    r"(?:以上|以下|左右|起|级别?)?\s?(?:[（(][^）)]{0,30}[）)])?的?[^，。；、的]{0,8}?(?:市场|细分|价位段|价格段|价格带|价格区间内)"
)
#: who is fined, and what is done besides to whom the clause before names: 对X予以警告，并处4万元罚款
_PUNISHED = ("Company", "Person")
_ALSO = ("并", "同时", "且", "处", "还", "罚")


def measured(scene: Scene, run: Run) -> Found:
    """The observations of a run by the nearest fitting word, or why nobody bears them."""
    choice = choose(scene.text, scene.clause, scene.cues, run, scene.lexicon) or _announced(scene, run)
    choice = choice or _repriced(scene, run)
    if choice is None:
        return None
    if choice.rule.kind == "stake":
        return _held(scene, run, choice)
    if len(run.quantities) == 1 and "分别" in scene.text[choice.end : run.start]:
        return "one of several numbers, each of another thing, in clauses of their own"
    if choice.rule.key in _PRICES and _CLASS.match(scene.text, run.end):
        return "the price of a class of things, not of one"
    choices = _zipped(scene, run, choice)
    abouts = _bearers(scene, run, choice)
    if isinstance(abouts, str):
        return abouts
    each = _each(scene, run, choice) if len(run.quantities) == 1 else []
    if len(each) > 1:
        return [scene.observation(choice, about, run, run.first) for about in each]
    made = [
        scene.observation(choices[min(at, len(choices) - 1)], about, run, quantity)
        for at, quantity in enumerate(run.quantities)
        if (about := abouts[min(at, len(abouts) - 1)]) is not None
    ]
    return scene.timed(made, run)


def _held(scene: Scene, run: Run, choice: Choice) -> Found:
    if scene.text[run.start - 1 : run.start] == "每":
        return "a rate for so many shares, no number of them"
    about, holder = stake(scene.text, scene.clause, run, choice.rule.bearer, scene.said)
    if about is None:
        return f"nobody to bear {choice.metric}"
    return [replace(scene.observation(choice, about, run, quantity), holder=holder) for quantity in run.quantities]


def _announced(scene: Scene, run: Run) -> Choice | None:
    """召回部分XC40汽车，共计73辆; 交付量方面，7月为3412辆: the clause before names the metric, and has no number."""
    if scene.before is None or scene.before[0].quantities or run.since != scene.clause.span.start:
        return None
    if residue(scene.text, run.since, run.start, [time.span for time in scene.clause.times]):
        return None
    last = [*scene.before[1]][::-1]
    for cue in sorted(last, key=_recalls, reverse=True):
        if scene.text[cue.end : cue.end + 1] == "的":
            continue
        for rule in cue.meaning.rules:
            if takes(rule, run):
                return Choice(rule, rule.metric(cue.word), cue.start, cue.end, 0)
    return None


def _recalls(cue: Cue) -> bool:
    """Does the cue tell of a recall? In 召回2021年生产的进口C级 it goes before 生产 and 进口."""
    return any(rule.key == "recalledUnits" for rule in cue.meaning.rules)


def _repriced(scene: Scene, run: Run) -> Choice | None:
    """某款车由21.59万元涨至22.99万元: what a product moves from and to in money is its price."""
    rule, start = scene.lexicon.by_key["price"], run.start
    if len(run.quantities) > 1 or run.unit not in rule.units or not _RAISED.match(scene.text, run.end):
        return None
    left = _OLD.search(scene.text, run.since, start)
    owner = next((mention for mention in scene.clause.mentions if left and mention.span.end == left.start()), None)
    if left is None or owner is None or "Product" not in lineage(owner.cls):
        return None
    return Choice(rule, rule.key, left.start(), start, 0)


def _zipped(scene: Scene, run: Run, choice: Choice) -> list[Choice]:
    """One choice per number where the words stand in a list (营收和净利润分别为…) or one word names several (长宽高)."""
    count, rule = len(run.quantities), choice.rule
    if rule.keys:
        keys = [*rule.keys, *rule.keys[-1:] * count]
        return [choice._replace(metric=keys[at]) for at in range(count)]
    if count < 2:
        return [choice]
    cues = [cue for cue in scene.cues if run.since <= cue.start and cue.end <= run.start]
    firsts = [(cue, next((rule for rule in cue.meaning.rules if fits(rule, run.first)), None)) for cue in cues]
    named = [Choice(rule, rule.metric(cue.word), cue.start, cue.end, 0) for cue, rule in firsts if rule]
    return named[-count:] if len(named) >= count else [choice]


def _bearers(scene: Scene, run: Run, choice: Choice) -> Sequence[Mention | None] | str:
    """One bearer per number where they stand in a list (E9 PRO、E9 MAX的售价分别为…), else one for all."""
    ranks, count = choice.rule.bearer, len(run.quantities)
    until = min(choice.start, run.start)
    if count > 1 and not choice.rule.keys:
        group = bearer.listed(scene.text, scene.clause.mentions, count, until, ranks)
        if not group and not bearer.foreign(scene.text, scene.clause, run.since, until):
            group = bearer.listed(scene.text, scene.clause.topics[:count], count, until, ranks)
        if group:
            return group
        each = dealt.owners(scene.text, scene.clause, scene.cues, run, until, ranks)
        if each:
            return each if any(each) else f"nobody to bear {choice.metric}"
    trade = _market(scene, run, choice, until)
    if trade is not None:
        return [trade]
    about = _bearer(scene, run, choice)
    if about is None:
        return f"nobody to bear {choice.metric}"
    begin = about.span.end if scene.clause.span.start <= about.span.end <= until else run.since
    if about.cls != "Industry" and bearer.market(scene.text, begin, until):
        owner = bearer.company(scene.text, scene.clause, choice.rule, begin, until) if about.cls == "Place" else None
        if owner is not None:
            return [owner]
        return "the number speaks of a market, not of a thing that is named"
    return [about]


def _market(scene: Scene, run: Run, choice: Choice, until: int) -> Mention | None:
    """The market that the words before the metric name; 市场规模 and 市场份额 hold its last word themselves."""
    if "Industry" not in choice.rule.bearer:
        return None
    end = until + 2 if scene.text.startswith("市场", until) else until
    return market(scene.text, scene.clause, run.since, end, choice.rule.key)


def _each(scene: Scene, run: Run, choice: Choice) -> list[Mention]:
    """A和B均降价1万元: the number is of each of them; empty where no such word stands before the metric."""
    until = min(choice.start, run.start)
    about = bearer.in_clause(
        scene.text, scene.clause.mentions, scene.clause.span.start, until, choice.rule.bearer
    )  # fmt: skip
    if about is None or not _EACH.search(scene.text, about.span.end, run.start):
        return []
    return bearer.together(scene.text, scene.clause.mentions, about, choice.rule.bearer)


def _bearer(scene: Scene, run: Run, choice: Choice) -> Mention | None:
    way, found = _picked(scene, run, choice)
    return scene.bears(run, choice, choice.rule.bearer, way, found)


def _picked(scene: Scene, run: Run, choice: Choice) -> tuple[str, Mention | None]:
    """Whom the rules take for the bearer, and by which way."""
    rule, mentions, text = choice.rule, scene.clause.mentions, scene.text
    until = min(choice.start, run.start)
    found = _beside(scene, run, choice)
    if found is not None:
        return "beside", found
    found = bearer.in_clause(text, mentions, scene.clause.span.start, until, rule.bearer)
    if found is not None:
        return "clause", bearer.outside(text, scene.clause, rule, scene.said, found) or found
    after = (run.end, choice.end) if choice.start >= run.end else (choice.end, run.start)
    found = bearer.behind(mentions, *after, rule.bearer)
    if found is not None:
        return "behind", found
    if bearer.foreign(text, scene.clause, run.since, until):
        return "foreign", None
    found = bearer.spoken_of(text, scene.clause, rule, scene.said)
    if found is not None:
        return "spoken", found
    return "earlier", _earlier(scene, rule)


def _earlier(scene: Scene, rule: Rule) -> Mention | None:
    """What the clause before names, where nothing that is spoken of fits (甲并购乙案，并购金额为…)."""
    if scene.before is None:
        return None
    span = scene.before[0].span
    return bearer.in_clause(scene.text, scene.before[0].mentions, span.start, span.end, rule.bearer)


def _beside(scene: Scene, run: Run, choice: Choice) -> Mention | None:
    """What owns the number by its place: 收购X, 比亚迪(16.1%), 售价30万元的X."""
    rule, mentions, text = choice.rule, scene.clause.mentions, scene.text
    if rule.about == "object":
        found = bearer.behind(mentions, choice.end, scene.clause.span.end, rule.bearer)
        if found is not None:
            return found
    if rule.about == "patient":
        found = bearer.patient(text, mentions, choice.start, rule.bearer)
        found = found or _punished(scene, rule)
        if found is not None:
            return found
    bracketed = bearer.bracketed(text, scene.clause, run.start)
    if bracketed is not None and bracketed.cls in rule.bearer:
        return bracketed
    tail = max(choice.end, run.end)
    owner = bearer.behind(mentions, tail, min(scene.clause.span.end, tail + 20), rule.bearer)
    if owner is not None and text[tail : owner.span.start].strip() in {"的", "起的"}:
        return owner
    return None


def _punished(scene: Scene, rule: Rule) -> Mention | None:
    """To whom the clause before does something, or who stands at its head: 对X予以警告，并处4万元罚款; X负有责任，被罚款2万元."""
    start = scene.clause.span.start
    ranks = {cls: rank for cls, rank in rule.bearer.items() if cls in _PUNISHED}
    if scene.before is None or any(mention.cls in ranks for mention in scene.clause.mentions):
        return None
    span, mentions = scene.before[0].span, scene.before[0].mentions
    if scene.text.startswith("被", start):
        return next((m for m in mentions if m.cls in ranks and m.span.start == span.start), None)
    return bearer.patient(scene.text, mentions, span.end, ranks) if scene.text.startswith(_ALSO, start) else None
