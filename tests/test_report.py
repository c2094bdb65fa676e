"""The account of a build."""

import json

import pytest

from kg.admit import Rejection
from kg.engine.task import Outcome
from kg.report import Report

REJECTED = Rejection("a", "relation", "李雷 manufacturer 云帆", "李雷 is Person", "made", 0, 4, "李雷制造")


@pytest.fixture
def report() -> Report:
    report = Report(seconds=1.5)
    report.add(Outcome("a", "", {"relation": 2, "event": 1}, {"made": 3}, (REJECTED, REJECTED), 4, ("no date",)))
    report.add(Outcome("b", "", {"relation": 1}, {"made": 1}))
    report.add(Outcome("c", problem="ValueError: broken"))
    return report


def test_counts_are_summed(report):
    said = json.loads(report.json())
    assert said["documents"] == 2
    assert said["facts"] == {"entity": 0, "relation": 3, "observation": 0, "change": 0, "event": 1}
    assert said["rules"] == {"made": 4}
    assert said["refused_by_rules"] == 4
    assert said["seconds"] == 1.5


def test_rejections_are_counted_by_reason(report):
    assert json.loads(report.json())["rejected"] == {"count": 2, "reasons": {"relation: 李雷 is Person": 2}}


def test_quarantine_has_a_line_for_each_rejection(report):
    lines = [json.loads(line) for line in report.quarantine().decode().splitlines()]
    assert [line["reason"] for line in lines] == ["李雷 is Person"] * 2
    assert lines[0]["text"] == "李雷制造"


def test_quarantine_without_rejections_is_empty():
    assert Report().quarantine() == b""


def test_summary_tells_what_went_wrong(report):
    said = report.summary()
    for words in (
        "2 documents",
        "3 relations 关系",
        "2 × relation: 李雷 is Person",
        "a: no date",
        "c: ValueError: broken",
    ):
        assert words in said


def test_summary_does_not_tell_the_time(report):
    slow = Report(seconds=99.0)
    assert Report().summary() == slow.summary()


def test_summary_is_short_however_much_went_wrong():
    report = Report()
    for number in range(100):
        report.add(Outcome(str(number), problem="ValueError: broken"))
    assert len(report.summary().splitlines()) < 12
    assert "… and 95 more" in report.summary()


def test_lone_surrogates_in_names_do_not_break_the_report():
    report = Report()
    report.add(Outcome("\ud800", problem="坏"))
    assert json.loads(report.json())["problems"][0]["where"] == "?"
