"""Rules held against labelled passages: `python -m kg.learn.silver`.

A passage is labelled with words, not places: names with classes, `[subject, property, object]`, `[about, metric, quantity
words, status, bound]`, `[class, object, date words]`. The flow reads it with the names as they are labelled (`oracle`: what
is wrong is wrong in the rules) or with those that it finds itself (`own`). Labels are one careful reader's, so that a
fact without a label is not always wrong: compare figures with each other, not with those of `make eval`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kg.admit import Gate
from kg.automaton import Automaton
from kg.learn import dates
from kg.learn.cuts import VERDICTS, by_rule, tally
from kg.learn.passages import part
from kg.learn.score import Claim, Names, claims, fold, labelled, matched
from kg.model import Cleaned, Document, Facts, Marks, Mention, Sentence, Span
from kg.ontology import CLASSES, Ontology, load
from kg.pipeline import Extractor
from kg.recognise import Recogniser
from kg.recognise.guess import Guess
from kg.recognise.quantities import measure, quantities
from kg.recognise.settle import settle

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "datasets" / "silver"
LABELLED = ("relation", "observation", "event")
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_LITERAL = ("jobTitle", "category")
_GROWTH = frozenset(("yearOnYear", "monthOnMonth", "growth"))
#: a reader takes one of these where another takes the other
_KIN = (
    frozenset(("owner", "parentOrganization", "shareholder", "manufacturer")),
    frozenset(("hasComponent", "basedOn")),
    frozenset(("locatedIn", "headquarters")),
)


class Passage(NamedTuple):
    """A text and its labels; `half` is 0 or 1, by its id, so that what is tuned on one half can be tried on the other."""

    document: Document
    labels: Mapping[str, Any]

    @property
    def half(self) -> int:
        """0 or 1, always the same for the same id."""
        return zlib.crc32(self.document.id.encode()) % 2


class Judgement(NamedTuple):
    """A fact that was told (right, wrong, neither), or a label (found, missed); `told` is what was found for a label."""

    verdict: str
    claim: Claim
    passage: Passage
    told: Claim | None = None

    @property
    def dated(self) -> str:
        """How well the date of a labelled event was found; empty where no event was."""
        if self.told is None or self.claim.kind != "event":
            return ""
        return dates.verdict(self.claim.extras.get("date", frozenset()), self.told.extras["date"])


class Oracle(Recogniser):
    """Recognises the names that it is given, and numbers and times like any other.

    >>> oracle = Oracle({"云帆": "Company", "云帆E7": "Vehicle", "昨夜": "Mood"})
    >>> marks = oracle(Cleaned(Document("a", "云帆发布云帆E7"), "云帆发布云帆E7", ()), ())
    >>> [(mention.name, mention.cls) for mention in marks.mentions]
    [('云帆', 'Company'), ('云帆E7', 'Vehicle')]
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._named = Automaton({name: (name, cls) for name, cls in names.items() if cls in CLASSES})

    def many(self, cleaned: Sequence[Cleaned], sentences: Sequence[tuple[Sentence, ...]]) -> list[Marks]:
        """Every place of every name, the longest first; a sure name wins over a number in it."""
        return [self._marks(one) for one in cleaned]

    def _marks(self, cleaned: Cleaned) -> Marks:
        text = cleaned.document.text
        sure = [Guess(start, end, name, cls, "oracle", 3) for start, end, (name, cls) in self._named.find(text)]
        names, numbers, times = settle(sure, *measure(cleaned.text, cleaned.document.issued))
        mentions = [Mention(Span(one.start, one.end), one.name, one.name, one.cls, one.rule) for one in names]
        return Marks(tuple(mentions), tuple(numbers), tuple(times))


