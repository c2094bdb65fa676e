"""Every engine gives the same outcomes in the same order, and one bad article ends nothing."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kg.engine import ENGINES, pool
from kg.engine.task import Outcome, Task
from kg.errors import UsageError
from kg.model import Document

CARS = [f"云帆E{number}由云帆汽车有限公司制造,2026年3月{number}日上市。" for number in range(1, 21)]
DOCUMENTS = [Document(f"d{number:02}", text) for number, text in enumerate(CARS)]


@dataclass(frozen=True)
class Parrot:
    """Stands for a task: says the text back, dies where it reads 死, is broken where it reads 坏."""

    def start(self) -> Callable[[Document], Outcome]:
        def work(document: Document) -> Outcome:
            if document.text == "死":
                os.kill(os.getpid(), signal.SIGKILL)
            return Outcome(document.id, document.text)

        return work


def test_all_engines_give_the_same():
    said = {name: list(run(DOCUMENTS, Task(), jobs=2)) for name, run in ENGINES.items()}
    assert said["local"] == said["pool"]
    assert [outcome.document for outcome in said["local"]] == [document.id for document in DOCUMENTS]
    assert all(outcome.nquads and not outcome.problem for outcome in said["local"])


def test_article_that_breaks_a_stage_is_an_outcome_with_a_problem():
    broken = Document("broken", None)  # type: ignore[arg-type]
    outcomes = list(ENGINES["local"]([DOCUMENTS[0], broken, DOCUMENTS[1]], Task()))
    assert [bool(outcome.problem) for outcome in outcomes] == [False, True, False]
    assert outcomes[1].document == "broken" and "Error" in outcomes[1].problem


def test_worker_that_dies_takes_only_its_article(monkeypatch):
    monkeypatch.setattr(pool, "BATCH", 2)
    texts = ["一", "死", "三", "四", "五"]
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    outcomes = list(pool.run(documents, Parrot(), jobs=2))  # type: ignore[arg-type]
    assert [outcome.nquads for outcome in outcomes] == ["一", "", "三", "四", "五"]
    assert "died" in outcomes[1].problem


def test_no_documents_give_no_outcomes():
    assert list(pool.run([], Parrot(), jobs=1)) == []  # type: ignore[arg-type]


def test_documents_are_taken_as_they_are_needed(monkeypatch):
    monkeypatch.setattr(pool, "BATCH", 1)
    taken = []

    def endless():
        for number in range(10_000):
            taken.append(number)
            yield Document(str(number), "文")

    outcomes = pool.run(endless(), Parrot(), jobs=1)  # type: ignore[arg-type]
    assert next(outcomes).document == "0"
    outcomes.close()
    assert len(taken) < 20


@pytest.mark.parametrize("jobs", [0, -1])
def test_pool_needs_at_least_one_process(jobs):
    with pytest.raises(UsageError, match="jobs must be 1 or more"):
        pool.run(DOCUMENTS, Task(), jobs=jobs)


def test_worker_starts_without_rdf_libraries():
    import subprocess
    import sys

    code = "import sys, kg.engine.task; print([m for m in ('rdflib','pyoxigraph','networkx','pyshacl','pyvis') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
