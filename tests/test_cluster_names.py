"""Names across documents, decided on a cluster by joins and components, are those that one process decides."""

from __future__ import annotations

import importlib.util
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import networkx
import pytest

from kg.across import Decisions, Profile, Rules, Target, Thing, decide
from kg.across.bare import Reading
from kg.across.candidates import candidates
from kg.across.names import Names
from kg.across.namesakes import MANY, Namesakes, short
from kg.across.profile import Key
from kg.across.rules import Pair
from kg.across.weigh import Neighbours
from kg.across.weigh import shared as in_common
from kg.cluster.components import components
from kg.cluster.names import decided
from kg.cluster.session import session, shuffled
from kg.cluster.storage import Storage
from kg.engine.names import (
    Settling,
    asking,
    blocked,
    blocks,
    counted,
    ending,
    key,
    merged,
    present,
    shared,
    ties,
    told,
    word,
)

MISSING = [name for name in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(name) is None]
arrow = pytest.mark.skipif("pyarrow" in MISSING, reason="needs pyarrow")
spark = pytest.mark.skipif(
    bool(MISSING) or not shutil.which("java"), reason=f"needs Java and zhkg[spark]; missing: {MISSING or 'java'}"
)
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # a session of seconds: compiling its code well takes longer than running it
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}

BODIES = ("云岭汽车", "青石动力", "海棠科技", "松江电子", "南屿能源", "白桦智能", "赤水重工", "星垂网络")
LATIN = ("Yunling", "Bluestone", "Begonia", "Sonjo", "Nanyu", "Birch", "Redwater", "Starfall")
FORMS = ("", "", "公司", "有限公司", "集团", "股份", "股份有限公司", "控股集团有限公司")
MODELS = ("E7", "e7", "E-7", "X90 Pro", "X90Pro", "Vista", "ModelKite", "Model Kite")
PEOPLE = ("贝拉·林登", "南·维特", "阿兰·维特", "阿兰・维特", "维特", "韩梅", "罗莎·林登", "林登", "李雷")
RULES = Rules(
    (
        *(Pair(f"无此名{number}", f"也无此名{number}", True) for number in range(9)),
        Pair("海棠", "海棠科技", True),
        Pair("星垂", "星垂网络", True),
        Pair("云岭汽车集团", "云岭汽车公司", False),
    )
)


def invented(count: int, seed: int = 7) -> list[Profile]:
    """Documents that no one wrote: firms in all their forms, models with and without makers, people, words in brackets."""
    chance = random.Random(seed)
    return [_document(f"d{number:04}", chance) for number in range(count)]


def _document(name: str, chance: random.Random) -> Profile:
    things: list[Thing] = []
    about: list[tuple[int, str, int]] = []
    asides: list[tuple[int, str]] = []
    for place in chance.sample(range(len(BODIES)), 2):
        firm, at = BODIES[place], len(things)
        called = (firm[:2],) if chance.random() < 0.3 else ()
        things.append(_thing(firm + chance.choice(FORMS), "Company", chance, called))
        other_names = (LATIN[place], firm[0] + firm[2], firm[:2])
        if chance.random() < 0.3:
            asides.append((at, chance.choice(other_names)))
        model = chance.choice(MODELS)
        label = f"{firm} {model}" if chance.random() < 0.5 else model
        other = (model,) if label != model and chance.random() < 0.5 else ()
        things.append(_thing(label, chance.choice(("Vehicle", "Technology", "Product")), chance, other))
        person = chance.choice(PEOPLE)
        things.append(_thing(person, "Person", chance, (person.rpartition("·")[2],) if "·" in person else ()))
        about += [(at + 1, "manufacturer", at), (at + 2, "worksFor", at)]
        if chance.random() < 0.2:
            alone = chance.choice((*other_names, firm[:2] + "公司"))
            things.append(_thing(alone, chance.choice(("Company", "Place", "Media")), chance))
            about += [(at + 1, "manufacturer", len(things) - 1), (at + 2, "founder", len(things) - 1)]
    if chance.random() < 0.1:
        about.append((0, "parentOrganization", len(things) - 1))
    return Profile(name, tuple(things), tuple(about), tuple(asides))