class Told(Extractor):
    """The article flow on names that are given, by document."""

    def __init__(self, ontology: Ontology, names: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(ontology)
        self._names = names

    def __call__(self, document: Document) -> Facts:
        """The facts of a document whose names were given."""
        self._recognise = Oracle(self._names[document.id])
        return super().__call__(document)


def passages(folder: Path) -> list[Passage]:
    """The passages of a folder that are labelled with facts, in order of the file."""
    texts = {one["id"]: one for one in _lines(folder / "silver.text.jsonl")}
    return [
        Passage(_document(texts[labels["id"]]), labels)
        for labels in _lines(folder / "silver.jsonl")
        if labels["labels"] == "all"
    ]


def _lines(path: Path) -> Iterator[Any]:
    return map(json.loads, filter(str.strip, path.read_text("utf-8").split("\n")))


def _document(one: Mapping[str, Any]) -> Document:
    issued = one.get("issued")
    return Document(one["id"], one["text"], issued=date.fromisoformat(issued[:10]) if issued else None)


# ---------------------------------------------------------------- labels as claims


def wanted(labels: Mapping[str, Any], when: Callable[[str], Names] = lambda _: frozenset()) -> list[Claim]:
    """What the labels of a passage say; a quantity that has no number is left out. `when` reads the words of a date.

    >>> [str(claim) for claim in wanted({"observations": [["云帆", "-growth", "两成", "Actual", "exactly"]]})]
    ['observation 云帆 growth % -20']
    """
    relations = [
        {"s": fold(s), "p": p, "o": "=" + o if p in _LITERAL else fold(o)} for s, p, o in labels.get("relations", ())
    ]
    observed = [one for label in labels.get("observations", ()) if (one := _observed(*label)) is not None]
    events = [
        {"type": cls, "object": fold(thing), "date": sorted(when(words)) if words else []}
        for cls, thing, words in labels.get("events", ())
    ]
    return list(labelled({"relations": relations, "observations": observed, "events": events}))


def _observed(about: str, metric: str, words: str, status: str, bound: str) -> dict[str, Any] | None:
    found = next(iter(quantities(words)), None)
    if found is None:
        return None
    sign = -1 if metric.startswith("-") else 1
    numbers = {"value": found.value, "min": found.minimum, "max": found.maximum}
    scaled = {name: number if number is None else sign * number for name, number in numbers.items()}
    key = {"about": fold(about), "metric": [metric.removeprefix("-")], "unit": found.unit, **scaled}
    return key | {"status": status, "bound": bound}


def _eased(want: Claim, told: Iterable[Claim]) -> Claim:
    """A label as it may also be put: a kin property, a longer title, a metric in other words, a unit left to the context."""
    said, other = want.said.union(*(kin for kin in _KIN if kin & want.said)), want.other
    for got in told:
        if want.said & got.said & set(_LITERAL):
            other |= frozenset(
                word for word in got.other if any(word[1:] in one or one[1:] in word for one in want.other)
            )
        if want.kind == "observation" and _own(want) and _own(got):
            said |= got.said
        if want.kind == "observation" and want.other == {""}:
            other |= got.other
    return replace(want, said=said, other=other)


def _own(claim: Claim) -> bool:
    """Is the metric one of the text's own words?"""
    return any(name.startswith("metric-") for name in claim.said)


def _unsigned(claim: Claim) -> Claim:
    """A fall as it is labelled in passages without signs."""
    if not claim.said & _GROWTH:
        return claim
    return replace(claim, numbers=tuple(number if number is None else abs(number) for number in claim.numbers))


def _stands(facts: Facts) -> dict[str, Names]:
    """entity → all the words by which the text names it."""
    stands = {one.id: {fold(name) for name in (one.label, *one.names)} for one in facts.entities}
    for mention in facts.mentions:
        if not mention.refers:
            stands[mention.entity].add(fold(mention.text))
    return {entity: frozenset(names) for entity, names in stands.items()}


# ---------------------------------------------------------------- judging


def judge(passage: Passage, facts: Facts) -> Iterator[Judgement]:
    """Each fact that was told as right, wrong or neither (told already), each label as found or missed.

    Changes are not labelled, and so not judged.
    """
    unique = {(one.kind, one.node, one.numbers): one for one in claims(facts, _stands(facts))}
    told, want = list(unique.values()), wanted(passage.labels, lambda words: dates.days(words, facts))
    if passage.labels.get("signs") is False:
        told, want = [_unsigned(one) for one in told], [_unsigned(one) for one in want]
    for kind in LABELLED:
        given = [one for one in told if one.kind == kind]
        labels = [one for one in want if one.kind == kind]
        eased = [_eased(label, given) for label in labels]
        pairs, wrong = matched(eased, given)
        met, right, astray = {id(one): got for one, got in pairs}, {id(got) for _, got in pairs}, {id(x) for x in wrong}
        for one in given:
            yield Judgement("right" if id(one) in right else "wrong" if id(one) in astray else "neither", one, passage)
        for label, one in zip(labels, eased, strict=True):
            got = met.get(id(one))
            yield Judgement("found" if got else "missed", label, passage, got)


def judged(folder: Path, *, half: int | None = None, own: bool = False, unlearned: bool = False) -> list[Judgement]:
    """The judgements on the passages of a folder, with labelled names or with `own` ones.

    On all of them, those of one half, those from which no component learned (`unlearned`).
    """
    chosen = [one for one in passages(folder) if half is None or one.half == half]
    if unlearned:
        chosen = [one for one in chosen if part(one.document.id) == "test"]
    ontology = load()
    given = {one.document.id: dict(one.labels["entities"]) for one in chosen}
    extract = Extractor(ontology) if own else Told(ontology, given)
    gate = Gate(ontology)
    return [found for one in chosen for found in judge(one, gate(extract(one.document))[0])]


def said(claim: Claim) -> str:
    """The property, metric or class of a label; metrics of a text's own are one."""
    return "metric-…" if _own(claim) else min(claim.said)


# ---------------------------------------------------------------- tables


def tables(found: Sequence[Judgement]) -> Iterator[str]:
    """Figures by kind, by rule, by property."""
    yield f"{'':48}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>7}"
    for kind in (*LABELLED, "facts"):
        one = tally([(one.verdict, one.claim) for one in found if kind in (one.claim.kind, "facts")])
        counts = f"{one.right:7d}{one.wrong:7d}{one.missed:7d}"
        yield f"{kind:48}{one.precision:7.3f}{one.recall:7.3f}{one.f1:7.3f}{counts}"
    yield from dates.summary(one.dated for one in found)
    yield f"\n{'by rule, most wrong first':48}{'P':>7}" + "".join(f"{verdict:>9}" for verdict in VERDICTS)
    for (kind, rule), count in by_rule((one.verdict, one.claim) for one in found).items():
        sure = count["right"] + count["wrong"]
        share = f"{count['right'] / sure:7.2f}" if sure else f"{'-':>7}"
        yield f"{kind:12}{rule:36}{share}" + "".join(f"{count[verdict]:9d}" for verdict in VERDICTS)
    yield f"\n{'by property, most missed first':48}{'R':>7}{'found':>9}{'missed':>9}"
    labels = Counter(
        (one.claim.kind, said(one.claim), one.verdict) for one in found if one.verdict in ("found", "missed")
    )
    names = {(kind, name) for kind, name, _ in labels}
    for kind, name in sorted(names, key=lambda key: (-labels[(*key, "missed")], key)):
        met, lost = labels[kind, name, "found"], labels[kind, name, "missed"]
        yield f"{kind:12}{name:36}{met / (met + lost):7.2f}{met:9d}{lost:9d}"


def examples(found: Sequence[Judgement], what: str) -> Iterator[str]:
    """The false alarms of a rule, the misses of a property, the events with another `date`: each with its words."""
    for one in found:
        verdict, claim, passage = one.verdict, one.claim, one.passage
        text, place = passage.document.text, claim.evidence
        if verdict == "wrong" and place is not None and place.rule == what:
            yield f"{passage.document.id}  + {claim}\n    {place.span.of(text)}"
        elif what == "date" and one.told and one.dated in dates.ASTRAY:
            days = ("/".join(sorted(event.extras.get("date", ()))) or "none" for event in (claim, one.told))
            said_at = one.told.evidence.span.of(text) if one.told.evidence else "…"
            yield f"{passage.document.id}  {one.dated} {claim}: {', not '.join(days)}\n    {said_at}"
        elif verdict == "missed" and said(claim) == what:
            words = [word for name in (claim.about, claim.other) for word in name if word in fold(text)]
            near = next((line for line in _SENTENCE.findall(text) if all(word in fold(line) for word in words)), "…")
            yield f"{passage.document.id}  - {claim}\n    {near}"


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables, or the examples that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="holds silver.jsonl and silver.text.jsonl")
    parser.add_argument("--names", choices=("oracle", "own"), default="oracle", help="whose names the rules get")
    parser.add_argument("--half", type=int, choices=(0, 1), help="one half of the passages, by id; default: all")
    parser.add_argument("--unlearned", action="store_true", help="only passages from which nothing was learned")
    parser.add_argument("--show", metavar="RULE", help="false alarms of a rule, misses of a property, with their words")
    args = parser.parse_args(argv)
    if not (args.folder / "silver.jsonl").exists():
        sys.stdout.write("nothing to judge: no labelled passages lie beside the checkout\n")
        return 0
    found = judged(args.folder, half=args.half, own=args.names == "own", unlearned=args.unlearned)
    lines = examples(found, args.show) if args.show else tables(found)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
