"""A build on a cluster that cannot start: what is missing is said with its cure. What it gives stands in test_spark.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from kg import cluster
from kg.build import build
from kg.cli import main
from kg.cluster.session import told
from kg.errors import OntologyError, UsageError

MISSING = [name for name in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(name) is None]
ROOT = Path(__file__).parents[1]


def test_master_that_is_none_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"no master of Spark. Write local\[4\], spark://"):
        cluster.build(["data"], tmp_path, master="http://localhost")


@pytest.mark.skipif(bool(MISSING), reason=f"needs {MISSING}")
def test_missing_java_is_named_with_its_cure(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=r"needs Java 17 or 21: JAVA_HOME is .*Install it"):
        cluster.build(["data"], tmp_path, master="local")


def test_missing_pyspark_is_named_with_its_cure(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["build", "data", "--engine", "spark", "-o", str(tmp_path)]) != 0
    assert "pip install 'zhkg[spark]'" in capsys.readouterr().err


def test_standard_input_cannot_be_seen_by_workers(tmp_path):
    with pytest.raises(UsageError, match="not standard input"):
        cluster.build(["-"], tmp_path)


def test_broken_ontology_is_told_before_anything_starts(tmp_path):
    with pytest.raises(OntologyError):
        cluster.build(["data"], tmp_path, ontology=tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        ["--master", "local"],
        ["--engine", "spark", "--store", "s"],
        ["--engine", "spark", "--conf", "memory=4g"],
    ],
    ids=["master of another engine", "store", "no setting"],
)
def test_arguments_that_do_not_fit_are_refused(words, capsys):
    assert main(["build", "data", *words]) != 0
    assert capsys.readouterr().err.startswith("kg: ")


def test_build_in_memory_points_to_the_cluster():
    with pytest.raises(UsageError, match=r"kg\.cluster\.build"):
        build([ROOT / "data"], engine="spark")


@pytest.mark.parametrize(
    ("said", "short"),
    [
        (
            "Job aborted.\nTraceback (most recent call last):\nModuleNotFoundError: No module named 'kg'\n\tat x",
            "ModuleNotFoundError: No module named 'kg'",
        ),
        ("An error occurred.\n: java.io.IOException: refused\n\tat y", "java.io.IOException: refused"),
        ("", "ValueError"),
    ],
    ids=["a worker", "the other side", "nothing"],
)
def test_errors_of_spark_are_told_in_a_line(said, short):
    assert told(ValueError(said)) == short
