"""The page as text and values: what is read from a graph, where things stand, and that no word of it can be code."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import runpy
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx
import pytest
import rdflib

from kg.errors import OutputError
from kg.visualise import Network, View, page, to_pyvis, view, write
from kg.visualise.layout import place, settle
from kg.visualise.page import SCRIPTS, part, policy, script
from kg.visualise.payload import Payload, block
from kg.visualise.values import Claim, Happening, Thing

ROOT = Path(__file__).resolve().parents[1]
made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("visual_sample.py"))))
ENT = "https://w3id.org/zhkg/id/"


@pytest.fixture(scope="module")
def seen() -> View:
    return view(made.sample())


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data" data-coding="(\w+)">(.*?)</script>', text, re.S)
    assert found
    words = gzip.decompress(base64.b64decode(found[2])) if found[1] == "gzip" else found[2]
    decoded: dict[str, Any] = json.loads(words)
    return decoded


def link_of(found: View, subject: str, target: str) -> Any:
    return next(link for link in found.links if (link.subject, link.object) == (ENT + subject, ENT + target))


# ------------------------------------------------------------ what is read


def test_things_carry_label_class_and_other_names(seen: View) -> None:
    thing = next(thing for thing in seen.things if thing.id == ENT + "小米")
    assert (thing.label, thing.cls, thing.names) == ("小米", "Company", ("Xiaomi", "小米集团"))


def test_documents_spans_statements_and_events_are_no_things(seen: View) -> None:
    assert {thing.cls for thing in seen.things} == set(made.CLASSES)


def test_a_link_carries_its_sentence_and_where_it_stands(seen: View) -> None:
    proof = link_of(seen, "问界M9", "赛力斯").claim.proofs[0]
    assert proof.text == "问界M9由赛力斯制造。"
    assert proof.document == ENT + "doc-aito"
    assert proof.end - proof.start == len(proof.text)


def test_what_is_denied_is_a_link_with_its_stance_and_speaker(seen: View) -> None:
    claim = link_of(seen, "小米汽车", "蔚来").claim
    assert (claim.stance, claim.speaker) == ("Denied", ENT + "小米汽车")


def test_a_plain_triple_without_a_statement_is_a_link_without_a_sentence() -> None:
    graph = made.Maker()
    graph.thing("Company", "甲", "甲")
    graph.thing("Company", "乙", "乙")
    graph.data.add((made.ENT["甲"], made.KG.partner, made.ENT["乙"]))
    link = view(graph.data).links[0]
    assert (link.property, link.claim.proofs) == ("partner", ())


def test_a_number_keeps_its_digits_words_bound_status_and_unit(seen: View) -> None:
    number = next(number for number in seen.numbers if number.status == "Target" and number.metric == "visitors")
    assert (number.value, number.raw, number.unit, number.period) == ("200000", "20万人", "人", "2026")


def test_a_unit_without_notation_in_the_graph_is_written_as_the_ontology_writes_it() -> None:
    graph = made.Maker()
    graph.paper("d", "题", "2026-01-01", "报", "")
    graph.thing("Company", "甲", "甲")
    parts = ((made.KG.about, made.ENT["甲"]), (made.KG.unit, made.KG["unit-percent"]))
    graph.fact("d", made.KG.Observation, "句。", *parts)
    assert view(graph.data).numbers[0].unit == "%"


def test_an_interval_is_read_as_its_two_ends() -> None:
    graph = made.Maker()
    node = rdflib.BNode()
    graph.thing("Company", "甲", "甲")
    graph.data.add((node, made.KG.start, rdflib.Literal("2025-01-01")))
    graph.data.add((node, made.KG.end, rdflib.Literal("2025-03-31")))
    graph.fact("d", made.KG.Observation, "句。", (made.KG.about, made.ENT["甲"]), (made.KG.period, node))
    assert view(graph.data).numbers[0].period == "2025-01-01/2025-03-31"


def test_a_change_names_its_two_numbers(seen: View) -> None:
    by_id = {number.id: number for number in seen.numbers}
    move = seen.moves[0]
    assert [by_id[end].value for end in (move.before, move.after)] == ["130000", "200000"]


def test_the_most_specific_class_counts_where_superclasses_are_written() -> None:
    graph = made.Maker()
    graph.thing("Vehicle", "车", "车")
    graph.thing("Product", "车", "车")
    assert view(graph.data).things[0].cls == "Vehicle"


def test_a_publisher_that_is_a_thing_is_shown_by_its_name() -> None:
    graph = made.Maker()
    graph.paper("d", "题", "2026-01-01", "", "")
    outlet = graph.thing("Media", "日报", "某日报")
    graph.data.remove((made.ENT["doc-d"], made.DCTERMS.publisher, None))
    graph.data.add((made.ENT["doc-d"], made.DCTERMS.publisher, outlet))
    assert view(graph.data).papers[0].publisher == "某日报"


def test_anything_that_gives_rdflib_triples_can_be_shown(seen: View) -> None:
    assert view(SimpleNamespace(to_rdflib=made.sample)) == seen


def test_a_metric_of_the_texts_own_is_shown_by_its_words() -> None:
    graph = made.Maker()
    metric = made.KG["metric-充电桩数"]
    graph.thing("Company", "甲", "甲")
    graph.data.add((metric, rdflib.RDF.type, made.KG.Metric))
    graph.data.add((metric, rdflib.RDFS.label, rdflib.Literal("充电桩数")))
    graph.fact("d", made.KG.Observation, "句。", (made.KG.about, made.ENT["甲"]), (made.KG.metric, metric))
    columns = data_of(page(graph.data))
    assert columns["labels"][columns["numbers"]["metric"][0]] == ["充电桩数", "充电桩数"]


@pytest.mark.parametrize(
    ("roles", "ties"),
    [
        ([("agent", "a"), ("object", "b")], [("a", "b")]),
        ([("agent", "a"), ("object", "b"), ("object", "c")], [("a", "b"), ("a", "c")]),
        ([("agent", "a"), ("object", "b"), ("counterparty", "c")], [("a", "b"), ("a", "c")]),
        ([("object", "b"), ("place", "p")], [("b", "p")]),
        ([("object", "b")], []),
        ([("agent", "a"), ("object", "a")], []),
    ],
)
def test_an_event_ties_the_things_in_its_roles(roles: list[tuple[str, str]], ties: list[tuple[str, str]]) -> None:
    event = Happening("e", "Launch", tuple(roles), "", "", "Actual", Claim())
    assert list(event.ties()) == ties


# ------------------------------------------------------------ the network


def test_the_network_holds_things_links_and_events(seen: View) -> None:
    network = Network(seen)
    labels = {edge["label"] for edge in network.edges}
    assert network.num_nodes() == len(seen.things)
    assert {"manufacturer", "Launch"} <= labels


def test_only_what_is_not_simply_asserted_is_dashed(seen: View) -> None:
    network = Network(seen)
    dashed = {
        seen.links[number].claim.stance
        for edge in network.edges
        if edge["dashes"]
        for kind, number in edge["facts"]
        if kind == "link"
    }
    assert dashed == {"Opinion", "Planned", "Denied"}


def test_the_first_view_holds_the_most_told_of_things(seen: View) -> None:
    network = Network(seen, initial=5)
    shown = [node["id"] for node in network.nodes if not node["hidden"]]
    assert len(shown) == 5
    assert ENT + "小米汽车" in shown


def test_parallel_edges_are_kept(seen: View) -> None:
    network = Network(seen)
    pairs = [(edge["from"], edge["to"]) for edge in network.edges]
    assert len(pairs) > len(set(pairs))


def test_events_that_say_the_same_of_the_same_two_are_one_edge_with_all_of_them() -> None:
    things = (Thing("a", "甲", "Company"), Thing("b", "乙", "Vehicle"))
    events = tuple(
        Happening(id, "Recall", (("agent", "a"), ("object", "b")), "", "", "Actual", Claim()) for id in ("e1", "e2")
    )
    assert [edge["facts"] for edge in Network(View(things, happenings=events)).edges] == [[("event", 0), ("event", 1)]]


def test_a_tweak_reaches_the_page() -> None:
    network = to_pyvis(made.sample())
    network.add_node("urn:own", label="自己加的", color="#123456", x=1, y=2)
    network.add_edge("urn:own", ENT + "小米", label="自定", color="#654321")
    columns = data_of(network.generate_html())
    row = columns["nodes"]["label"].index("自己加的")
    assert columns["nodes"]["color"] == {str(row): "#123456"}
    assert list(columns["edges"]["color"].values()) == ["#654321"]


def test_twenty_thousand_nodes_are_added_in_a_second() -> None:
    network, start = Network(), time.process_time()
    for number in range(20_000):
        network.add_node(str(number))
    assert time.process_time() - start < 1
    assert network.num_nodes() == 20_000


def test_a_node_is_added_once() -> None:
    network = Network()
    network.add_node("a")
    network.add_node("a")
    assert [node["id"] for node in network.nodes] == ["a"]


def test_show_and_write_html_write_our_page(tmp_path: Path) -> None:
    network = Network(title="题")
    network.show(str(tmp_path / "a.html"))
    network.write_html(str(tmp_path / "b.html"))
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes() == network.generate_html().encode()


def test_the_network_as_json_has_nodes_and_edges() -> None:
    network = Network()
    network.add_node("a", label="甲")
    assert [node["label"] for node in json.loads(network.to_json())["nodes"]] == ["甲"]


# ------------------------------------------------------------ the layout


def boxes(graph: Any) -> dict[str, tuple[float, float]]:
    return dict.fromkeys(graph, (60.0, 40.0))


@pytest.mark.parametrize(
    "graph",
    [
        networkx.relabel_nodes(networkx.star_graph(60), str),
        networkx.relabel_nodes(networkx.path_graph(40), str),
        networkx.relabel_nodes(networkx.complete_graph(14), str),
        networkx.relabel_nodes(networkx.empty_graph(50), str),
        networkx.relabel_nodes(networkx.random_labeled_tree(120, seed=1), str),
    ],
    ids=["star", "path", "complete", "alone", "tree"],
)
def test_no_two_nodes_stand_on_each_other(graph: Any) -> None:
    places = list(place(graph, boxes(graph)).values())
    near = [
        (a, b)
        for index, a in enumerate(places)
        for b in places[index + 1 :]
        if abs(a[0] - b[0]) < 30 and abs(a[1] - b[1]) < 20
    ]
    assert near == []


def test_components_do_not_overlap() -> None:
    graph = networkx.relabel_nodes(networkx.disjoint_union_all([networkx.cycle_graph(9)] * 8), str)
    places = place(graph, boxes(graph))
    parts = [[places[node] for node in part] for part in networkx.connected_components(graph)]
    middles = [(sum(x for x, _ in part) / 9, sum(y for _, y in part) / 9) for part in parts]
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 100 for a in middles for b in middles if a is not b)


def test_the_same_graph_is_laid_out_the_same_whatever_the_order_it_came_in() -> None:
    graph = networkx.relabel_nodes(networkx.random_labeled_tree(50, seed=3), str)
    turned = networkx.Graph()
    turned.add_edges_from((b, a) for a, b in reversed(list(graph.edges)))
    assert place(graph, boxes(graph)) == place(turned, boxes(turned))


def test_a_component_too_large_for_springs_is_still_laid_out() -> None:
    graph = networkx.relabel_nodes(networkx.random_labeled_tree(500, seed=5), str)
    places = place(graph, boxes(graph))
    assert len({(round(x), round(y)) for x, y in places.values()}) == 500


def test_the_rest_settle_near_their_neighbours_on_free_places() -> None:
    graph = networkx.relabel_nodes(networkx.star_graph(3000), str)
    order = [str(number) for number in range(1, 3001)]
    fresh = settle(graph, {"0": (500.0, 500.0)}, order)
    assert len({*fresh.values(), (500.0, 500.0)}) == 3001
    assert max(abs(x - 500) for x, _ in fresh.values()) < 120 * 80


# ------------------------------------------------------------ the text


def test_the_data_block_cannot_end_its_tag() -> None:
    network = Network(View(things=(Thing("urn:a", "</script><!--<script>&\u2028\u2029", "Company"),)))
    text = network.generate_html()
    assert text.count("</script>") == 2
    assert "\u2028" not in text
    assert data_of(text)["nodes"]["label"] == ["</script><!--<script>&\u2028\u2029"]


def test_a_lone_surrogate_does_not_stop_the_page(tmp_path: Path) -> None:
    network = Network(View(things=(Thing("urn:a", "坏\ud800字", "Company"),)), title="题\udfff")
    network.write_html(str(tmp_path / "page.html"))
    assert "坏?字" in (tmp_path / "page.html").read_text("utf-8")


def test_the_title_is_escaped() -> None:
    assert "<title>&lt;b&gt; &amp; &quot;c&quot;</title>" in page(rdflib.Graph(), title='<b> & "c"')


def test_a_large_block_is_packed_and_unpacks_to_the_same() -> None:
    columns = {"words": ["很长的一句话" * 10 + str(number) for number in range(12_000)]}
    text, coding = block(columns)
    assert coding == "gzip"
    assert json.loads(gzip.decompress(base64.b64decode(text))) == columns
    assert len(text) < 200_000


def test_facts_about_unknown_things_are_kept_without_a_row() -> None:
    graph = made.Maker()
    graph.thing("Company", "甲", "甲")
    graph.link("d", "甲", "partner", "没有类型", "甲与某家合作。")
    columns = Payload(Network(view(graph.data))).columns()
    assert columns["links"]["o"] == [-1]
    assert columns["strings"][columns["links"]["words"][0]] == "没有类型"
    assert columns["spans"]["paper"] == [-1]


def test_the_policy_allows_this_script_and_style_alone() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy().split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'none'"
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", rules["script-src"])


def test_the_same_graph_gives_the_same_bytes_in_any_locale_and_hash_seed(tmp_path: Path) -> None:
    code = (
        "import runpy, sys; from kg.visualise import write;"
        "write(runpy.run_path(sys.argv[1])['sample'](), sys.argv[2], title=chr(22270))"
    )
    written = []
    for seed, locale in (("1", "C"), ("2", "POSIX")):
        target = tmp_path / f"{seed}.html"
        env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        sample = str(Path(__file__).with_name("visual_sample.py"))
        subprocess.run([sys.executable, "-c", code, sample, str(target)], env=env, cwd=ROOT, check=True)
        written.append(target.read_bytes())
    assert written[0] == written[1]


def test_write_replaces_a_page_and_says_what_is_wrong_where_it_cannot(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")
    write(rdflib.Graph(), target)
    assert target.read_text("utf-8").startswith("<!doctype html>")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"page\.html"):
        write(rdflib.Graph(), tmp_path / "file" / "page.html")


# ------------------------------------------------------------ the template


@pytest.mark.parametrize(
    "call",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "createContextualFragment",
        "DOMParser",
        "srcdoc",
        "eval(",
        "new Function",
        "javascript:",
        "fetch(",
        "XMLHttpRequest",
        "import(",
        "WebSocket",
    ],
)
def test_no_script_turns_words_into_markup_or_asks_the_network(call: str) -> None:
    assert call not in script()


def test_the_renderer_stays_small() -> None:
    lines = {name: len(part(name).splitlines()) for name in SCRIPTS}
    assert sum(lines[name] for name in ("canvas.js", "pointer.js", "data.js")) <= 900
    assert max(lines.values()) <= 400


def test_no_two_scripts_name_the_same_thing() -> None:
    named = re.findall(
        r"^(?:async )?(?:function\*?|const|let|class) (\w+)", "\n".join(map(part, SCRIPTS)), re.MULTILINE
    )
    assert [name for name, times in Counter(named).items() if times > 1] == []


def test_the_interface_says_the_same_things_in_both_languages() -> None:
    chinese, english = part("words.js").split("  en: {")
    keys = re.compile(r"(?:^|[ ,{])([a-zA-Z]+): (?=[\"(\[])", re.M)
    assert set(keys.findall(chinese)) == set(keys.findall(english))


def themes() -> list[dict[str, str]]:
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in css_roots())
    return [light, {**light, **dark}]


def css_roots() -> list[str]:
    return re.findall(r":root(?:\[data-theme=dark\])? \{(.*?)\}", part("page.css"), re.S)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [(ink, ground) for ink in ("ink", "muted", "accent") for ground in ("paper", "card", "hover")]
    + [("mark-ink", "mark-s"), ("mark-ink", "mark-o"), ("chip-ink", "chip"), ("warn-ink", "warn"), ("deny-ink", "deny")]
    + [("ink", "bar"), ("ink", "bar-plan")],
)
def test_words_stand_out_from_their_ground(ink: str, ground: str, theme: int) -> None:
    colors = themes()[theme]
    bright, dim = sorted((luminance(colors[ink]), luminance(colors[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("family", ["Organization", "Person", "Product", "Technology", "Place", "Work", "Industry"])
def test_shapes_stand_out_from_the_page(family: str, theme: int) -> None:
    colors = themes()[theme]
    bright, dim = sorted((luminance(colors[family]), luminance(colors["paper"])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 2.5
