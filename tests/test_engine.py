"""Every engine gives the same outcomes in the same order, and one bad article ends nothing."""

import io
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from kg.engine import ENGINES, pool
from kg.engine.task import Outcome, Task, Work
from kg.engine.worker import serve
from kg.errors import KgError, UsageError
from kg.model import Document

CARS = [f"云帆E{number}由云帆汽车有限公司制造,2026年3月{number}日上市。" for number in range(1, 21)]
DOCUMENTS = [Document(f"d{number:02}", text) for number, text in enumerate(CARS)]


@dataclass(frozen=True)
class Parrot:
    """Stands for a task: says the text back, dies where it reads 死, prints where it reads 说."""

    def start(self) -> Work:
        def work(documents: Sequence[Document]) -> list[Outcome]:
            for document in documents:
                if document.text == "死":
                    os.kill(os.getpid(), signal.SIGKILL)
                if document.text == "说":
                    os.write(1, b"nobody asked\n")
            return [Outcome(document.id, document.text) for document in documents]

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


def test_script_needs_no_guard_around_its_build(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import kg\nprint('once')\n"
        "print(kg.build([kg.Document('a', '小米SU7由小米汽车制造。')], engine='pool', jobs=2).report.documents)\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("once\n1\n", "")


def test_worker_that_cannot_start_is_told(monkeypatch):
    monkeypatch.setattr(pool, "_CODE", "raise SystemExit")
    with pytest.raises(KgError, match="a worker process could not start"):
        list(pool.run([Document("a", "文")], Parrot(), jobs=1))  # type: ignore[arg-type]


def test_worker_answers_batches_until_the_pipe_is_closed():
    requests, answers = io.BytesIO(), io.BytesIO()
    for message in (Parrot(), (Document("a", "一"), Document("b", "二")), (Document("c", "三"),)):
        pickle.dump(message, requests)
    requests.seek(0)
    serve(requests, answers)
    answers.seek(0)
    said = [pickle.load(answers) for _ in range(3)]
    assert said[0] == "ready"
    assert [[outcome.nquads for outcome in batch] for batch in said[1:]] == [["一", "二"], ["三"]]


def test_what_a_worker_prints_does_not_spoil_its_answers():
    outcomes = list(pool.run([Document("a", "说")], Parrot(), jobs=1))  # type: ignore[arg-type]
    assert [outcome.nquads for outcome in outcomes] == ["说"]


def test_worker_starts_without_rdf_libraries():
    code = "import sys, kg.engine.task; print([m for m in ('rdflib','pyoxigraph','networkx','pyshacl','pyvis') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
