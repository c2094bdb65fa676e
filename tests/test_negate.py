"""What the words right before a verb do to it."""

from __future__ import annotations

import pytest

from kg.negate import Negation
from kg.ontology import load


@pytest.fixture(scope="module")
def negation() -> Negation:
    return Negation(load())


@pytest.mark.parametrize(
    ("before", "stance"),
    [
        ("极曜汽车没有", "Denied"),
        ("极曜汽车没有正式", "Denied"),
        ("拒绝以50亿元", "Denied"),
        ("险些", "Denied"),
        ("正在考虑", "Hypothetical"),
        ("极曜汽车或", "Hypothetical"),
        ("未来将", "Asserted"),
        ("不久前", "Asserted"),
        ("不得不", "Asserted"),
        ("没有犹豫并", "Asserted"),
        ("推迟至明年", "Asserted"),
        ("没有一家同类企业", "Asserted"),
        ("极曜汽车", "Asserted"),
        ("", "Asserted"),
    ],
)
def test_the_words_before_a_verb_give_its_stance(negation: Negation, before: str, stance: str) -> None:
    assert negation(before) == stance


@pytest.mark.parametrize(("words", "denied"), [("极曜汽车不与", True), ("极曜汽车与", False), ("不是由", True)])
def test_a_negation_before_a_preposition(negation: Negation, words: str, denied: bool) -> None:
    assert negation.ahead(words, ("与", "由")) is denied
