"""The endpoint: what the protocol asks, whom it lets in, what it refuses; a server in a process of its own."""

import json
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
import w3c
from rdflib import Namespace
from rdflib.collection import Collection
from serving import Reply, Server, serving

from kg.store import Folder

CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
SAMPLE = Path(__file__).parent / "changeover.trig"
COMUNICA = Path(__file__).parents[1] / ".venv" / "comunica" / "node_modules" / ".bin" / "comunica-sparql"
KG = "https://w3id.org/zhkg/ontology#"
ENT = "https://w3id.org/zhkg/id/"
TOKEN = "a-token"
HT, CNT = Namespace("http://www.w3.org/2011/http#"), Namespace("http://www.w3.org/2011/content#")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(SAMPLE, "--timeout", "3", "--memory", "512", "--cors", "http://pages.example") as found:
        yield found


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp("store") / "s"
    Folder(place).close()
    with serving(place, "--allow-update", "--token", TOKEN) as found:
        yield found


# ---------------------------------------------------------------- protocol


def test_rows_come_in_the_format_that_is_asked_for(server: Server) -> None:
    query = "SELECT ?s { ?s a kg:Vehicle } ORDER BY ?s"
    for accept, kind in {
        "application/sparql-results+json": "application/sparql-results+json",
        "application/sparql-results+xml": "application/sparql-results+xml",
        "text/csv": "text/csv",
        "text/tab-separated-values": "text/tab-separated-values",
        "text/csv;q=0.1, application/json": "application/sparql-results+json",
        "*/*": "application/sparql-results+json",
    }.items():
        reply = server.ask(query, {"Accept": accept})
        assert (reply.status, reply.headers["content-type"].split(";")[0]) == (200, kind)
        assert "初代SU7" in reply.text


def test_triples_come_in_the_format_that_is_asked_for(server: Server) -> None:
    for accept, kind in {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}.items():
        reply = server.ask("CONSTRUCT { ?s a ?c } { ?s a ?c }", {"Accept": accept})
        assert reply.status == 200 and len(rdflib.Graph().parse(data=reply.body, format=kind)) > 5


def test_what_cannot_be_had_is_not_acceptable(server: Server) -> None:
    assert server.ask("SELECT * { ?s ?p ?o }", {"Accept": "image/png"}).status == 406
    assert server.ask("SELECT * { ?s ?p ?o }", {"Accept": "text/turtle"}).status == 406
    assert server.ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {"Accept": "text/csv"}).status == 406


def test_an_error_names_its_place(server: Server) -> None:
    reply = server.ask("SELECT *\n{ ?s ?p }")
    assert reply.status == 400 and "line 2, column" in reply.text


