"""An endpoint asked like a graph."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Server, serving

from kg.cli import main
from kg.errors import QueryError, UsageError
from kg.remote import Remote
from kg.store import Graph

SAMPLE = Path(__file__).parent / "changeover.trig"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(SAMPLE) as found:
        yield found


def test_it_answers_as_the_graph_itself(server: Server) -> None:
    remote, own = Remote(f"{server.address}sparql"), Graph.load(SAMPLE)
    for query in ("SELECT ?s ?n { ?s rdfs:label ?n } ORDER BY ?s ?n", "SELECT ?v { ?o kg:value ?v } ORDER BY ?v"):
        assert list(remote.query(query).rows()) == list(own.query(query).rows())
    assert remote.query("ASK { ?s a kg:Vehicle }").boolean is True
    construct = "CONSTRUCT { ?s a ?c } { ?s a ?c }"
    assert remote.query(construct).triples == own.query(construct).triples


def test_named_queries_and_names_go_there_too(server: Server, capsys: pytest.CaptureFixture) -> None:
    assert main(["query", "maker", "--param", "name=初代SU7", "--endpoint", f"{server.address}sparql"]) == 0
    assert "小米" in capsys.readouterr().out
    assert main(["query", "maker", "--param", "name=SU", "--endpoint", f"{server.address}sparql"]) == 2
    assert "初代SU7" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "query", "why"),
    [("sparql", "SELECT * { ?s }", "400"), ("nowhere", "ASK {}", "404")],
)
def test_what_the_endpoint_says_is_told(server: Server, address: str, query: str, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        Remote(server.address + address).query(query)


def test_nobody_there() -> None:
    with pytest.raises(QueryError, match="gave no answer"):
        Remote("http://127.0.0.1:1/sparql", seconds=2).query("ASK {}")
    with pytest.raises(UsageError, match="begins with http"):
        Remote("file:///etc/passwd")
