"""What an endpoint on a desk meets when a hostile page or program finds it: all of it is refused, none of it leaves the machine."""

import contextlib
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest
from serving import Server, serving

from kg.errors import InputError
from kg.store import Folder, Graph

SAMPLE = Path(__file__).parent / "changeover.trig"
KG = "https://w3id.org/zhkg/ontology#"
ENT = "https://w3id.org/zhkg/id/"
TOKEN = "a-token"
#: seconds that a query may take here
SECONDS = 1.5


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    options = ("--timeout", str(SECONDS), "--memory", "512", "--cors", "http://pages.example")
    with serving(SAMPLE, *options) as found:
        yield found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store") / "s"
    with Folder(place) as folder:
        folder.graph.read(SAMPLE)
    return place


def post(server: Server, query: str) -> int:
    """The status of a query; the server answers the next one, whatever that was."""
    reply = server.send("POST", "sparql", query.encode(), {"Content-type": "application/sparql-query"})
    assert server.ask("ASK {}").status == 200
    return reply.status


# ---------------------------------------------------------------- asking elsewhere


class Canary:
    """Listens where nobody should call, and counts the calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.calls += 1
                connection.close()

    def close(self) -> None:
        self._socket.close()


class Watched(NamedTuple):
    """A server that may be written, what it calls, and where the system tells of its calls (None: it does not)."""

    server: Server
    canary: Canary
    trace: Path | None

    def outbound(self) -> list[str]:
        """Each attempt of the server or one of its children to reach a network."""
        lines = self.trace.read_text("utf-8", "replace").splitlines() if self.trace else []
        return [line for line in lines if "AF_INET" in line]


def tracing(log: Path) -> list[str]:
    """A command before another that notes its calls of connect; nothing where the system has none."""
    command = ["strace", "-D", "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(log)]
    if shutil.which("strace") is None or subprocess.run([*command, "true"], check=False).returncode:
        return []
    return command


@pytest.fixture(scope="module")
def watched(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    log, canary = tmp_path_factory.mktemp("trace") / "calls", Canary()
    before = tracing(log)
    with serving(store, "--allow-update", "--token", TOKEN, "--timeout", "3", before=before) as server:
        yield Watched(server, canary, log if before else None)
    canary.close()


ELSEWHERE = [
    "SELECT * { SERVICE <{there}> { ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <{there}> { ?s ?p ?o } }",
    "SELECT * { SERVICE#x\n<{there}> { ?s ?p ?o } }",
    "SELECT * {#\rSERVICE#{\n#}\nSILENT#\n<{there}> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <{there}> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <{there}> { ?s ?p ?o } }",
    "SELECT * { S\\u0045R\\u0056ICE SILENT <{there}> { ?s ?p ?o } }",
    "SELECT * { SERVICE\\u0020<{there}> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?x { ?s ?p ?o } VALUES ?x { <{there}> } }",
    "PREFIX x: <{there}> SELECT * { SERVICE x:sparql { ?s ?p ?o } }",
    "BASE <{there}> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
    "ASK { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <{there}> { ?s ?p ?o } } }",
    "ASK { { SELECT * { OPTIONAL { SERVICE SILENT <{there}> { ?s ?p ?o } } } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <{there}> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <{there}> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "\\u0022 SERVICE SILENT <{there}> {} #" }',
    "SELECT * { ?s ?p '''a'''.SERVICE SILENT <{there}> { ?s ?p ?o } }",
    "SELECT * { ?s <urn:\\u003E> ?o . SERVICE SILENT <{there}> { ?s ?p ?o } }",
    "LOAD <{there}>",
    "lOaD SILENT <{there}>",
    "L\\u004FAD <{there}>",
    "LOAD#\n<{there}> INTO GRAPH <urn:x>",
    "LOAD <file:///etc/passwd>",
    "PREFIX x: <{there}> LOAD SILENT x:data INTO GRAPH <urn:x>",
    "INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD SILENT <{there}>",
    "CREATE GRAPH <{there}> ; LOAD <{there}> INTO GRAPH <{there}>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <{there}> { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } USING <{there}> WHERE { \\u0053ERVICE <{there}> { ?s ?p ?o } }",
]
FROM = [
    "SELECT * FROM <{there}> { ?s ?p ?o }",
    "SELECT * FROM NAMED <{there}> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * fRoM#x\n<{there}> { ?s ?p ?o }",
    "SELECT * FR\\u004FM <{there}> { ?s ?p ?o }",
    "SELECT * FROM#NAMED\nN\\u0041MED#\n<{there}> { ?s ?p ?o }",
    "PREFIX x: <{there}> SELECT * FROM x:data { ?s ?p ?o }",
    "PREFIX x: <{there}> ASK FROM NAMED x:data {}",
    "BASE <{there}> SELECT * FROM <data.ttl> { ?s ?p ?o }",
    "SELECT * FROM <data.ttl> { ?s ?p ?o }",
    "DESCRIBE <urn:a> FROM <{there}>",
    "CONSTRUCT { ?s ?p ?o } FROM <{there}> FROM <file:///etc/passwd> { ?s ?p ?o }",
]
FILE = "file:///etc/passwd"


def test_no_query_and_no_update_asks_elsewhere(watched: Watched) -> None:
    there, server = watched.canary.address, watched.server
    for template in ELSEWHERE:
        text = template.replace("{there}", there)
        assert post(server, text) == 400, text
        assert server.ask(text).status == 400, text
        assert server.update(text, TOKEN).status == 400, text
    assert server.ask("ASK { <urn:a> <urn:b> 1 }").json()["boolean"] is False
    assert (watched.canary.calls, watched.outbound()) == (0, [])


@pytest.mark.parametrize("template", FROM)
def test_from_reads_no_network_and_no_file(watched: Watched, template: str) -> None:
    for there in (watched.canary.address, FILE, "http://[::1]:1/", "//127.0.0.1/"):
        assert post(watched.server, template.replace("{there}", there)) == 400
    assert (watched.canary.calls, watched.outbound()) == (0, [])


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_the_dataset_of_the_protocol_reads_no_network_and_no_file(watched: Watched, name: str) -> None:
    query = {"query": "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"}
    for there in (watched.canary.address, FILE, "file:passwd"):  # graphs that are not here are empty
        reply = watched.server.get("sparql?" + urlencode(query | {name: there}))
        assert (reply.status, reply.json()["results"]["bindings"]) == (200, [])
    for there in ("../../etc/passwd", "", "<x>"):
        assert watched.server.get("sparql?" + urlencode(query | {name: there})).status == 400
    for parameter in ("using-graph-uri", "using-named-graph-uri"):
        form = urlencode({"update": "INSERT { <urn:a> <urn:b> ?o } WHERE { ?s ?p ?o }", parameter: FILE})
        headers = {"Content-type": "application/x-www-form-urlencoded", "Authorization": f"Bearer {TOKEN}"}
        assert watched.server.send("POST", "sparql", form.encode(), headers).status in (204, 400)
    assert watched.server.ask("ASK { <urn:a> <urn:b> ?o }").json()["boolean"] is False
    assert watched.server.get(f"data?graph={quote(watched.canary.address)}").status == 404
    assert watched.server.get(f"data?graph={quote(FILE)}").status == 404
    assert (watched.canary.calls, watched.outbound()) == (0, [])


def test_the_watch_would_have_seen_a_call(tmp_path: Path) -> None:
    canary, log = Canary(), tmp_path / "calls"
    before = tracing(log)
    Graph().query(f"SELECT * {{ SERVICE SILENT <{canary.address}> {{ ?s ?p ?o }} }}", network=True)
    assert canary.calls > 0
    if before:
        port = canary.address.rstrip("/").rsplit(":", 1)[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
        subprocess.run([*before, sys.executable, "-c", code], check=True)
        deadline = time.monotonic() + 5
        while not (found := Watched(None, canary, log).outbound()) and time.monotonic() < deadline:  # type: ignore[arg-type]
            time.sleep(0.05)
        assert found
    canary.close()


# ---------------------------------------------------------------- what breaks an engine

DEEP = {
    "braces": "ASK " + "{" * 10_000 + "}" * 10_000,
    "braces never closed": "ASK " + "{" * 60_000,
    "parentheses": "SELECT * { ?s ?p ?o FILTER" + "(" * 10_000 + "1" + ")" * 10_000 + " }",
    "collections": "SELECT * { ?s ?p " + "(" * 10_000 + ")" * 10_000 + " }",
    "brackets": "SELECT * { ?s ?p " + "[<urn:p> " * 6_000 + "1" + "]" * 6_000 + " }",
    "paths": "SELECT * { ?s " + "(" * 10_000 + "<urn:p>" + ")*" * 10_000 + " ?o }",
    "exists": "ASK { " + "FILTER EXISTS { " * 3_000 + "}" * 3_000 + " }",
    "not exists": "ASK { " + "FILTER(NOT EXISTS { " * 2_500 + "})" * 2_500 + " }",
    "subqueries": "ASK { " + "{ SELECT * { " * 3_000 + "}}" * 3_000 + " }",
    "calls": "SELECT (" + "IF(true," * 5_000 + "1" + ",1)" * 5_000 + " AS ?x) {}",
    "triple terms": "SELECT * { ?s ?p " + "<<( ?s ?p " * 4_000 + "1" + ")>>" * 4_000 + " }",
    "mixed": "ASK {" + "{[(" * 5_000 + ")]}" * 5_000 + "}",
    "not": "SELECT * { ?s ?p ?o FILTER(" + "!" * 60_000 + "?o) }",
    "not, spaced": "SELECT * { ?s ?p ?o FILTER(" + "! " * 30_000 + "?o) }",
    "not, with comments": "SELECT * { ?s ?p ?o FILTER(" + "!#\n" * 20_000 + "?o) }",
    "minus": "SELECT (" + "-" * 60_000 + "1 AS ?x) {}",
    "minus, spaced": "SELECT (" + "- " * 30_000 + "?x AS ?y) {}",
    "inverse paths": "SELECT * { ?s " + "^" * 60_000 + "<urn:p> ?o }",
    "negated paths": "SELECT * { ?s " + "!" * 60_000 + "<urn:p> ?o }",
    "too long": "#" * 70_000,
}
LONG = {
    "or": "SELECT * { ?s ?p ?o FILTER(" + "?o||" * 15_000 + "?o) }",
    "sum": "SELECT (" + "1+" * 30_000 + "1 AS ?x) {}",
    "path": "SELECT * { ?s " + "a/" * 30_000 + "a ?o }",
    "path of choices": "SELECT * { ?s " + "a|" * 30_000 + "a ?o }",
    "path of stars": "SELECT * { ?s a" + "/a*" * 15_000 + " ?o }",
    "unions": "ASK { " + "{} UNION " * 6_000 + "{} }",
    "optionals": "ASK { " + "OPTIONAL {} " * 5_000 + " }",
    "minuses": "ASK { " + "MINUS { ?s ?p ?o } " * 3_000 + " }",
    "filters": "ASK { " + "FILTER(1) " * 6_000 + " }",
    "values": "ASK { VALUES ?x { " + "1 " * 30_000 + "} }",
    "quotes": "ASK { ?s ?p '''" + "''a" * 20_000,
    "escapes": "ASK { ?s ?p '" + "\\u0041" * 10_000 + "' }",
    "prefixes": "".join(f"PREFIX p{i}: <urn:{i}> " for i in range(3_000)) + "ASK {}",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_without_end_is_refused(server: Server, name: str) -> None:
    assert post(server, DEEP[name]) in (400, 503)


@pytest.mark.parametrize("name", LONG)
def test_what_is_long_is_answered_or_refused_in_time(server: Server, name: str) -> None:
    began = time.monotonic()
    assert post(server, LONG[name]) in (200, 400, 413, 503, 504)
    assert time.monotonic() - began < SECONDS + 1 + 2  # 2: a child that is started anew, on a machine that is busy


# ---------------------------------------------------------------- bombs

TRIPLE = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9))
ANY = "(!<urn:x>|!^<urn:x>)*"
TENFOLD = "CONCAT(" + ",".join(["?x{0}"] * 10) + ")"
BOMBS = {
    "cartesian": f"SELECT (COUNT(*) AS ?n) {{ {TRIPLE} }}",
    "cartesian that no row survives": f"SELECT * {{ {TRIPLE} FILTER(STRLEN(?c0) + STRLEN(?c8) < 0) }}",
    "cartesian, sorted": f"SELECT * {{ {TRIPLE} }} ORDER BY ?c8 ?a0 LIMIT 1",
    "cartesian, each once": f"SELECT DISTINCT * {{ {TRIPLE} }} OFFSET 999999999",
    "cartesian, rows without end": f"SELECT * {{ {TRIPLE} }}",
    "cartesian, triples without end": f"CONSTRUCT {{ ?a0 ?b0 ?c8 }} {{ {TRIPLE} }}",
    "groups": f"SELECT ?a0 ?a1 ?a2 ?a3 ?a4 (COUNT(*) AS ?n) {{ {TRIPLE} }} GROUP BY ?a0 ?a1 ?a2 ?a3 ?a4",
    "subquery for each row": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {TRIPLE} FILTER(?a0 = ?s && ?a8 = 5) }} }}",
    "paths": f"SELECT (COUNT(*) AS ?n) {{ ?a {ANY} ?b . ?c {ANY} ?d . ?e {ANY} ?f . ?g {ANY} ?h }}",
    "words joined": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?b), STR(?c))) AS ?x) { ?a ?p ?o . ?b ?q ?r . ?c ?s ?t }",
    "words tenfold": "SELECT (STRLEN(?x12) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND({TENFOLD.format(i)} AS ?x{i + 1})" for i in range(12))
    + " }",
    "words replaced": "SELECT (STRLEN(?x12) AS ?n) { BIND('aaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(REPLACE(?x{i}, 'a', 'aaaaaaaaaa') AS ?x{i + 1})" for i in range(12))
    + " }",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {'1 2 3 4 5 6 7 8 9 ' * 20} }}" for i in range(8))
    + " }",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_time_without_half_an_answer(server: Server, name: str) -> None:
    began = time.monotonic()
    reply = server.send("POST", "sparql", BOMBS[name].encode(), {"Content-type": "application/sparql-query"})
    assert (reply.status in (413, 503, 504), time.monotonic() - began < SECONDS + 1) == (True, True), reply.text[:200]
    assert "head" not in reply.text
    assert server.ask("ASK {}").status == 200


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|aa)+$", "(((a{100}){100}){100})", "(.*)(.*)(.*)(.*)[^a]"])
def test_no_pattern_of_characters_takes_long(server: Server, pattern: str) -> None:
    words = "a" * 30_000
    began = time.monotonic()
    assert post(server, f"SELECT (REGEX('{words}', '{pattern}') AS ?x) {{}}") in (200, 400, 503, 504)
    assert time.monotonic() - began < SECONDS + 1


def test_two_bombs_at_once_do_not_keep_others_waiting(server: Server) -> None:
    took: list[tuple[int, float]] = []

    def bomb() -> None:
        began = time.monotonic()
        took.append((server.ask(BOMBS["cartesian"]).status, time.monotonic() - began))

    bombs = [threading.Thread(target=bomb) for _ in range(2)]
    for one in bombs:
        one.start()
    time.sleep(0.7)  # both have left the lane of short queries by now
    waits = []
    while any(one.is_alive() for one in bombs):
        began = time.monotonic()
        assert server.ask("ASK { ?s a kg:Vehicle }").status == 200
        waits.append(time.monotonic() - began)
        time.sleep(0.02)
    assert [status for status, _ in took] == [504, 504]
    assert max(seconds for _, seconds in took) <= SECONDS + 1
    assert len(waits) >= 5 and statistics.median(waits) <= 0.1


ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "lol"}">' for i in range(10))


@pytest.mark.parametrize("keyword", ["DOCTYPE", "doctype", "DocType"])
def test_entities_that_grow_are_not_read(tmp_path: Path, server: Server, keyword: str) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    about = f'<rdf:RDF xmlns:rdf="{rdf}"><rdf:Description rdf:about="urn:a" rdf:value="&a9;"/></rdf:RDF>'
    bomb = f'<?xml version="1.0"?><!{keyword} rdf:RDF [{ENTITIES}]>{about}'
    (tmp_path / "bomb.rdf").write_text(bomb, "utf-8")
    with pytest.raises(InputError, match="DOCTYPE is refused"):
        Graph().read(tmp_path / "bomb.rdf")
    for method, path in (("POST", "sparql"), ("PUT", "data?default"), ("POST", "data?default")):
        assert server.send(method, path, bomb.encode(), {"Content-type": "application/rdf+xml"}).status in (405, 415)


# ---------------------------------------------------------------- clients that do not behave


def raw(server: Server, *parts: bytes, wait: float = 20.0) -> bytes:
    """What comes back for bytes that are sent as they are; empty where the connection is closed without a word."""
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=wait) as connection:
        found = b""
        with contextlib.suppress(OSError):  # the server may close before all is sent
            for part in parts:
                connection.sendall(part)
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(65536):
                found += part
        return found


QUERY = b"Content-Type: application/sparql-query\r\n"


def head(server: Server, *lines: bytes, start: bytes = b"POST /sparql HTTP/1.1", host: bytes = b"") -> bytes:
    name = host or server.address.removeprefix("http://").rstrip("/").encode()
    return b"\r\n".join([start, b"Host: " + name, b"Connection: close", *lines, b"", b""])


def endless() -> Iterator[bytes]:
    yield from (b"10000\r\n" + b"#" * 0x10000 + b"\r\n" for _ in range(1600))


@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=ASK+%7B%7D", "/sparql/"])
def test_bodies_of_100_megabytes_are_refused(server: Server, watched: Watched, path: str) -> None:
    """The answer comes while the body is still on its way; nothing of it is kept, and no token is needed to be refused."""
    start = f"POST {path} HTTP/1.1".encode()
    for one in (server, watched.server):
        for kind in (b"application/sparql-query", b"application/sparql-update", b"application/x-www-form-urlencoded"):
            about = b"Content-Type: " + kind
            known = head(one, about, b"Content-Length: 104857600", start=start)
            assert raw(one, known, b"x" * 70_000).startswith(b"HTTP/1.1 413")
            growing = head(one, about, b"Transfer-Encoding: chunked", start=start)
            assert raw(one, growing, *islice(endless(), 200)).startswith(b"HTTP/1.1 413")


def test_a_body_of_100_megabytes_is_refused_with_a_token_too(watched: Watched) -> None:
    about = (b"Content-Type: application/sparql-update", f"Authorization: Bearer {TOKEN}".encode())
    growing = head(watched.server, *about, b"Transfer-Encoding: chunked")
    assert raw(watched.server, growing, *endless()).startswith(b"HTTP/1.1 413")


ASK = b"ASK {}"
TWICE = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        (b"Content-Length: 6", b"Content-Length: 7"),
        (b"Content-Length: 6, 7",),
        (b"Content-Length: +6",),
        (b"Content-Length: -6",),
        (b"Content-Length: 0x6",),
        (b"Content-Length: 99999999999999999999999",),
        (b"Transfer-Encoding: xchunked",),
        (b"Transfer-Encoding: chunked, identity",),
        (b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding : chunked",),
        (b"Content-Length : 6",),
        (b"X: \x00",),
        (b"Host: evil.example",),
        (b"no colon",),
    ],
)
def test_lengths_that_two_readers_could_read_two_ways_are_refused(server: Server, lines: tuple[bytes, ...]) -> None:
    reply = raw(server, head(server, QUERY.strip(), *lines), ASK + TWICE)
    assert reply.split(b" ")[1] in (b"400", b"413", b"501"), reply
    assert reply.count(b"HTTP/1.1 ") == 1


def test_a_length_beside_chunks_smuggles_nothing(server: Server) -> None:
    both = head(server, QUERY.strip(), b"Content-Length: 3", b"Transfer-Encoding: chunked")
    reply = raw(server, both, b"6\r\nASK {}\r\n0\r\n\r\n" + TWICE)
    assert reply.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /sparql?query=" + b"%20" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\xe5 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100 + b"\r\n\r\n",
    ],
    ids=["path", "query", "headers", "header", "no host", "bytes", "tls"],
)
def test_heads_without_measure_are_refused(server: Server, request_head: bytes) -> None:
    assert raw(server, request_head).split(b" ")[1] in (b"400", b"414", b"431")
    assert server.ask("ASK {}").status == 200


@pytest.mark.parametrize(
    "host",
    [
        b"evil.example",
        b"localhost.evil.example",
        b"evil.example:80",
        b"127.0.0.1@evil.example",
        b"127.0.0.1:80:80",
        b"localhost, evil.example",
        b"[::2]",
        b"0.0.0.0",
        b"127.0.0.1.",
        b"",
    ],
)
def test_other_names_of_this_address_are_refused(server: Server, host: bytes) -> None:
    """A page whose name is made to point here (DNS rebinding) sends its own name."""
    for start in (b"GET /health HTTP/1.1", b"POST /sparql HTTP/1.1", b"GET /id/x HTTP/1.1"):
        request = b"\r\n".join([start, b"Host: " + host, b"Connection: close", b"Content-Length: 0", b"", b""])
        assert raw(server, request).startswith(b"HTTP/1.1 403")


def test_a_whole_address_in_the_request_is_no_way_round(server: Server) -> None:
    start = b"GET http://evil.example/health HTTP/1.1"
    assert raw(server, head(server, start=start, host=b"evil.example")).startswith(b"HTTP/1.1 403")
    assert b'"status"' not in raw(server, head(server, start=b"CONNECT evil.example:80 HTTP/1.1"))


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1", "https://localhost", "file://", "x"]
)
def test_foreign_pages_are_refused(server: Server, watched: Watched, origin: str) -> None:
    for one in (server, watched.server):
        for method, body in (("GET", None), ("POST", b"query=ASK+%7B%7D"), ("OPTIONS", None)):
            headers = {"Origin": origin, "Content-type": "application/x-www-form-urlencoded"}
            reply = one.send(method, "sparql", body, headers | {"Access-Control-Request-Method": "POST"})
            assert (reply.status, "access-control-allow-origin" in reply.headers) == (403, False)
    assert watched.server.get("health", {"Origin": "http://pages.example"}).status == 403


def test_own_and_allowed_pages_are_let_in(server: Server) -> None:
    assert "access-control-allow-origin" not in server.get("health").headers
    allowed = server.get("health", {"Origin": "http://pages.example"})
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, "http://pages.example")
    assert server.get("health", {"Origin": server.address.rstrip("/")}).status == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer é",
    ],
)
def test_an_update_without_the_token_changes_nothing(watched: Watched, server: Server, authorization: str) -> None:
    headers = {"Authorization": authorization.encode().decode("latin-1")} if authorization else {}
    update = "INSERT DATA { <urn:in> <urn:p> 1 }"
    form = {"Content-type": "application/x-www-form-urlencoded"}
    typed = {"Content-type": "application/sparql-update"}
    for one, status in ((watched.server, 401), (server, 403)):
        assert one.send("POST", "sparql", update.encode(), headers | typed).status == status
        assert one.send("POST", "sparql", urlencode({"update": update}).encode(), headers | form).status == status
        assert one.get("sparql?" + urlencode({"update": update}), headers).status == 400
        assert one.get("sparql?" + urlencode({"query": update}), headers).status == 400
        assert one.ask("ASK { <urn:in> ?p ?o }").json()["boolean"] is False


@pytest.fixture(scope="module")
def impatient(store: Path) -> Iterator[Server]:
    """A server that looks at its clients every 0.4 s."""
    with serving(store, "--timeout", "3", code="import kg.serve.patience as p; p.EVERY = 0.4") as found:
        yield found


def slow(server: Server, count: int, start: bytes) -> list[socket.socket]:
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    found = [socket.create_connection((host, int(port)), timeout=20) for _ in range(count)]
    for one in found:
        one.sendall(start)
    return found


def closed(connection: socket.socket) -> bool:
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(1 << 20):
            assert part
    return True


@pytest.mark.parametrize("start", [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_heads_that_come_drop_by_drop_keep_nobody_waiting_and_are_hung_up_on(impatient: Server, start: bytes) -> None:
    connections = slow(impatient, 150, start)
    waits = []
    for turn in range(10):
        began = time.monotonic()
        assert impatient.ask("ASK { ?s a kg:Vehicle }").status == 200
        waits.append(time.monotonic() - began)
        for one in connections if turn % 5 == 4 and start else []:
            with contextlib.suppress(OSError):
                one.send(b"a")
        time.sleep(0.02)
    assert statistics.median(waits) <= 0.1
    assert all(closed(one) for one in connections)
    for one in connections:
        one.close()


def test_bodies_that_never_end_keep_nobody_waiting(impatient: Server) -> None:
    connections = slow(impatient, 150, head(impatient, QUERY.strip(), b"Content-Length: 100") + b"ASK")
    assert all(impatient.ask("ASK { ?s a kg:Vehicle }").status == 200 for _ in range(5))
    for one in connections:
        one.close()


def test_who_takes_no_answer_is_hung_up_on(impatient: Server) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
    request = b"GET /sparql?" + urlencode({"query": query}).encode() + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    whole = len(impatient.ask(query).body)
    assert whole > 10_000_000
    (connection,) = slow(impatient, 1, request)
    time.sleep(3.5)
    taken = 0
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(1 << 20):
            taken += len(part)
    assert taken < whole
    connection.close()
    assert impatient.ask("ASK {}").status == 200


def test_nobody_listens_beyond_this_machine(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")


# ---------------------------------------------------------------- paths and pages


@pytest.mark.parametrize("route", ["part/", "id/", "query/", ""])
@pytest.mark.parametrize(
    "path",
    [
        "../query.html",
        "../../../../../etc/passwd",
        "..%2f..%2fapp.py",
        "%2e%2e/app.py",
        "%252e%252e%252fapp.py",
        "..%5c..%5capp.py",
        "..\\..\\app.py",
        "%00",
        "serve.css%00.js",
        "/etc/passwd",
        "//etc/passwd",
        "file:///etc/passwd",
        "query.html",
        "__init__.py",
    ],
)
def test_no_path_leads_out(server: Server, route: str, path: str) -> None:
    reply = raw(server, head(server, start=f"GET /{route}{path} HTTP/1.1".encode()))
    assert reply.split(b" ")[1] in (b"400", b"404"), reply[:300]
    assert b"root:" not in reply and b"import " not in reply


@pytest.mark.parametrize(
    "name", ["x> <urn:y", "x}", "x\n", 'x"', "x{", "x|", "x^", "x`", "x\\", "x>;LOAD<urn:a", "\x00", "\ufffd"]
)
def test_no_iri_breaks_out_of_its_query(server: Server, name: str) -> None:
    for accept in ("text/html", "text/turtle"):
        assert server.get("id/" + quote(name, safe=""), {"Accept": accept}).status == 404


@pytest.mark.parametrize("name", ['x" } SERVICE <http://127.0.0.1:1/> { #', "x\\", "'''", "x\n}", "好" * 6_000])
def test_no_parameter_breaks_out_of_a_named_query(server: Server, name: str) -> None:
    began = time.monotonic()
    assert server.get("query/maker?" + urlencode({"name": name})).status == 400
    assert time.monotonic() - began < 2


BAD = "<script>pwned=1</script><img src=x onerror=pwned=1>\\\"'><svg onload=pwned=1>"


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A graph whose names, texts and IRIs all are script."""
    folder = tmp_path_factory.mktemp("scripted")
    rdfs, bad = "http://www.w3.org/2000/01/rdf-schema#", BAD.replace('"', '\\"').replace('\\\\"', '\\\\\\"')
    graph = f"<{ENT}doc-a>"
    quads = [
        f'<{ENT}x> <{rdfs}label> "{bad}" {graph} .',
        f"<{ENT}x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KG}Company> {graph} .",
        f"<{ENT}x> <{KG}maker> <javascript:pwned=1> {graph} .",
        f"<{ENT}x> <{KG}maker> <data:text/html,%3Cscript%3Epwned=1%3C/script%3E> {graph} .",
        f'<{ENT}x> <http://www.w3.org/2004/02/skos/core#altLabel> "{bad}2" {graph} .',
        f"<{ENT}x> <{KG}manufacturer> <{ENT}x> {graph} .",
    ]
    (folder / "graph.nq").write_text("\n".join(quads) + "\n", "utf-8")
    with serving(folder) as server:
        yield server


