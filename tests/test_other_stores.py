"""What the documentation tells other stores to do fits the files that are written, and the files hold what strict stores take."""

from __future__ import annotations

import configparser
import glob
import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.handover import MANIFEST, hand_over
from kg.nquads import PREFIXES

ROOT = Path(__file__).resolve().parents[1]
SECTION = (ROOT / "docs" / "SERVE.md").read_text("utf-8").split("## For other stores")[1].split("\n## ")[0]


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `handover/` in it, made of the sample articles by the documented command's own function."""
    folder = tmp_path_factory.mktemp("stores")
    hand_over(kg.build(ROOT / "data").graph, folder / "handover", shards=4)
    return folder


@pytest.fixture(scope="module")
def quads(handed: Path) -> list[ox.Quad]:
    files = sorted((handed / "handover").glob("*.nq.gz"))
    return [
        quad for file in files for quad in ox.parse(gzip.decompress(file.read_bytes()), format=ox.RdfFormat.N_QUADS)
    ]


def manifest(folder: Path) -> dict:
    return json.loads((folder / "handover" / MANIFEST).read_text("utf-8"))


def written(folder: Path) -> list[str]:
    return [f"handover/{shard['file']}" for shard in manifest(folder)["shards"]]


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", SECTION, re.M | re.S)
    return found


# ------------------------------------------------------------ the commands


@pytest.mark.parametrize("store", ["Jena", "Virtuoso", "QLever", "GraphDB", "Oxigraph"])
def test_a_store_has_its_own_paragraph(store: str) -> None:
    assert re.search(rf"^\*\*{store}\*\*.*\n(?:.*\n)*?\n```", SECTION, re.M)


def test_what_the_command_writes_is_what_it_is_shown_to_write(handed: Path) -> None:
    (command, *shown) = block("console").splitlines()
    assert "--shards 4 -o handover" in command
    assert shown == [*written(handed), f"handover/{MANIFEST}"]


def test_every_pattern_names_the_parts_and_nothing_else(handed: Path) -> None:
    patterns = re.findall(r"(?<![\w/])handover/\S*\*\S*", SECTION)
    assert len(patterns) == 5
    for pattern in patterns:
        assert sorted(glob.glob(pattern, root_dir=handed)) == written(handed)


def test_the_qleverfile_gives_all_quads_to_the_index(handed: Path) -> None:
    file = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
    file.read_string(block("ini"))
    assert json.loads(file["index"]["SETTINGS_JSON"])["num-triples-per-batch"] > 0
    assert file["data"]["FORMAT"] == "nq"
    done = subprocess.run(["bash", "-c", file["index"]["CAT_INPUT_FILES"]], cwd=handed, capture_output=True, check=True)
    assert sum(1 for _ in ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS)) == manifest(handed)["quads"]


def test_the_script_for_virtuoso_names_the_parts(handed: Path) -> None:
    lines = block("sql").splitlines()
    assert all(line.endswith(";") for line in lines)
    found = re.fullmatch(r"ld_dir\('/srv/handover', '([^']+)', '([^'\s]+)'\);", lines[0])
    assert found is not None
    assert [f"handover/{path.name}" for path in sorted((handed / "handover").glob(found[1]))] == written(handed)


# ------------------------------------------------------------ what strict stores take


def terms(quads: list[ox.Quad]) -> Iterator[ox.NamedNode | ox.Literal]:
    for quad in quads:
        yield from (quad.subject, quad.predicate, quad.object, quad.graph_name)


def test_every_quad_lies_in_the_graph_of_a_document_and_no_node_is_blank(quads: list[ox.Quad]) -> None:
    assert len(quads) > 4000
    assert {type(term) for term in terms(quads)} == {ox.NamedNode, ox.Literal}
    assert all(quad.graph_name.value.startswith("https://w3id.org/zhkg/id/doc-") for quad in quads)


