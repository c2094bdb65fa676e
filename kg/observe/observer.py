"""Numbers with their meaning: quantity + metric + bearer + time → Observation; two of them → Change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.model import Change, Clause, Evidence, Mention, Observation, Reading, Refusal, Span, Time
from kg.observe import bearer as bearers
from kg.observe.change import changes
from kg.observe.growth import UNITS, growth, signed
from kg.observe.metric import Choice, choose, fits
from kg.observe.minted import counted, minted
from kg.observe.period import era, framed, period, status
from kg.observe.rules import Cue, Lexicon, Rule, anything
from kg.observe.runs import Run, runs
from kg.observe.stake import stake
from kg.observe.words import residue
from kg.ontology import Ontology

_GROWTHS = frozenset({"yearOnYear", "monthOnMonth", "growth"})
_CONVERTED = re.compile(r"\s*[(（](?:IT之家)?(?:备注|注)?[:：]?\s*(?:当前|目前|现)?(?:约合|折合|约|合|相当于|即)?\s*")
_SHARE = re.compile(r"\s*[(（]\s*(?:约)?\s*$")
_ANYTHING = anything("Product", "Technology", "Company", "Organization", "Facility", "NamedEvent", "Work", "Industry", "Place")
_COUNTING = anything("Product", "Company", "Organization", "Facility", "NamedEvent", "Technology", "Work", "Standard", "Place")
_LED = re.compile(r"\s*(?:后)?(?:升|降|增|涨)?(?:到|至|达到|达|为)(?:了)?\s*")
_MONEY = "元"
_SUPPOSED = re.compile(r"如果|假如|假设|倘若|若是|要是|假使|一旦|如若|若能|哪怕|除非|万一|只要|试想|设想|据传|传闻|网传|传言|疑似|是否|能否|[?？]")
_CONCEDED = re.compile(r"即便|即使")
_STILL = re.compile(r"依然|仍|照样|还是|依旧")


@dataclass(slots=True)
class _Sentence:
    """What has been said so far in one sentence."""

    text: str
    document: str
    issued: str
    said: list[Observation] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    frame: Time | None = None


class Observer:
    """Reads the numbers of an article. Built once from the ontology, called per text."""

    def __init__(self, ontology: Ontology) -> None:
        self._lexicon = Lexicon(ontology)

    def __call__(self, reading: Reading) -> tuple[tuple[Observation, ...], tuple[Change, ...], tuple[Refusal, ...]]:
        """The observations and changes of a text in order, and the numbers that were refused, each with the reason."""
        observations: list[Observation] = []
        moves: list[Change] = []
        document = reading.document
        issued = document.issued.isoformat() if document.issued else ""
        here = _Sentence(reading.text, document.id, issued)
        refusals = here.refusals
        age: Time | None = None
        for clause, cues in zip(reading.clauses, self._lexicon.cues(reading.text, reading.clauses), strict=True):
            if clause.opens:
                moves += changes(reading.text, document.id, here.said)
                observations += here.said
                age = era(here.frame, age)
                here = _Sentence(reading.text, document.id, issued, [], refusals, clause.time or age)
            for run in runs(reading.text, clause) if clause.quantities else ():
                self._read(here, clause, cues, run)
            if clause.times:
                here.frame = framed(reading.text, clause, here.frame)
        moves += changes(reading.text, document.id, here.said)
        return tuple(observations + here.said), tuple(moves), tuple(refusals)

    def _read(self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run) -> None:
        """One run of numbers: the first way of reading that holds."""
        for way in (self._converted, self._grown, self._measured, self._inherited, self._counted, self._minted):
            found = way(here, clause, cues, run)
            if found is not None:
                if isinstance(found, str):
                    here.refusals.append(Refusal(run.span, "observe", found))
                else:
                    here.said.extend(found)
                return
        here.refusals.append(Refusal(run.span, "observe", "no word says what the number measures"))

    def _converted(self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run) -> list[Observation] | None:
        """2.34亿美元(约16.8亿元人民币): the same number in another currency."""
        if not here.said or len(run.quantities) > 1 or _MONEY not in run.unit:
            return None
        last = here.said[-1]
        between = here.text[last.quantity.span.end : run.start]
        if last.quantity.unit == run.unit or not _CONVERTED.fullmatch(between):
            return None
        return [replace(last, quantity=run.first, confidence=0.8)]

    def _grown(self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run) -> list[Observation] | str | None:
        found = growth(here.text, clause, cues, run)
        if found is None:
            return None
        of = [c for c in cues if c.meaning.rules and run.since <= c.start and c.end <= found.start + 2]
        rule = next((rule for c in reversed(of) for rule in c.meaning.rules if rule.kind == "plain"), None)
        ranks = rule.bearer if rule else _ANYTHING.bearer
        about = bearers.in_clause(here.text, clause.mentions, run.since, found.start, ranks)
        last = here.said[-1] if here.said else None
        attached = about is None and rule is None and last is not None
        if about is None:
            if bearers.market(here.text, run.since, of[-1].start if of else found.start):
                return "the number speaks of a market, not of a thing that is named"
            if bearers.foreign(here.text, clause, run.since, of[-1].start if of else found.start):
                return "the words before the growth name something else"
            about = last.about if attached and last else bearers.spoken_of(here.text, clause, rule or _ANYTHING, here.said)
        if about is None:
            return f"nobody to bear {found.metric}"
        abouts = [about]
        if rule is None and not attached and len(run.quantities) == 1 and about in clause.mentions:
            abouts = bearers.together(here.text, clause.mentions, about, ranks)
        made = []
        for at, quantity in enumerate(run.quantities):
            base = here.said[at - len(run.quantities)] if attached and len(here.said) >= len(run.quantities) else last
            observation = Observation(
                about=about,
                metric=found.metric,
                quantity=signed(quantity, found.falls),
                evidence=self._evidence(here, clause, "growth"),
                time=last.time
                if attached and last and not clause.times
                else period(here.text, clause, run, here.said, here.frame),
                status=last.status if attached and last else status(here.text, clause, cues, run, here.issued),
                stance=_stance(here.text, clause),
                speaker=clause.speaker,
                of_metric=rule.metric(of[-1].word) if rule else _base(base) if attached else None,
            )
            made += [replace(observation, about=each) for each in abouts]
        return made

    def _measured(self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run) -> list[Observation] | str | None:
        choice = choose(here.text, clause, cues, run, self._lexicon)
        if choice is None:
            return None
        rule = choice.rule
        if rule.kind == "stake":
            held, holder = stake(here.text, clause, run, rule.bearer, here.said)
            if held is None:
                return "nobody to bear shareholding"
            made = [self._make(here, clause, cues, replace(run, quantities=(q,)), choice, held) for q in run.quantities]
            return [replace(one, holder=holder) for one in made]
        choices = self._zipped(here, cues, run, choice)
        abouts = self._bearers(here, clause, run, choice)
        if isinstance(abouts, str):
            return abouts
        made = []
        for at, quantity in enumerate(run.quantities):
            about = abouts[at] if at < len(abouts) else abouts[-1]
            one = Run((quantity,), run.since)
            made.append(self._make(here, clause, cues, one, choices[at] if at < len(choices) else choices[-1], about))
        return made

    def _make(
        self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run, choice: Choice, about: Mention
    ) -> Observation:
        rule, quantity = choice.rule, run.first
        if not quantity.unit and rule.unit:
            quantity = replace(quantity, unit=rule.unit)
        elif "/" in quantity.unit and rule.units and quantity.unit not in rule.units:
            quantity = replace(quantity, unit=quantity.unit.split("/")[0])
        if rule.sign < 0:
            quantity = signed(quantity, True)
        return Observation(
            about=about,
            metric=choice.metric,
            quantity=quantity,
            evidence=self._evidence(here, clause, f"metric:{rule.key}"),
            time=None if rule.timeless else period(here.text, clause, run, here.said, here.frame),
            status=status(here.text, clause, cues, run, here.issued),
            stance=_stance(here.text, clause),
            speaker=clause.speaker,
        )

    def _zipped(self, here: _Sentence, cues: list[Cue], run: Run, choice: Choice) -> list[Choice]:
        """One choice per number where the words stand in a list (营收和净利润分别为…) or one word names several (长宽高)."""
        count, rule = len(run.quantities), choice.rule
        if rule.keys:
            keys = [*rule.keys, *rule.keys[-1:] * count]
            return [replace(choice, metric=keys[at]) for at in range(count)]
        if count < 2:
            return [choice]
        fitting = [c for c in cues if run.since <= c.start and c.end <= run.start]
        named = [
            Choice(found, found.metric(cue.word), cue.start, cue.end, 0)
            for cue in fitting
            for found in [next((r for r in cue.meaning.rules if fits(r, run.first)), None)]
            if found
        ]
        return named[-count:] if len(named) >= count else [choice]

    def _bearers(self, here: _Sentence, clause: Clause, run: Run, choice: Choice) -> list[Mention] | str:
        ranks, count = choice.rule.bearer, len(run.quantities)
        until = min(choice.start, run.start)
        if count > 1 and not choice.rule.keys:
            group = bearers.listed(here.text, clause.mentions, count, until, ranks) or bearers.listed(
                here.text, clause.topics[:count], count, until, ranks
            )
            if group:
                return list(group)
        about = self._bearer(here, clause, run, choice)
        if about is None:
            return f"nobody to bear {choice.metric}"
        begin = about.span.end if clause.span.start <= about.span.end <= until else run.since
        if about.cls != "Industry" and bearers.market(here.text, begin, until):
            return "the number speaks of a market, not of a thing that is named"
        return [about]

    def _bearer(self, here: _Sentence, clause: Clause, run: Run, choice: Choice) -> Mention | None:
        rule, mentions, text = choice.rule, clause.mentions, here.text
        if rule.about == "object":
            found = bearers.behind(mentions, choice.end, clause.span.end, rule.bearer)
            if found is not None:
                return found
        tail = max(choice.end, run.end)
        owner = bearers.behind(mentions, tail, min(clause.span.end, tail + 20), rule.bearer)
        if owner is not None and text[tail : owner.span.start].strip() in {"的", "起的"}:
            return owner
        found = bearers.in_clause(text, mentions, clause.span.start, min(choice.start, run.start), rule.bearer)
        if found is None and choice.start >= run.end:
            found = bearers.behind(mentions, run.end, choice.end, rule.bearer)
        elif found is None:
            found = bearers.behind(mentions, choice.end, run.start, rule.bearer)
        if found is None and bearers.foreign(text, clause, run.since, min(choice.start, run.start)):
            return None
        return found or bearers.spoken_of(here.text, clause, rule, here.said)

    def _inherited(self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run) -> list[Observation] | None:
        """A number without a word of its own takes the metric of the one before: 今年目标20万, 较6月的1753辆."""
        last = self._model(here, clause, run)
        if last is None:
            return None
        marks = [m.span for m in (*clause.mentions, *clause.times)]
        spans = [Span(c.start, c.end) for c in cues if c.end <= run.start and not c.meaning.rules]
        words = residue(here.text, run.since, run.start, sorted([*marks, *spans]))
        if len(words) > 1 and not _SHARE.search(here.text, run.since, run.start):
            return None
        rule = self._lexicon.by_key.get(last.metric, _ANYTHING)
        about = bearers.in_clause(here.text, clause.mentions, run.since, run.start, rule.bearer) or last.about
        if _SHARE.search(here.text, run.since, run.start):
            about = next((m for m in reversed(clause.mentions) if m.span.end <= run.start and m.cls in rule.bearer), about)
        unit = run.unit or last.quantity.unit
        return [
            replace(
                last,
                about=about,
                quantity=replace(quantity, unit=unit),
                evidence=self._evidence(here, clause, "inherited"),
                time=None if rule.timeless else period(here.text, clause, run, here.said, here.frame),
                status=status(here.text, clause, cues, run, here.issued),
                stance=_stance(here.text, clause),
                speaker=clause.speaker,
                confidence=0.8,
            )
            for quantity in run.quantities
        ]

    def _model(self, here: _Sentence, clause: Clause, run: Run) -> Observation | None:
        """The observation whose metric the number may take: one in its unit, or the growth that led up to it."""
        if run.first.ordinal or not here.said:
            return None
        last = here.said[-1]
        led = run.unit not in UNITS or _LED.fullmatch(here.text, last.quantity.span.end, run.start)
        if last.metric in _GROWTHS and last.of_metric and led:
            rule = self._lexicon.by_key.get(last.of_metric)
            if rule is not None and fits(rule, run.first):
                return replace(last, metric=last.of_metric, of_metric=None)
        if run.unit:
            return next((o for o in reversed(here.said) if o.quantity.unit == run.unit), None)
        ends = run.end >= clause.span.end or here.text[run.end] in ",;。.!?)、，；！？）"
        return last if ends and last.quantity.unit not in UNITS else None

    def _counted(self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run) -> list[Observation] | str | None:
        found = counted(here.text, clause, cues, run)
        if found is None:
            return None
        thing, start = found
        about = bearers.in_clause(here.text, clause.mentions, clause.span.start, start, _COUNTING.bearer)
        about = about or bearers.spoken_of(here.text, clause, _COUNTING, here.said)
        if about is None:
            return "nobody to bear count"
        made = self._plain(here, clause, cues, run, about, "count")
        return [replace(made, of_thing=thing, confidence=0.7)]

    def _minted(self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run) -> list[Observation] | str | None:
        found = minted(here.text, clause, run)
        if found is None:
            return None
        name, start = found
        about = bearers.in_clause(here.text, clause.mentions, clause.span.start, start, _ANYTHING.bearer)
        about = about or bearers.spoken_of(here.text, clause, _ANYTHING, here.said)
        if about is None:
            return f"nobody to bear {name}"
        return [
            replace(self._plain(here, clause, cues, replace(run, quantities=(q,)), about, f"metric-{name}"), confidence=0.7)
            for q in run.quantities
        ]

    def _plain(
        self, here: _Sentence, clause: Clause, cues: list[Cue], run: Run, about: Mention, metric: str
    ) -> Observation:
        rule = Rule(metric, (), (), frozenset(), frozenset(), {})
        return self._make(here, clause, cues, run, Choice(rule, metric, run.start, run.start, 0), about)

    @staticmethod
    def _evidence(here: _Sentence, clause: Clause, rule: str) -> Evidence:
        return Evidence(here.document, clause.span, rule)


def _base(observation: Observation | None) -> str | None:
    """The metric that a growth speaks of when it follows `observation`."""
    if observation is None:
        return None
    return observation.of_metric if observation.metric in _GROWTHS else observation.metric


def _stance(text: str, clause: Clause) -> str:
    """The clause's stance; what is only foreseen (可能降到) or conceded (即便涨到, 依然) is said all the same."""
    if clause.stance != "Hypothetical":
        return clause.stance
    words = text[clause.sentence.start : clause.span.end]
    if _SUPPOSED.search(words):
        return clause.stance
    conceded = _CONCEDED.search(words) and not _STILL.search(text, clause.span.start, clause.sentence.end)
    return clause.stance if conceded else "Asserted"
