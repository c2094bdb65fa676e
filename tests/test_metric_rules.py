"""Every entry of ontology/rules/metrics.toml keeps its word: its own examples, through the whole article flow."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from kg.model import Document
from kg.observe.rules import Lexicon, Rule
from kg.ontology import load
from kg.pipeline import Extractor

ISSUED = date(2026, 2, 12)
RULES = Lexicon(load()).rules


@cache
def extractor() -> Extractor:
    return Extractor(load(), learned=False)


def observed(text: str) -> list[str]:
    facts = extractor()(Document("example", text, issued=ISSUED))
    return [str(observation) for observation in facts.observations]


def name(rule: Rule) -> str:
    return f"{rule.key}-{rule.words[0]}"


@pytest.mark.parametrize(
    ("text", "facts"),
    [pytest.param(row[0], row[1:], id=f"{name(rule)}: {row[0]}") for rule in RULES for row in rule.accepts],
)
def test_an_entry_gives_what_it_accepts(text: str, facts: tuple[str, ...]) -> None:
    found = observed(text)
    assert [fact for fact in facts if fact not in found] == [], found


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(rule, text, id=f"{name(rule)}: {text}") for rule in RULES for text in rule.rejects]
)
def test_an_entry_gives_nothing_of_what_it_rejects(rule: Rule, text: str) -> None:
    keys = rule.keys or ((f"metric-{word}" for word in rule.words) if rule.key.endswith("*") else (rule.key,))
    found = [fact.split(" ") for fact in observed(text)]
    assert [words for words in found for key in keys if key in words] == []


def test_every_metric_of_the_vocabulary_is_said_by_some_rule() -> None:
    said = {key for rule in RULES for key in (rule.keys or (rule.key,))}
    # how much something grew, and plain counts, are read by grammar, not by a word each
    assert set(load().metrics) - said == {"yearOnYear", "monthOnMonth", "growth", "count"}
