"""Where the reading of an article stands: the sentence, its clause, and what has been said so far."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Clause, Evidence, Mention, Observation, Quantity, Time
from kg.observe import dealt
from kg.observe.candidates import Article, Asked, Setting, lead
from kg.observe.growth import UNITS, signed
from kg.observe.metric import Choice
from kg.observe.period import period, status
from kg.observe.ranker import Judge
from kg.observe.rules import Cue, Lexicon
from kg.observe.runs import Run

#: What a way of reading gives: observations, the reason why there are none, or None where it does not apply.
Found = Sequence[Observation] | str | None

_ONLY_FORESEEN = re.compile(
    r"(?:^|[，。；“])若|如果|假如|有下列|违反本|情节严重的|情节较重的|假设|倘若|若是|要是|假使|一旦|如若|若能|哪怕|除非|万一|只要|试想|设想|据传|传闻|网传|传言|谣言|就算|疑似|是否|能否|[?？]"
)
_CONCEDED = re.compile(r"即便|即使")
_STILL = re.compile(r"依然|仍|照样|还是|依旧|也可|也能|也不会|也已|均可|都能|都可")
_REACHED = re.compile(r"已|实现|达到了|完成|此前|目前|去年|同期|报告期")
_EXPECTED = re.compile(r"市场预|分析师|机构预|预期的|一致预期")
_FROM_HERE = re.compile(r"(?:元|币|万|亿)?起")


@dataclass(slots=True)
class Scene:
    """One sentence: `clause` and `cues` are the present ones, `before` the clause before, `frame` its time so far.

    `age` is the period that the article reports on; `lost` tells why the number before was refused (empty: it was told);
    `judge` has the last word on who bears a number, knowing the `article` and the `first` clause of the sentence.
    """

    text: str
    document: str
    issued: str
    lexicon: Lexicon
    clause: Clause
    cues: Sequence[Cue]
    frame: Time | None = None
    age: Time | None = None
    said: list[Observation] = field(default_factory=list)
    before: tuple[Clause, Sequence[Cue]] | None = None
    judge: Judge | None = None
    article: Article | None = None
    first: Clause | None = None
    leads: tuple[str, ...] = ()
    lost: str = ""

    def bears(
        self, run: Run, choice: Choice, ranks: Mapping[str, int], way: str, pick: Mention | None
    ) -> Mention | None:
        """Who bears a number: what the rules `pick` by some `way`, or whom the judge finds better; None for nobody."""
        if self.judge is None or self.article is None:
            return pick
        if not self.leads:
            self.leads = (f"title:{self.article.opening}", f"first:{lead(self.text, self.first or self.clause)}")
        before = self.before[0] if self.before else None
        setting = Setting(self.text, self.clause, before, self.said, self.article, self.leads, self.lost)
        return self.judge(setting, Asked(run, choice.metric, ranks, choice.start, way, pick))

    @property
    def last(self) -> Observation | None:
        """The observation made last in this sentence."""
        return self.said[-1] if self.said else None

    def period(self, run: Run, *, reported: bool) -> Time | None:
        """Of when the number speaks; one that is `reported` may be of the period that the article reports on."""
        found = period(self.text, self.clause, run, self.said, self.frame)
        return found or (self.age if reported else None)

    def timed(self, made: Sequence[Observation], run: Run) -> list[Observation]:
        """The observations of a run, each with its own time where the words list one for each (2021年和2022年分别为…)."""
        if len(made) < 2 or any(one.time is None for one in made):
            return list(made)
        each: Sequence[Time | None] = dealt.times(self.text, self.clause, self.before[0] if self.before else None, run)
        told = [one.time for one in self.said[-len(made) :]]
        if not each and not self.clause.times and len(set(told)) == len(made):
            each = told
        return [replace(one, time=time) for one, time in zip(made, each, strict=True)] if each else list(made)

    def status(self, run: Run, *, timeless: bool = False) -> str:
        """Actual, Target or Forecast; what a new thing will have (`timeless`) it has."""
        found = status(self.text, self.cues, run, timeless=timeless)
        if found != "Forecast" and self.before is not None and self._foreseen():
            return "Forecast"
        if found == "Actual" and not timeless and self._to_come(run):
            return "Forecast"
        if found == "Actual" and self.last is not None and not _REACHED.search(self.text, *self.clause.span):
            before = self.before[0].span.start if self.before else -1
            if self.last.status == "Forecast" and _EXPECTED.search(self.text, *self.last.evidence.span):
                return found  # what others expected is over with its clause
            same = self.last.evidence.span.start in (before, self.clause.span.start)
            return self.last.status if same and not self.clause.times else found
        return found

    def _to_come(self, run: Run) -> bool:
        """Does the number speak of a year after that of publication?"""
        time = self.period(run, reported=False) if self.issued else None
        return time is not None and time.start is not None and time.start[:4] > self.issued[:4]

    def _foreseen(self) -> bool:
        """Does the clause before end in 预计, so that this one says what is expected?"""
        clause, cues = self.before or (self.clause, ())
        return any("forecast" in cue.meaning.kinds and clause.span.end - cue.end <= 1 for cue in cues[-1:])

    def evidence(self, rule: str) -> Evidence:
        """The present clause, and the rule that read it."""
        return Evidence(self.document, self.clause.span, rule)

    def stance(self) -> str:
        """The clause's stance; what is foreseen (可能降到) or conceded (即便涨到…, 依然) is said all the same."""
        clause = self.clause
        if clause.stance != "Hypothetical":
            return clause.stance
        words = self.text[clause.sentence.start : clause.span.end]
        if _ONLY_FORESEEN.search(words):
            return clause.stance
        conceded = _CONCEDED.search(words) and not _STILL.search(self.text, clause.span.start, clause.sentence.end)
        return clause.stance if conceded else "Asserted"

    def observation(self, choice: Choice, about: Mention, run: Run, quantity: Quantity) -> Observation:
        """One number of a run, measured by `choice`, as an observation."""
        rule, metric = choice.rule, choice.metric
        if not quantity.unit and rule.unit:
            quantity = replace(quantity, unit=rule.unit)
        elif "/" in quantity.unit and rule.units and quantity.unit not in rule.units:
            quantity = replace(quantity, unit=quantity.unit.split("/")[0])
        if metric == "price" and _FROM_HERE.match(self.text, quantity.span.end - 1):
            metric, quantity = "startingPrice", replace(quantity, bound="exactly")
        return Observation(
            about=about,
            metric=metric,
            quantity=signed(quantity, rule.sign < 0),
            evidence=self.evidence(f"metric:{rule.key}"),
            time=None if rule.timeless else self.period(run._replace(quantities=(quantity,)), reported=rule.reported),
            status=self.status(run, timeless=rule.timeless),
            stance=self.stance(),
            speaker=self.clause.speaker,
            confidence=0.9 if rule.words else 0.7,
        )


def ratio(unit: str) -> bool:
    """Does the unit tell a share or a growth (%, 百分点, 倍)?"""
    return unit in UNITS