def test_script_in_names_stays_words(scripted: Server) -> None:
    for path in ("id/x", "graph", "", "start.json", "sparql"):
        reply = scripted.get(path, {"Accept": "text/html"})
        assert reply.status == 200
        assert BAD[:20] not in reply.text and "<img src" not in reply.text and 'href="javascript' not in reply.text
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "unsafe-eval" not in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in scripted.get("id/x").headers["content-security-policy"]


def test_script_in_answers_and_errors_is_never_a_page(scripted: Server) -> None:
    for accept in ("application/sparql-results+json", "text/csv", "text/html,*/*", "application/sparql-results+xml"):
        reply = scripted.ask("SELECT * { ?s ?p ?o }", {"Accept": accept})
        assert "html" not in reply.headers["content-type"] and reply.headers["x-content-type-options"] == "nosniff"
    for path in ("sparql?query=%3Cscript%3E", "data?graph=%3Cscript%3E", "query/%3Cscript%3E", "%3Cscript%3E"):
        reply = scripted.get(path, {"Accept": "text/html"})
        assert reply.status in (400, 404, 406) and reply.headers["content-type"].startswith("text/plain")


def test_a_browser_runs_no_script_of_the_graph(scripted: Server) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for path in ("", "id/x", "graph"):
            page.goto(scripted.address + path)
            if not path:
                page.wait_for_selector("#named button")
                page.fill("#text", "SELECT * { ?s ?p ?o }")
                page.click("#run")
                page.wait_for_selector("#result table")
                assert BAD[:8] in page.inner_text("#result")
                assert page.locator('#result a[href^="javascript"], #result a[href^="data"], #result img').count() == 0
            page.wait_for_timeout(200)
            assert page.evaluate("typeof pwned") == "undefined"
        browser.close()
    assert [url for url in asked if not url.startswith((scripted.address, "blob:", "data:"))] == []
