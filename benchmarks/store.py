"""The store against rdflib in memory, in one run, through the public API: prints each figure with its bar, 1 where one falls short.

python benchmarks/store.py            10k, 100k and 1M quads: some minutes
python benchmarks/store.py --small    10k and 100k only
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

KG, ENT = "https://w3id.org/zhkg/ontology#", "https://w3id.org/zhkg/id/"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
PREFIXES = f"PREFIX kg: <{KG}> PREFIX ent: <{ENT}> PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
#: one question of each type that people ask: name → SPARQL
QUERIES = {
    "lookup": "SELECT ?p ?o { ent:车型17 ?p ?o }",
    "star, with sentences": """SELECT ?m ?v ?w ?d { ?o kg:about ent:车型17 ; kg:metric ?m ; kg:value ?v ; kg:evidence ?s .
        ?s kg:text ?w ; kg:inDocument ?d }""",
    "range, sorted": """SELECT ?name ?v { ?o kg:value ?v ; kg:metric kg:price ; kg:about ?t . ?t rdfs:label ?name
        FILTER(?v > 290000) } ORDER BY DESC(?v) LIMIT 20""",
    "aggregate": """SELECT ?firm (COUNT(DISTINCT ?car) AS ?n) (AVG(?v) AS ?mean) { ?car kg:manufacturer ?firm .
        ?o kg:about ?car ; kg:metric kg:price ; kg:value ?v } GROUP BY ?firm ORDER BY DESC(?n) LIMIT 10""",
    "optional": """SELECT ?car ?firm ?parent { ?car a kg:Vehicle ; kg:manufacturer ?firm
        OPTIONAL { ?firm kg:parentOrganization ?parent } }""",
    "path": "SELECT DISTINCT ?x { ent:车型17 kg:manufacturer/kg:parentOrganization* ?x }",
    "2 hops at the hub": "SELECT (COUNT(*) AS ?n) { ent:公司0 ^kg:manufacturer ?a . ?a kg:hasComponent/kg:manufacturer ?b }",
    "contradictions": """SELECT ?a ?b ?x ?y { ?a kg:about ent:车型17 ; kg:metric kg:price ; kg:value ?x .
        ?b kg:about ent:车型17 ; kg:metric kg:price ; kg:value ?y FILTER(?x < ?y) }""",
}


def documents(quads: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Documents of about 100 quads each: name and N-Quads; one company in five documents is the same hub."""
    chance = random.Random(seed)
    for number in range(max(1, quads // 100)):
        yield f"d{number}", "".join(_document(number, chance))


def _document(number: int, chance: random.Random) -> Iterator[str]:
    graph = f"<{ENT}doc-d{number}>"

    def line(subject: str, name: str, value: str) -> str:
        return f"<{ENT}{subject}> <{name}> {value} {graph} .\n"

    def named(thing: str, cls: str) -> Iterator[str]:
        yield line(thing, RDF + "type", f"<{KG}{cls}>")
        yield line(thing, RDFS + "label", f'"{thing}"@zh')

    many = 400
    for part in range(6):
        car = f"车型{int(chance.paretovariate(0.6)) % (many * 4)}"
        firm = "公司0" if chance.random() < 0.2 else f"公司{chance.randrange(many)}"
        yield from named(car, "Vehicle")
        yield from named(firm, "Company")
        yield line(car, KG + "manufacturer", f"<{ENT}{firm}>")
        if firm != "公司0":
            yield line(firm, KG + "parentOrganization", f"<{ENT}公司{int(firm[2:]) // 2}>")
        piece = f"部件{chance.randrange(many)}"
        yield line(car, KG + "hasComponent", f"<{ENT}{piece}>")
        yield line(piece, KG + "manufacturer", f"<{ENT}公司{chance.randrange(many)}>")
        fact, span = f"obs-{number}-{part}", f"span-{number}-{part}"
        value = chance.randrange(100_000, 300_000)
        yield line(fact, RDF + "type", f"<{KG}Observation>")
        yield line(fact, KG + "about", f"<{ENT}{car}>")
        yield line(fact, KG + "metric", f"<{KG}price>")
        yield line(fact, KG + "value", f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>')
        yield line(fact, KG + "evidence", f"<{ENT}{span}>")
        yield line(span, KG + "text", f'"{car}售价{value}元，第{number}篇。"')
        yield line(span, KG + "inDocument", graph)
        yield line(span, KG + "start", f'"{part * 20}"^^<http://www.w3.org/2001/XMLSchema#integer>')


def timed(work: Callable[[], object], rounds: int = 1) -> float:
    """The best time of some rounds, in seconds."""
    best = math.inf
    for _ in range(rounds):
        gc.collect()
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


class Figures:
    """The lines that are printed, each with its bar."""

    def __init__(self) -> None:
        self.missed = 0

    def add(self, name: str, value: float, bar: float, unit: str = "×", *, least: bool = True) -> None:
        """One figure; at least (or at most) the bar is wanted."""
        good = value >= bar if least else value <= bar
        self.missed += not good
        sign = "≥" if least else "≤"
        print(f"{name:44} {value:10.3g} {unit:3} {sign} {bar:g} {'' if good else '  MISSED'}", flush=True)


def queries_compared(ours, theirs, figures: Figures) -> None:
    """Each query type on both, with equal numbers of rows."""
    ratios = []
    for name, query in QUERIES.items():
        text = PREFIXES + query
        answers: list[object] = []
        slow = timed(lambda text=text, answers=answers: answers.extend(theirs.query(text)))
        fast = timed(lambda text=text: list(ours.query(text)), 5)
        counts = len(list(ours.query(text))), len(answers)
        assert counts[0] == counts[1], (name, counts)
        ratio = slow / fast
        ratios.append(ratio)
        figures.add(f"query 100k: {name} ({counts[0]} rows, {fast * 1000:.3g} ms)", ratio, 4)
    figures.add("queries 100k: geometric mean", math.exp(sum(map(math.log, ratios)) / len(ratios)), 100)


def at_100k(figures: Figures) -> None:
    """Load, queries, export at 100k quads, both in memory."""
    import rdflib

    from kg.store import Graph

    data = "".join(quads for _, quads in documents(100_000)).encode()
    theirs = rdflib.Dataset(default_union=True)

    def load_theirs() -> None:
        nonlocal theirs
        theirs = rdflib.Dataset(default_union=True)
        theirs.parse(io.BytesIO(data), format="nquads")

    kept: list[Graph] = []  # so that no round pays for letting go of the one before

    def load_ours() -> None:
        kept.append(Graph())
        kept[-1].add(data)

    slow, fast = timed(load_theirs), timed(load_ours, 5)
    ours = kept.pop()
    kept.clear()
    figures.add("bulk load 100k", slow / fast, 8)
    queries_compared(ours, theirs, figures)
    slow = timed(lambda: theirs.serialize(format="trig"))
    figures.add("TriG export 100k", slow / timed(lambda: ours.dump("trig"), 3), 100)


_MEMORY = """
import io, json, sys, time
sys.path[:0] = {path!r}
import store
data = open({file!r}, "rb").read()
began = time.perf_counter()
if {ours}:
    from kg.store import Graph
    graph = Graph(); graph.add(data)
else:
    import rdflib
    graph = rdflib.Dataset(default_union=True); graph.parse(io.BytesIO(data), format="nquads")
loaded = time.perf_counter() - began
del data
result = {{"load": loaded}}
text = store.PREFIXES + store.QUERIES["2 hops at the hub"]
if {ours}:
    result["hub"] = store.timed(lambda: list(graph.query(text)))
result["memory"] = int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) * 1024
others = list(store.documents(1_000, seed=8))
def replace():
    for name, quads in others:
        if {ours}:
            graph.replace(store.ENT + "doc-" + name, quads)
        else:
            graph.remove_graph(rdflib.URIRef(store.ENT + "doc-" + name))
            graph.parse(io.BytesIO(quads.encode()), format="nquads")
result["replace"] = store.timed(replace)
print(json.dumps(result))
"""


def at_1m(figures: Figures) -> None:
    """Memory, load, hub, replacement at 1M quads, each engine in a process of its own, the default configuration."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data.nq"
        file.write_text("".join(quads for _, quads in documents(1_000_000)), "utf-8")
        found = {}
        for ours in (True, False):
            code = _MEMORY.format(path=[str(Path(__file__).parent), *sys.path], file=str(file), ours=ours)
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
            found[ours] = json.loads(done.stdout)
    figures.add("bulk load 1M", found[False]["load"] / found[True]["load"], 8)
    figures.add("memory 1M, of rdflib's", found[True]["memory"] / found[False]["memory"], 0.3, least=False)
    figures.add("2 hops at the hub, 1M", found[True]["hub"], 1, "s", least=False)
    figures.add("replace one document, 1M", found[False]["replace"] / found[True]["replace"], 50)


def main() -> int:
    """Prints the figures; 1 where a bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--small", action="store_true", help="without 1M quads")
    small = arguments.parse_args().small
    figures = Figures()
    at_100k(figures)
    if not small:
        at_1m(figures)
    return int(figures.missed > 0)


if __name__ == "__main__":
    sys.exit(main())