def _thing(label: str, cls: str, chance: random.Random, names: tuple[str, ...] = ()) -> Thing:
    return Thing(label.replace(" ", "_"), cls, label, names, label in BODIES and chance.random() < 0.5)


@pytest.fixture(scope="module")
def profiles() -> list[Profile]:
    return invented(400)


@pytest.fixture(scope="module")
def wanted(profiles: list[Profile]) -> Decisions:
    return decide(profiles, RULES)


def test_what_is_compared_has_all_that_can_be_told_of_names(profiles: list[Profile], wanted: Decisions) -> None:
    names = Names(profiles)
    found = Counter(one.why for one in candidates(names, in_common(Reading(profiles))))
    assert set(found) == {"spelling", "form", "apart", "translation", "short", "maker", "surname", "neighbours"}
    assert {merge.why for merge in wanted.merges} > {"spelling", "form", "rule"}
    assert wanted.counts["homonyms"] and len(wanted.merges) < sum(found.values())


# ---------------------------------------------------------------- what a worker does, without Spark


def batch(rows: list[tuple[Any, ...]]) -> list[Any]:
    import pyarrow

    table = pyarrow.Table.from_pylist([dict(zip(map(str, range(len(row))), row, strict=True)) for row in rows])
    return list(table.to_batches(max_chunksize=7))


def listed(batches: Iterator[Any]) -> list[tuple[Any, ...]]:
    return [row for one in batches for row in zip(*(column.to_pylist() for column in one.columns), strict=True)]


def lines(profiles: list[Profile]) -> list[tuple[str]]:
    return [(profile.packed(),) for profile in profiles]


@pytest.fixture(scope="module")
def named(profiles: list[Profile]) -> list[tuple[str, int, str]]:
    """The names, counted by three workers and added up."""
    parts = [row for part in range(3) for row in listed(counted(batch(lines(profiles[part::3]))))]
    return listed(merged(batch(sorted(parts, key=itemgetter(0)))))  # type: ignore[return-value]


@arrow
def test_names_of_parts_add_up_to_those_of_all(profiles: list[Profile], named: list[tuple[str, int, str]]) -> None:
    names = Names(profiles)
    assert [(key(one), known, line) for one, known, line in named] == [
        (one, names[one].known, names[one].packed()) for one in names.sorted()
    ]


@arrow
def test_pairs_of_blocks_and_of_words_are_those_of_one_process(
    profiles: list[Profile], named: list[tuple[str, int, str]]
) -> None:
    there = {one: known for one, known, _ in named}
    asks = listed(asking(batch([(one, line) for one, _, line in named])))
    answers: dict[str, list[dict[str, object]]] = {}
    for asked, one in asks:
        if asked in there:
            answers.setdefault(one, []).append({"asked": asked, "known": there[asked]})
    under = listed(blocks(batch([(one, line, answers.get(one)) for one, _, line in named])))
    relations = sorted({*listed(ties(batch(lines(profiles))))})
    under += listed(shared(batch(relations)))
    rows = listed(blocked(batch(sorted(under))))
    rows += listed(told(batch([(one, line, answers.get(one)) for one, _, line in named])))
    best = {pair: min(row[2:6] for row in some) for pair, some in groupby(sorted(rows), key=itemgetter(0, 1))}
    names = Names(profiles)
    assert [(key(one), key(other), why, said) for (one, other), (_, why, said, *_) in sorted(best.items())] == [
        pair[:4] for pair in candidates(names, in_common(Reading(profiles)))
    ]


