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

#: builds that are killed; KG_TORTURE_ROUNDS=200 kills 32, KG_TORTURE_DOCUMENTS makes them longer
ROUNDS = ceil(int(os.environ.get("KG_TORTURE_ROUNDS", "32")) * 5 / 32)
DOCUMENTS = int(os.environ.get("KG_TORTURE_DOCUMENTS", "60"))
#: a build by two processes that makes documents safe often, so that kills fall between
_BUILD = """
import sys
import kg.ingest, kg.store.load
from kg.build import build
from kg.engine import pool
kg.ingest.FEWEST, kg.ingest.MOST, kg.store.load.FEWEST, pool.BATCH = 8, 64, 4, 8
build([sys.argv[1]], store=sys.argv[2], jobs=2, learned=False, progress=lambda name: print(name, flush=True))
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a group of processes")


def article(number: int) -> dict[str, str]:
    """Documents that share firms, some under a longer name, so that names are made one across them."""
    firm = ["云帆汽车", "云帆汽车有限公司", "海岚科技", "北辰动力"][number % 4]
    words = f"{firm}发布云帆E{number % 17}。云帆E{number % 17}售价{number % 40 + 10}万元,由{firm}制造。"
    return {"id": f"a{number}", "issued": f"2026-03-{number % 28 + 1:02}", "text": words * 3}


def build(file: Path, store: Path) -> subprocess.Popen:
    command = [sys.executable, "-c", _BUILD, str(file), str(store)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


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
    most, safe = time.monotonic() - began, 0
    for _ in range(ROUNDS):
        with build(file, tmp_path / "s") as process:
            time.sleep(ready * 0.8 + chance.random() * (most - ready * 0.8))
            os.killpg(process.pid, signal.SIGKILL)
        with Folder(tmp_path / "s") as store:
            held = {row.id for row in store.ledger.rows() if row.digest}
            graphs = {str(name) for (name,) in store.graph.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows()}
            assert len(graphs) == len(held) >= safe, "what was acknowledged is lost, or half of a part is there"
            safe = len(held)
    assert safe > 0
    with build(file, tmp_path / "s") as process:
        assert process.stdout
        again = process.stdout.read().count("\n")
    assert process.returncode == 0 and again == DOCUMENTS - safe, "read twice, or lost"
    whole, mended = (Folder.read(tmp_path / name) for name in ("whole", "s"))
    assert mended.dump("nquads") == whole.dump("nquads")
    assert mended.dump("turtle") == whole.dump("turtle")
    assert check(tmp_path / "s") == []