def test_every_iri_is_absolute_and_free_of_what_stores_refuse(quads: list[ox.Quad]) -> None:
    iris = {term.value for term in terms(quads) if isinstance(term, ox.NamedNode)}
    iris |= {term.datatype.value for term in terms(quads) if isinstance(term, ox.Literal)}
    good = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:(?:[^\x00-\x20\x7f-\x9f<>"{}|\\^`%\s\ufffd]|%[0-9A-Fa-f]{2})+')
    assert [iri for iri in sorted(iris) if not good.fullmatch(iri)] == []


def test_every_language_tag_is_well_formed(quads: list[ox.Quad]) -> None:
    tags = {term.language for term in terms(quads) if isinstance(term, ox.Literal) and term.language}
    assert {"zh", "en"} <= tags
    assert [tag for tag in tags if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag)] == []


MONTH = r"(?:0[1-9]|1[0-2])"
ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
LEXICAL = {
    "string": r"(?s:.*)",
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "boolean": r"true|false|1|0",
    "date": rf"\d{{4}}-{MONTH}-\d\d{ZONE}",
    "gYearMonth": rf"\d{{4}}-{MONTH}{ZONE}",
    "gYear": rf"\d{{4}}{ZONE}",
    "dateTime": rf"\d{{4}}-{MONTH}-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?{ZONE}",
}


def valid(words: str, datatype: str) -> bool:
    """Is this a lexical form of the datatype of XML Schema? Days must be in the calendar."""
    if not re.fullmatch(LEXICAL[datatype], words):
        return False
    try:
        return datatype not in ("date", "dateTime") or bool(date.fromisoformat(words[:10]))
    except ValueError:
        return False


def test_every_value_is_one_of_its_datatype(quads: list[ox.Quad]) -> None:
    literals = {term for term in terms(quads) if isinstance(term, ox.Literal) and not term.language}
    typed = {(term.value, term.datatype.value.removeprefix(PREFIXES["xsd"])) for term in literals}
    assert {"integer", "decimal", "date", "gYear", "gYearMonth"} <= {datatype for _, datatype in typed} <= set(LEXICAL)
    assert [(words, datatype) for words, datatype in sorted(typed) if not valid(words, datatype)] == []


@pytest.mark.parametrize(
    ("words", "datatype"),
    [("1,000", "integer"), ("1.5", "integer"), ("1e3", "decimal"), ("2025-02-30", "date"), ("2025-13", "gYearMonth")],
)
def test_the_check_finds_what_is_none(words: str, datatype: str) -> None:
    assert not valid(words, datatype)


# ------------------------------------------------------------ the stores themselves, where they are


def jena(folder: Path) -> list[str]:
    """How a program of Jena starts: by its script, or from the jars of Debian; skips where neither is."""
    if shutil.which("tdb2.tdbloader"):
        return ["env"]
    jars = [str(jar) for jar in Path("/usr/share/java").glob("*.jar") if _JENA.match(jar.name)]
    if not shutil.which("java") or not any("jena-tdb2" in jar for jar in jars):
        pytest.skip("no Jena here")
    with zipfile.ZipFile("/usr/share/java/jena-core.jar") as core:  # the jar has texts that it looks for elsewhere
        for name in core.namelist():
            if (place := name.removeprefix("org/apache/jena/ext/")) != name and name.endswith(".properties"):
                (folder / place).parent.mkdir(parents=True, exist_ok=True)
                (folder / place).write_bytes(core.read(name))
    return ["java", "-cp", os.pathsep.join([str(folder), *sorted(jars)])]


_JENA = re.compile(
    r"(?:jena-|slf4j-(?:api|simple)|jcl-over|commons-|http|thrift|jackson|guava|gson|protobuf|jakarta|titanium|jsonld|dexx)"
    r"(?:(?!-\d).)*\.jar$"
)


def test_jena_takes_every_quad(handed: Path, tmp_path: Path) -> None:
    command = jena(tmp_path)
    validate, load, ask = block_of("Jena")

    def run(line: str) -> str:
        program, rest = line.replace(" DB", f" {tmp_path}/DB").split(" ", 1)
        main = {"riot": "riotcmd.riot"}.get(program, program) if command[0] == "java" else program
        shell = f"{' '.join(command)} {main} {rest}"
        done = subprocess.run(["bash", "-c", shell], cwd=handed, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    assert not re.search("WARN|ERROR", run(validate))
    assert f"{manifest(handed)['quads']:,}" in run(load)
    everything = run(ask.replace("?s ?p ?o }", "GRAPH ?g { ?s ?p ?o } }"))
    assert f"| {manifest(handed)['quads']} |" in everything
    triples = {quad.triple for file in written(handed) for quad in _parsed(handed / file)}
    assert f"| {len(triples)} |" in run(ask)


def _parsed(file: Path) -> Iterator[ox.Quad]:
    yield from ox.parse(gzip.decompress(file.read_bytes()), format=ox.RdfFormat.N_QUADS)


def block_of(store: str) -> list[str]:
    found = re.search(rf"^\*\*{store}\*\*.*?```sh\n(.*?)```", SECTION, re.M | re.S)
    assert found is not None
    return found[1].splitlines()


INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {data}
NumberOfBuffers = 10000
"""


@pytest.fixture
def isql(handed: Path, tmp_path: Path) -> Iterator[list[str]]:
    """The command that runs a script in a Virtuoso of its own; skips where there is none."""
    client = shutil.which("isql-vt") or shutil.which("isql")
    if not client or not shutil.which("virtuoso-t"):
        pytest.skip("no Virtuoso here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ini = tmp_path / "virtuoso.ini"
    ini.write_text(INI.format(folder=tmp_path, port=port, data=handed / "handover"))
    server = subprocess.Popen(["virtuoso-t", "+foreground", "+configfile", str(ini)], stderr=subprocess.DEVNULL)
    command = [client, f"127.0.0.1:{port}", "dba", "dba"]
    try:
        until = time.monotonic() + 60
        while subprocess.run([*command, "exec=status();"], capture_output=True).returncode and time.monotonic() < until:
            time.sleep(0.2)
        yield command
    finally:
        server.terminate()
        server.wait(30)


COUNT = "sparql select (count(*) as ?n) { graph ?g { ?s ?p ?o } filter(strstarts(str(?g), 'https://w3id.org/zhkg/id/')) };\n"


def test_virtuoso_takes_every_quad(isql: list[str], handed: Path, tmp_path: Path) -> None:
    script = tmp_path / "load.sql"
    script.write_text(block("sql").replace("/srv/handover", str(handed / "handover")) + COUNT, "utf-8")
    told = subprocess.run([*isql, str(script)], capture_output=True, text=True, timeout=120, check=True).stdout
    assert len(re.findall(r"part-\d{5}\.nq\.gz\s+2\s+NULL", told)) == len(written(handed)), told
    assert re.search(rf"^{manifest(handed)['quads']}$", told, re.M), told
