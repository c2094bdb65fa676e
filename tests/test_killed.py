"""kill -9 at any moment of a build of many documents: run again it goes on, and ends in the same bytes as one that never stopped."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from math import ceil
from pathlib import Path

import pytest

from kg.store import Folder
from kg.store.care import check

#: how often a build is killed on its way, at moments all over it; KG_TORTURE_ROUNDS=200: 32 times; KG_TORTURE_DOCUMENTS: a longer one
ROUNDS = ceil(int(os.environ.get("KG_TORTURE_ROUNDS", "32")) * 5 / 32)
DOCUMENTS = int(os.environ.get("KG_TORTURE_DOCUMENTS", "60"))
#: a build by two processes that makes documents safe often, so that kills fall between
_BUILD = """
import sys
import kg.ingest, kg.store.load, kg.unify
from kg.build import build
from kg.engine import pool
kg.ingest.FEWEST, kg.ingest.MOST, kg.store.load.FEWEST, pool.BATCH, kg.unify.BATCH = 8, 64, 4, 8, 8
build([sys.argv[1]], store=sys.argv[2], jobs=2, learned=False, progress=lambda name: print(name, flush=True))
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a group of processes")


def article(number: int) -> dict[str, str]:
    """Documents that share firms, some under a longer name, so that names are made one across them."""
    firm = ["云帆汽车", "云帆汽车有限公司", "海岚科技", "北辰动力"][number % 4]
    words = f"{firm}发布云帆E{number % 17}。云帆E{number % 17}售价{number % 40 + 10}万元,由{firm}制造。"
    return {"id": f"a{number}", "issued": f"2026-03-{number % 28 + 1:02}", "text": words * 3}


def build(file: Path, store: Path, words: str = _BUILD) -> subprocess.Popen:
    command = [sys.executable, "-c", words, str(file), str(store)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def acknowledged(place: Path, before: int) -> int:
    """How many documents a store holds; none of those before is lost, none is there without being named."""
    with Folder(place) as store:
        held = {row.id for row in store.ledger.rows() if row.digest}
        graphs = {str(name) for (name,) in store.graph.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows()}
    assert len(graphs) == len(held) >= before, "what was acknowledged is lost, or half of a part is there"
    return len(held)


@pytest.mark.slow
def test_a_build_that_is_killed_again_and_again_ends_like_one_that_is_not(tmp_path: Path) -> None:
    file, chance = tmp_path / "a.jsonl", random.Random(17)
    lines = [json.dumps(article(number), ensure_ascii=False) for number in range(DOCUMENTS)]
    file.write_text("\n".join(lines), "utf-8")
    began = time.monotonic()
    with build(file, tmp_path / "whole") as process:
        assert process.stdout
        ready = len(process.stdout.readline()) and time.monotonic() - began
        said = process.stdout.read().count("\n") + 1
    assert (process.returncode, said) == (0, DOCUMENTS)
    early, safe, killed = ready * 0.8, 0, 0
    way = (
        time.monotonic() - began - early
    )  # each goes on where the one before was killed: a part of a long way is enough
    while killed < ROUNDS or not safe:
        with build(file, tmp_path / "s") as process:
            time.sleep(early + chance.random() * max(2 * way / ROUNDS, min(way, 3)))
            os.killpg(process.pid, signal.SIGKILL)
        killed, safe = killed + 1, acknowledged(tmp_path / "s", safe)
        early *= 1 if killed < ROUNDS else 1.3  # this machine has become slower: nothing was safe yet
    with build(file, tmp_path / "s") as process:
        assert process.stdout
        again = process.stdout.read().count("\n")
    assert process.returncode == 0 and again == DOCUMENTS - safe, "read twice, or lost"
    whole, mended = (Folder.read(tmp_path / name) for name in ("whole", "s"))
    assert mended.dump("nquads") == whole.dump("nquads")
    assert mended.dump("turtle") == whole.dump("turtle")
    assert check(tmp_path / "s") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("kg.across.keep.Kept", "save"),
        ("kg.store.folder.Folder", "rewrite"),
        ("kg.across.keep.Kept", "applied"),
    ],
)
def test_killed_at_a_step_of_making_names_one_no_document_counts_as_unread(
    tmp_path: Path, where: str, name: str
) -> None:
    file, module = tmp_path / "a.jsonl", where.rpartition(".")[0]
    lines = [json.dumps(article(number), ensure_ascii=False) for number in range(24)]
    file.write_text("\n".join(lines), "utf-8")
    with build(file, tmp_path / "whole") as process:
        assert process.wait() == 0
    dies = f"""
import os, signal, {module}
step, calls = {where}.{name}, iter(range(3))
def dying(*given):
    next(calls, None) is None and os.killpg(0, signal.SIGKILL)
    return step(*given)
{where}.{name} = dying
"""
    with build(file, tmp_path / "s", _BUILD.replace("build([", dies + "kg.unify.BATCH = 1\nbuild([")) as process:
        assert process.wait() == -signal.SIGKILL
    assert acknowledged(tmp_path / "s", 24) == 24
    with build(file, tmp_path / "s") as process:
        assert process.stdout and not process.stdout.read(), "a document that was acknowledged is read again"
    assert process.returncode == 0
    whole, mended = (Folder.read(tmp_path / each) for each in ("whole", "s"))
    assert mended.dump("nquads") == whole.dump("nquads")
    assert mended.dump("turtle") == whole.dump("turtle")
    assert check(tmp_path / "s") == []