@arrow
def test_what_names_end_in_is_counted_as_in_one_process(
    profiles: list[Profile], named: list[tuple[str, int, str]]
) -> None:
    names = Names(profiles)
    pairs = candidates(names, in_common(Reading(profiles)))
    others, found = (
        Namesakes(pairs, names.sorted()),
        Counter(end for end, _ in {*listed(ending(batch([(one,) for one, *_ in named])))}),
    )
    counts = [(others.of(pair), min(found[word(asked)], MANY + 1)) for pair in pairs if (asked := short(pair))]
    assert counts and max(counts)[0] > 1 and all(one == other for one, other in counts)


@arrow
def test_names_of_a_document_are_told_once() -> None:
    twice = Profile("a", (Thing("云岭", "Company", "云岭"), Thing("云岭_2", "Organization", "云岭")))
    assert listed(present(batch([(twice.packed(),)]))) == [("a", word(Key("云岭", "Organization")))]


@arrow
def test_components_are_settled_as_the_whole_is(
    profiles: list[Profile], named: list[tuple[str, int, str]], wanted: Decisions
) -> None:
    import json

    names = Names(profiles)
    pairs = candidates(names, in_common(Reading(profiles)))
    around, others = Neighbours(pairs, Reading(profiles)), Namesakes(pairs, names.sorted())
    graph = networkx.Graph([(one.one, one.other) for one in pairs])
    graph.add_nodes_from(names.sorted())
    graph.add_edges_from((one, one.name) for one in names.sorted())
    graph.add_edges_from((one, other) for one, other, same in RULES.pairs if same)
    rows: list[tuple[Any, ...]] = []
    for number, together in enumerate(networkx.connected_components(graph)):
        inside = sorted(one for one in together if isinstance(one, Key))
        rows += [(number, word(one), names[one].packed(), *[None] * 8) for one in inside]
        rows += [
            (number, word(one), None, word(other), why, said, json.dumps(examples), *around(pair), others.of(pair))
            for pair in pairs
            if pair.one in together
            for one, other, why, said, examples in (pair,)
        ]
    assert len(rows) == len(names) + len(pairs)
    settled = listed(Settling(RULES)(batch(rows)))
    table = {key(one): Target(*json.loads(target)) for one, target, *_ in settled if target}
    assert table == wanted.table
    assert sorted(json.loads(row[2])[1][:3] for row in settled if row[2]) == sorted(
        map(list, (m[:3] for m in wanted.merges))
    )


# ---------------------------------------------------------------- with Spark


@spark
def test_decisions_of_a_cluster_are_those_of_one_process(
    profiles: list[Profile], wanted: Decisions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    with session("local[2]", SETTINGS) as running, shuffled(running, 2):
        assert running.conf.get("spark.sql.shuffle.partitions") == "2"
        table = running.createDataFrame(lines(profiles), "profile string").repartition(3)
        keep = Storage(running, f"file://{tmp_path}").kept
        found = decided(keep("profiles", table), RULES, keep)
        assert (found.counts, found.merges, found.table) == (wanted.counts, wanted.merges, wanted.table)
        edges = [*_chain(20), *_chance(150, 120)]
        tied = components(running.createDataFrame(edges, "one string, other string"), keep)
        assert {row.key: row.component for row in tied.collect()} == _components(edges)


def _chain(length: int) -> list[tuple[str, str]]:
    order = random.Random(3).sample(range(length), length)
    return [(f"chain {one:02}", f"chain {other:02}") for one, other in zip(order, order[1:], strict=False)]


def _chance(nodes: int, edges: int) -> list[tuple[str, str]]:
    chance = random.Random(5)
    return [(f"{chance.randrange(nodes)}", f"{chance.randrange(nodes)}") for _ in range(edges)]


def _components(edges: list[tuple[str, str]]) -> dict[str, str]:
    graph = networkx.Graph(edges)
    return {one: min(some) for some in networkx.connected_components(graph) for one in some if one != min(some)}
