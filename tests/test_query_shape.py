"""Named queries on a graph with a hub: the time each takes is told by the facts it shows, not by those there are."""

import time
from collections.abc import Iterator

import pytest

from kg.nquads import BASE, KG
from kg.query import queries, query
from kg.store import Graph

FACTS, THINGS, DOCUMENTS = 3_000, 600, 400
#: times as long as one look at every triple
MOST = 80
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"


def lines() -> Iterator[str]:
    """Things, documents, statements and numbers; every fourth is about the first thing."""
    for n in range(THINGS):
        yield f'<{BASE}t{n}> <{RDFS}label> "物{n}"@zh .\n<{BASE}t{n}> <{RDF}type> <{KG}Company> .'
    for n in range(DOCUMENTS):
        yield f'<{BASE}d{n}> <{RDF}type> <{KG}Document> .\n<{BASE}d{n}> <http://purl.org/dc/terms/identifier> "{n}" .'
    for n in range(FACTS):
        thing, other, document = 0 if n % 4 == 0 else n % THINGS, (7 * n + 1) % THINGS, n % DOCUMENTS
        yield from told(f"{BASE}s{n}", f"{BASE}p{n}", document, n)
        yield from number(f"{BASE}s{n}", thing, n) if n % 2 else statement(f"{BASE}s{n}", thing, other)


def told(fact: str, span: str, document: int, start: int) -> Iterator[str]:
    yield f"<{fact}> <{KG}evidence> <{span}> .\n<{fact}> <{KG}stance> <{KG}Asserted> ."
    yield f"<{fact}> <http://www.w3.org/ns/prov#wasDerivedFrom> <{BASE}d{document}> ."
    yield f'<{span}> <{KG}text> "第{start}句。" .\n<{span}> <{KG}inDocument> <{BASE}d{document}> .'
    yield f'<{span}> <{KG}start> "{start}"^^<http://www.w3.org/2001/XMLSchema#integer> .'


def number(fact: str, thing: int, n: int) -> Iterator[str]:
    terms = {"about": f"<{BASE}t{thing}>", "metric": f"<{KG}price>", "unit": f"<{KG}unit-yuan>"}
    terms |= {"status": f"<{KG}Actual>", "bound": f"<{KG}exactly>", "rawValue": f'"{n}元"'}
    terms |= {"value": f'"{n}"^^<http://www.w3.org/2001/XMLSchema#decimal>'}
    terms |= {"period": f'"{1900 + n % 120}"^^<http://www.w3.org/2001/XMLSchema#gYear>'}
    yield f"<{fact}> <{RDF}type> <{KG}Observation> ."
    yield from (f"<{fact}> <{KG}{name}> {term} ." for name, term in terms.items())


def statement(fact: str, thing: int, other: int) -> Iterator[str]:
    relation = f"{KG}manufacturer"
    yield f"<{fact}> <{RDF}type> <{RDF}Statement> .\n<{BASE}t{thing}> <{relation}> <{BASE}t{other}> ."
    yield f"<{fact}> <{RDF}subject> <{BASE}t{thing}> .\n<{fact}> <{RDF}predicate> <{relation}> ."
    yield f"<{fact}> <{RDF}object> <{BASE}t{other}> ."


@pytest.fixture(scope="module")
def graph() -> Graph:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.store.graph.IN_MEMORY", 1_000)  # on disk, as a corpus is
        found = Graph()
    found.add("\n".join(lines()) + "\n")
    found.find("物0")
    return found


def seconds(graph: Graph, asked: str, given: dict[str, str]) -> float:
    began = time.process_time()
    query(graph, asked, parameters=given)
    return time.process_time() - began


@pytest.mark.parametrize("name", sorted(queries()))
def test_no_named_query_takes_long_of_all_or_of_a_hub(graph: Graph, name: str) -> None:
    scan = min(seconds(graph, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }", {}) for _ in range(3))
    takes = {one.name for one in queries()[name].parameters}
    for given in ({"limit": "300"} if "limit" in takes else {}, {"name": "物0", "limit": "300"}):
        if takes.issuperset(given):
            assert min(seconds(graph, name, given) for _ in range(2)) < MOST * scan, given
