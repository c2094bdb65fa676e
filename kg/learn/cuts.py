"""Cuts through a score: what a labelled text is about, and what each rule found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.clean import clean
from kg.learn.score import Claim, Tally
from kg.model import Document

VERDICTS = ("right", "wrong", "neither")
OTHER = "other"
TRADITIONAL = "traditional script"
_MUCH = 0.05  # a simplified text has a stray traditional character at most, every fifth of a traditional one is

#: topic → the metrics, and the classes of events and things, that speak for it; of two with as many votes, the first.
TOPICS: Mapping[str, frozenset[str]] = {
    "recalls and penalties": frozenset("Recall Penalty Lawsuit Accident Bankruptcy recalledUnits fine".split()),
    "people": frozenset("Appointment Departure Layoff salary employees".split()),
    "funding and deals": frozenset(
        "Investment Acquisition Listing Contract Termination funding valuation transactionAmount investment shares "
        "shareholding registeredCapital".split()
    ),
    "results": frozenset(
        "revenue netProfit loss grossMargin netMargin operatingProfit eps cost cash netAssets totalAssets debt dividend "
        "buyback marketCap stockPrice yearOnYear monthOnMonth growth loans nplRatio".split()
    ),
    "vehicles": frozenset(
        "Vehicle Presale DeliveryStart deliveries cumulativeDeliveries orders range length width height wheelbase "
        "topSpeed torque acceleration displacement".split()
    ),
    "electronics": frozenset(
        "Device Software Component Platform processNode chargingTime chargeRate batteryCapacity batteryLife voltage "
        "screenSize storage computePower parameters shipments ProductionStart Approval".split()
    ),
}
_EVENT = 3  # what happened is what a text is about, more than the numbers beside it


def topic(gold: Mapping[str, Any], text: str) -> str:
    """What a labelled text is about: what most of its labels speak for; a text in traditional script is a topic of its own.

    >>> topic({"observations": [{"metric": ["revenue"]}], "events": [{"type": ["Listing"]}]}, "")
    'funding and deals'
    >>> topic({}, "公司發布了兩款車")
    'traditional script'
    """
    folded = clean(Document("text", text)).text
    changed = sum(old != new and old >= "一" for old, new in zip(text, folded, strict=True))
    if changed > _MUCH * len(text):
        return TRADITIONAL
    said: Counter[str] = Counter()
    for kind, key, weight in (("entities", "type", 1), ("observations", "metric", 1), ("events", "type", _EVENT)):
        for one in gold.get(kind, ()):
            said[one[key] if isinstance(one[key], str) else one[key][0]] += weight
    votes = {name: sum(said[word] for word in words) for name, words in TOPICS.items()}
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] else OTHER


def by_rule(judged: Iterable[tuple[str, Claim]]) -> dict[tuple[str, str], Counter[str]]:
    """(kind, rule) → how many right, wrong, neither; most wrong first, then most told, then by name.

    >>> from kg.model import Evidence, Span
    >>> claim = Claim("event", frozenset(["Launch"]), evidence=Evidence("a", Span(0, 1), "launched"))
    >>> by_rule([("right", claim), ("wrong", claim), ("missed", Claim("event", frozenset()))])
    {('event', 'launched'): Counter({'right': 1, 'wrong': 1})}
    """
    found: dict[tuple[str, str], Counter[str]] = {}
    for verdict, claim in judged:
        if claim.evidence is not None:
            found.setdefault((claim.kind, claim.evidence.rule), Counter())[verdict] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1]["wrong"], -item[1].total(), item[0])))


def tally(judged: Sequence[tuple[str, Claim]]) -> Tally:
    """Verdicts on facts, counted; things are no facts.

    >>> tally([("right", Claim("event", frozenset())), ("missed", Claim("entity", frozenset()))])
    Tally(right=1, wrong=0, missed=0)
    """
    counts = Counter(verdict for verdict, claim in judged if claim.kind != "entity")
    return Tally(counts["right"], counts["wrong"], counts["missed"])