def test_an_answer_that_is_known_is_not_sent_again(server: Server) -> None:
    first = server.ask("ASK { ?s ?p ?o }")
    again = server.ask("ASK { ?s ?p ?o }", {"If-None-Match": first.headers["etag"]})
    other = server.ask("ASK { ?s ?p 1 }", {"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body, other.status) == (304, b"", 200)


def test_without_a_query_the_service_describes_itself(server: Server) -> None:
    reply = server.get("sparql")
    described = rdflib.Graph().parse(data=reply.body, format="turtle")
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (None, sd.supportedLanguage, sd.SPARQL11Query) in described
    assert (None, sd.supportedLanguage, sd.SPARQL11Update) not in described
    assert server.get("sparql", {"Accept": "text/html,*/*;q=0.8"}).headers["content-type"].startswith("text/html")


def test_the_dataset_of_the_protocol_chooses_graphs(server: Server) -> None:
    graphs = [row["g"]["value"] for row in rows(server.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"))]
    query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    one = server.get("sparql?" + urlencode({**query, "default-graph-uri": graphs[0]}))
    every = server.ask(query["query"])
    assert 0 < int(rows(one)[0]["n"]["value"]) < int(rows(every)[0]["n"]["value"])


def rows(reply: Reply) -> list[dict]:
    assert reply.status == 200, reply.text
    return reply.json()["results"]["bindings"]


def test_graphs_are_read_by_the_graph_store_protocol(server: Server) -> None:
    (name, *_) = [
        row["g"]["value"] for row in rows(server.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"))
    ]
    one = rdflib.Graph().parse(data=server.get(f"data?graph={quote(name)}").body, format="turtle")
    every = rdflib.Graph().parse(data=server.get("data?default").body, format="turtle")
    assert 0 < len(one) < len(every)
    assert server.get("data?graph=urn:no-such").status == 404
    assert server.get("data").status == 400
    assert server.send("PUT", "data?default", b"", {"Content-type": "text/turtle"}).status == 405


def test_iris_resolve_as_page_turtle_and_json(server: Server) -> None:
    path = "id/" + quote("初代SU7")
    page = server.get(path, {"Accept": "text/html"})
    turtle = rdflib.Graph().parse(data=server.get(path, {"Accept": "text/turtle"}).body, format="turtle")
    linked = server.get(path, {"Accept": "application/ld+json"})
    assert "<h1>初代SU7</h1>" in page.text and "<mark>" in page.text
    assert (rdflib.URIRef(ENT + "初代SU7"), rdflib.RDF.type, rdflib.URIRef(KG + "Vehicle")) in turtle
    assert linked.json()
    assert server.get("id/" + quote("没有此物")).status == 404


def test_health_tells_the_snapshot(server: Server) -> None:
    assert server.get("health").json()["snapshot"] == 1


def test_named_queries_are_filled_in(server: Server) -> None:
    start = server.get("start.json").json()
    assert {"maker", "contradictions"} <= {one["name"] for one in start["queries"]}
    filled = server.get("query/maker?" + urlencode({"name": "初代SU7"}))
    assert ENT + "初代SU7" in filled.text and server.ask(filled.text).status == 200
    assert server.get("query/maker?" + urlencode({"name": "没有此物"})).status == 400


# ---------------------------------------------------------------- updates


def test_an_update_needs_the_token(writable: Server) -> None:
    update = "INSERT DATA { <urn:a> <urn:p> 1 }"
    assert writable.update(update).status == 401
    assert writable.update(update, "wrong").status == 401
    assert writable.ask("ASK { <urn:a> <urn:p> 1 }").json()["boolean"] is False
    assert writable.update(update, TOKEN).status == 204
    assert writable.ask("ASK { <urn:a> <urn:p> 1 }").json()["boolean"] is True
    assert writable.update("DELETE DATA { <urn:a> <urn:p> 1 }", TOKEN).status == 204
    assert writable.ask("ASK { <urn:a> <urn:p> 1 }").json()["boolean"] is False


def test_a_server_that_only_reads_takes_no_update(server: Server) -> None:
    assert server.update("CLEAR ALL", "any").status == 403
    assert server.ask("CLEAR ALL").status == 400


# ---------------------------------------------------------------- the W3C's protocol tests


def _protocol_tests() -> list[str]:
    if not w3c.ARCHIVE.is_file():
        return []
    import tarfile

    with tarfile.open(w3c.ARCHIVE) as archive:
        words = archive.extractfile("sparql/sparql11/protocol/manifest.ttl").read().decode()
    return re.findall(r"^\s+:(\w+)$", words.split("mf:entries")[1].split(") .")[0], re.MULTILINE)


@pytest.fixture(scope="module")
def protocol(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, rdflib.Graph]]:
    folder = tmp_path_factory.mktemp("w3c")
    manifest = w3c.unpacked(folder) / "protocol" / "manifest.ttl"
    place = folder / "s"
    with Folder(place) as store:
        for number in (1, 2, 3):
            name = f"http://kasei.us/2009/09/sparql/data/data{number}.rdf"
            store.graph.read(manifest.with_name(f"data{number}.nt"), into=name)
    with serving(place, "--allow-update", "--token", TOKEN) as found:
        yield found, rdflib.Graph().parse(manifest)


@pytest.mark.skipif(not w3c.ARCHIVE.is_file(), reason="the W3C suite (shared/w3c) is not beside the checkout")
def test_the_protocol_suite_has_34_tests() -> None:
    assert len(_protocol_tests()) == 34


@pytest.mark.parametrize("name", _protocol_tests())
def test_protocol_of_the_w3c(protocol: tuple[Server, rdflib.Graph], name: str) -> None:
    server, manifest = protocol
    entry = next(one for one in manifest.subjects(w3c.RDF.type, w3c.MF.ProtocolTest) if str(one).endswith(f"#{name}"))
    for request in Collection(manifest, manifest.value(manifest.value(entry, w3c.MF.action), HT.requests)):
        _check(server, manifest, request)


def _check(server: Server, manifest: rdflib.Graph, request: object) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    for one in Collection(manifest, manifest.value(request, HT.headers) or rdflib.RDF.nil):
        headers[str(manifest.value(one, HT.fieldName))] = str(manifest.value(one, HT.fieldValue))
    body = manifest.value(request, HT.body)
    charset = str(manifest.value(body, CNT.characterEncoding) or "utf-8")
    data = None if body is None else str(manifest.value(body, CNT.chars)).encode(charset)
    path = str(manifest.value(request, HT.absolutePath))
    reply = server.send(str(manifest.value(request, HT.methodName)), path, data, headers)
    expected = manifest.value(request, HT.resp)
    families = {str(one)[-3] for one in manifest.objects(expected, w3c.MF.expectedStatus)}
    assert str(reply.status)[0] in families, reply.text
    truth = manifest.value(expected, w3c.MF.expectedBoolean)
    if truth is not None:
        assert json.loads(reply.body)["boolean"] == truth.toPython()
    kind = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}
    format = manifest.value(expected, w3c.MF.expectedFormat)
    if format is not None:
        assert kind[str(format)] in reply.headers["content-type"]


# ---------------------------------------------------------------- clients


@CURL
def test_curl(server: Server) -> None:
    command = [
        "curl",
        "-s",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        "query=SELECT (1 AS ?x) {}",
        f"{server.address}sparql",
    ]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["x", "1"]


def test_sparqlwrapper(server: Server) -> None:
    from SPARQLWrapper import JSON, SPARQLWrapper

    client = SPARQLWrapper(f"{server.address}sparql")
    client.setQuery(f"SELECT ?s {{ ?s a <{KG}Vehicle> }}")
    client.setReturnFormat(JSON)
    assert any("SU7" in row["s"]["value"] for row in client.queryAndConvert()["results"]["bindings"])


def test_rdflib_as_a_client(server: Server) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(f"{server.address}sparql"))
    assert any("SU7" in str(thing) for thing in graph.subjects(rdflib.RDF.type, rdflib.URIRef(KG + "Vehicle")))


@pytest.mark.skipif(not COMUNICA.is_file(), reason="Comunica is not installed (.ci/comunica, with npm)")
def test_comunica(server: Server) -> None:
    query = f"SELECT ?s WHERE {{ ?s a <{KG}Vehicle> }}"
    command = [str(COMUNICA), f"sparql@{server.address}sparql", query, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert ENT + "初代SU7" in {row["s"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]}


def test_a_writer_is_seen_by_a_server_that_runs(tmp_path: Path) -> None:
    from kg.store import Entry, Row

    with Folder(tmp_path / "s") as store:
        store.put([Entry(Row("a", "urn:a", "1"), '<urn:x> <urn:p> "1" <urn:a> .')])
    with serving(tmp_path / "s") as server:
        assert server.ask('ASK { ?s ?p "1" }').json()["boolean"] is True
        with Folder(tmp_path / "s") as store:
            store.put([Entry(Row("a", "urn:a", "2"), '<urn:x> <urn:p> "2" <urn:a> .')])
        assert server.ask('ASK { ?s ?p "2" }').json()["boolean"] is True


def test_killed_children_are_replaced(server: Server) -> None:
    psutil = pytest.importorskip("psutil")
    chance = random.Random(1)
    for _ in range(3):
        chance.choice(psutil.Process(server.process.pid).children()).kill()
        time.sleep(0.5)
        statuses = [server.ask("ASK {}").status for _ in range(4)]
        assert statuses[-1] == 200 and set(statuses) <= {200, 503}
