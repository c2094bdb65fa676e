"""Facts as rows from the lines of one document: the same as from a graph of it."""

from pathlib import Path

import pytest

from kg.engine import ENGINES
from kg.engine.task import Task
from kg.read import Problem, read
from kg.row import told_by
from kg.store import Graph
from kg.table import rows

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def outcomes():
    return list(ENGINES["local"]([one for one in read([DATA]) if not isinstance(one, Problem)], Task()))


def test_rows_of_a_document_are_those_of_a_graph_of_it_alone(outcomes):
    kinds = set()
    for outcome in outcomes:
        graph = Graph()
        graph.add(outcome.nquads)
        found = told_by(outcome.nquads)
        assert found == list(rows(graph)), outcome.document
        kinds |= {row.kind for row in found}
    assert kinds == {"relation", "observation", "change", "event"}


def test_no_facts_no_rows():
    assert told_by("") == []
