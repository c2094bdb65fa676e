"""Every frame's own examples, through the whole article flow: `accepts` must give their facts, `rejects` none of its kind."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Document, Facts
from kg.ontology import Frame, load, with_examples
from kg.pipeline import Extractor

ISSUED = date(2026, 2, 12)
FRAMES = load().frames


@pytest.fixture(scope="module")
def extract() -> Extractor:
    return Extractor(with_examples(load()))


def said(facts: Facts, frame: Frame) -> list[str]:
    """The plain facts of the frame's kind: what is denied, supposed or opined does not count."""
    every = facts.events if frame.event else facts.relations
    return [str(fact) for fact in every if fact.stance in ("Asserted", "Planned")]


@pytest.mark.parametrize(
    ("frame", "example"),
    [
        pytest.param(frame, example, id=f"{frame.name}-{i}")
        for frame in FRAMES
        for i, example in enumerate(frame.accepts)
    ],
)
def test_a_frame_accepts_its_examples(extract: Extractor, frame: Frame, example: tuple[str, ...]) -> None:
    text, *wanted = example
    found = said(extract(Document("example", text, issued=ISSUED)), frame)
    assert set(wanted) <= set(found), f"{text}: {found}"


@pytest.mark.parametrize(
    ("frame", "text"),
    [pytest.param(frame, text, id=f"{frame.name}-{i}") for frame in FRAMES for i, text in enumerate(frame.rejects)],
)
def test_a_frame_rejects_its_examples(extract: Extractor, frame: Frame, text: str) -> None:
    facts = extract(Document("example", text, issued=ISSUED))
    found = [fact for fact in said(facts, frame) if frame.makes in fact.split()]
    assert not found, f"{text}: {found}"
