"""Every frame's own examples, through the whole article flow: `accepts` must give their facts, `rejects` none of its kind."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.model import Document, Facts
from kg.ontology import Frame, load, with_examples
from kg.pipeline import Extractor

ISSUED = date(2026, 2, 12)
FRAMES = load().frames


@pytest.fixture(scope="module")
def extract() -> Extractor:
    return Extractor(with_examples(load()), learned=False)


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


def posts(facts: Facts) -> list[str]:
    return [str(fact) for fact in facts.relations if fact.property in ("jobTitle", "worksFor")]


def test_a_post_grows_by_its_department(extract: Extractor) -> None:
    facts = extract(Document("example", "极曜汽车研发部高级总监李思远与总工程师周文达出席。", issued=ISSUED))
    assert "李思远 jobTitle 研发部高级总监" in posts(facts)
    assert "周文达 jobTitle 总工程师" in posts(facts)
    assert "周文达 jobTitle 研发部高级总监" not in posts(facts)


def test_every_title_of_a_chain_is_a_post(extract: Extractor) -> None:
    facts = extract(Document("example", "远海集团党委书记、董事长王启明出席。", issued=ISSUED))
    assert {"王启明 jobTitle 党委书记", "王启明 jobTitle 董事长", "王启明 worksFor 远海集团"} <= set(posts(facts))


def test_a_trigger_inside_a_longer_one_is_heard(extract: Extractor) -> None:
    facts = extract(Document("example", "极曜汽车发布全新车型——极曜X7。", issued=ISSUED))
    assert "极曜X7 manufacturer 极曜汽车" in [str(fact) for fact in facts.relations]


def test_the_time_of_making_is_not_the_time_of_the_recall(extract: Extractor) -> None:
    facts = extract(Document("example", "极曜汽车召回2023年5月生产的极曜X7。", issued=ISSUED))
    assert [event.time for event in facts.events if event.cls == "Recall"] == [None]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("~@nowhere", "pattern '@nowhere' is unknown"), ("~(", "is no pattern")],
    ids=["name", "regex"],
)
def test_a_wrong_pattern_is_named(tmp_path: Path, pattern: str, words: str) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(load().folder, folder)
    slot = f'{{ is = ["Company"], link = ["{pattern}"] }}'
    frame = (
        f'[[frame]]\nname = "f"\nrelation = "manufacturer"\nobject = {slot}\naccepts = [["a", "b"]]\nrejects = ["c"]\n'
    )
    (folder / "rules" / "zz.toml").write_text(frame, "utf-8")
    with pytest.raises(OntologyError, match=words):
        load(folder)
