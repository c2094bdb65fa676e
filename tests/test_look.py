"""Parts of a graph as pages: what surrounds a thing, what a query answers."""

from __future__ import annotations

import base64
import gzip
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx
import pytest
from page_tab import Tab, made, opened

import kg
from kg.cli import main
from kg.visualise import Network, View
from kg.visualise.inline import cut, inline
from kg.visualise.values import Claim, Link, Paper, Proof, Thing

ENT = "https://w3id.org/zhkg/id/"
MAKERS = "SELECT ?who { ?what kg:manufacturer ?who } ORDER BY ?who ?what"
MADE = "CONSTRUCT { ?what kg:manufacturer ?who } { ?what kg:manufacturer ?who FILTER(?what = ent:问界M9) }"


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.Graph.from_rdflib(made.sample())


@pytest.fixture(scope="module")
def quads(graph: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    path.write_bytes(graph.dump("nquads"))
    return path


def first(network: Network) -> set[str]:
    """The things of the first view."""
    return {str(node["id"]).removeprefix(ENT) for node in network.nodes if not node["hidden"]}


def ringed(network: Network) -> list[str]:
    return [str(node["label"]) for node in network.nodes if node.get("ring")]


def columns(network: Network) -> dict[str, Any]:
    found = re.search(r'id="data" data-coding="json">(.*?)</script>', network.generate_html(), re.S)
    assert found
    decoded: dict[str, Any] = json.loads(found[1])
    return decoded


# ------------------------------------------------------------ around


@pytest.mark.parametrize("hops", [1, 2, 3])
@pytest.mark.parametrize("name", ["小米汽车", "宁德时代", "雷军", "亦庄"])
def test_around_is_the_ego_graph_of_the_lines_that_are_simply_so(graph: kg.Graph, name: str, hops: int) -> None:
    lines = networkx.Graph()
    whole = graph.to_pyvis()
    lines.add_nodes_from(node["id"] for node in whole.nodes)
    lines.add_edges_from((edge["from"], edge["to"]) for edge in whole.edges if not edge["dashes"])
    wanted = set(networkx.ego_graph(lines, ENT + name, radius=hops))
    assert first(kg.view(graph, around=name, hops=hops)) == {id.removeprefix(ENT) for id in wanted}


def test_the_thing_itself_is_marked_and_comes_first(graph: kg.Graph) -> None:
    network = kg.view(graph, around="小米汽车", hops=2)
    assert ringed(network) == ["小米汽车"] == [network.nodes[0]["label"]]
    assert network.heading == "小米汽车"


def test_what_is_only_denied_is_there_but_aside(graph: kg.Graph) -> None:
    network = kg.view(graph, around="小米汽车")
    assert "蔚来" not in first(network)
    assert any(node["label"] == "蔚来" and node["hidden"] for node in network.nodes)
    assert any(edge["dashes"] and edge["to"] == ENT + "蔚来" for edge in network.edges)


def test_facts_keep_their_sentences_and_only_their_documents_come_along(graph: kg.Graph) -> None:
    found = kg.view(graph, around="问界M9").view
    link = next(link for link in found.links if (link.subject, link.object) == (ENT + "问界M9", ENT + "赛力斯"))
    assert link.claim.proofs[0].text == "问界M9由赛力斯制造。"
    said = {proof.document for one in found.links for proof in one.claim.proofs}
    said |= {proof.document for one in (*found.numbers, *found.happenings) for proof in one.claim.proofs}
    assert {paper.id for paper in found.papers} == said
    assert len(found.papers) < len(made.PAPERS)


def test_who_says_something_is_known_though_far_away(graph: kg.Graph) -> None:
    maker = made.Maker()
    maker.paper("d", "题", "2026-01-01", "报", "")
    for name in ("甲", "乙", "说者"):
        maker.thing("Company", name, name)
    maker.link("d", "甲", "owner", "乙", "说者称乙拥有甲。", who="说者")
    network = kg.view(kg.Graph.from_rdflib(maker.data), around="甲")
    assert first(network) == {"甲", "乙"}
    assert columns(network)["links"]["by"] == [[node["label"] for node in network.nodes].index("说者")]


def test_no_fact_loses_an_end(graph: kg.Graph) -> None:
    data = columns(kg.view(graph, around="小米汽车"))
    assert -1 not in [*data["numbers"]["about"], *data["moves"]["before"], *data["moves"]["after"], *data["links"]["s"]]
    roles = [len(event) for event in data["events"]["roles"]]
    assert roles and min(roles) >= 2


@pytest.mark.parametrize("words", ["ent", "Xiaomi", "ｘｉａｏｍｉ"])
def test_a_thing_is_known_by_iri_alias_and_width(graph: kg.Graph, words: str) -> None:
    assert ringed(kg.view(graph, around=ENT + "小米" if words == "ent" else words)) == ["小米"]


def test_a_name_unknown_is_answered_with_names_like_it(graph: kg.Graph) -> None:
    with pytest.raises(kg.QueryError, match=r"called '小米汽' 图中没有这个名称; did you mean .*小米汽车"):
        kg.view(graph, around="小米汽")


def test_a_name_like_nothing_is_answered_with_a_way_to_see_them(graph: kg.Graph) -> None:
    with pytest.raises(kg.QueryError, match="see the names with: kg query"):
        kg.view(graph, around="ζζζζζζ")


def twins(*labels: tuple[str, str]) -> kg.Graph:
    maker = made.Maker()
    for number, (label, alias) in enumerate(labels):
        maker.thing("Company", f"c{number}", label, alias)
    return kg.Graph.from_rdflib(maker.data)


def test_a_name_of_two_things_is_answered_with_both() -> None:
    with pytest.raises(kg.QueryError, match=r"'星河' names 2 things .*id/c0, .*id/c1"):
        kg.view(twins(("星河", "甲"), ("星河", "乙")), around="星河")


def test_the_one_of_that_label_goes_before_those_called_so_besides() -> None:
    network = kg.view(twins(("星河科技", "星河"), ("星河", "乙")), around="星河")
    assert [node["id"] for node in network.nodes] == [ENT + "c1"]


def test_a_metric_is_nothing_to_stand_around() -> None:
    maker = made.Maker()
    maker.thing("Metric", "metric-x", "充电桩数")
    with pytest.raises(kg.QueryError, match="no thing that can be drawn"):
        kg.view(kg.Graph.from_rdflib(maker.data), around="充电桩数")


# ------------------------------------------------------------ queries


def test_things_of_a_select_are_marked_once_in_its_order_within_their_neighbourhood(graph: kg.Graph) -> None:
    network = kg.view(graph, query=MAKERS)
    wanted = list(dict.fromkeys(str(who).removeprefix(ENT) for (who,) in graph.query(MAKERS).rows()))
    assert len(wanted) >= 3
    assert [str(node["id"]).removeprefix(ENT) for node in network.nodes][: len(wanted)] == wanted
    assert ringed(network) == [node["label"] for node in network.nodes[: len(wanted)]]
    assert set(wanted) < first(network)
    assert columns(network)["asked"]["number"] == len(wanted)


def test_a_named_query_takes_its_parameters_and_marks_by_name(graph: kg.Graph) -> None:
    network = kg.view(graph, query="maker", parameters={"name": "问界M9"})
    assert sorted(ringed(network)) == ["赛力斯", "问界M9"]
    assert (network.heading, columns(network)["asked"]["words"]) == ("制造商", "maker")


@pytest.mark.parametrize(
    ("sparql", "marked"),
    [
        ("SELECT ?n { ?n a kg:Observation ; kg:metric kg:visitors }", ["小米汽车工厂"]),
        ("SELECT ?e { ?e a kg:Listing }", ["宇树科技"]),
        ("SELECT ('Xiaomi' AS ?n) {}", ["小米"]),
        ("SELECT ('小米' AS ?n) (ent:雷军 AS ?i) {}", ["雷军"]),
    ],
    ids=["number", "event", "alias", "an IRI goes before a name"],
)
def test_a_select_may_point_by_number_event_or_name(graph: kg.Graph, sparql: str, marked: list[str]) -> None:
    assert ringed(kg.view(graph, query=sparql)) == marked


def test_hops_widen_what_surrounds_an_answer(graph: kg.Graph) -> None:
    near, far = (kg.view(graph, query="maker", parameters={"name": "问界M9"}, hops=hops) for hops in (1, 2))
    assert first(near) < first(far)


def test_a_construct_is_drawn_alone_with_the_sentences_of_the_graph(graph: kg.Graph) -> None:
    network = kg.view(graph, query=MADE)
    assert first(network) == {"问界M9", "赛力斯"}
    (link,) = network.view.links
    assert [proof.text for proof in link.claim.proofs] == ["问界M9由赛力斯制造。"]
    assert [paper.identifier for paper in network.view.papers] == ["aito"]


def test_a_construct_may_say_what_no_document_says(graph: kg.Graph) -> None:
    sparql = """CONSTRUCT { ent:雷军 <urn:own#knows> <urn:own:余> . <urn:own:余> rdfs:label "余承东" ; a <urn:own#Person> .
        ent:雷军 <urn:own#note> "一句话" } {}"""
    network = kg.view(graph, query=sparql)
    node = next(node for node in network.nodes if node["id"] == "urn:own:余")
    assert (node["label"], node["group"]) == ("余承东", "Person")
    assert [(link.property, str(link.object), link.claim.proofs) for link in network.view.links] == [
        ("knows", "urn:own:余", ()),
        ("note", "一句话", ()),
    ]
    assert [edge["label"] for edge in network.edges] == ["knows"]


def test_a_construct_may_draw_documents(graph: kg.Graph) -> None:
    sparql = "CONSTRUCT { ?d <urn:own#tells> ent:问界M9 } { ?s rdf:subject ent:问界M9 ; kg:evidence/kg:inDocument ?d }"
    labels = {node["label"] for node in kg.view(graph, query=sparql).nodes}
    assert "问界M9" in labels
    assert labels & {title for title, *_ in made.PAPERS.values()}


def test_a_described_number_keeps_its_meaning_and_its_thing(graph: kg.Graph) -> None:
    network = kg.view(graph, query="DESCRIBE ?n { ?n a kg:Observation ; kg:metric kg:visitors }")
    assert sorted(number.raw for number in network.view.numbers) == ["13 万人", "20万人"]
    assert len(network.view.moves) == 1
    assert "小米汽车工厂" in first(network)


def test_blank_nodes_of_a_construct_are_the_same_each_time(graph: kg.Graph) -> None:
    sparql = "CONSTRUCT { [] <urn:own#of> ?what } { ?what kg:manufacturer ?who }"
    assert kg.view(graph, query=sparql).generate_html() == kg.view(graph, query=sparql).generate_html()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"query": "ASK {}"}, "an ASK draws nothing"),
        ({"query": "SELECT ('没有此名' AS ?n) {}"}, "selects nothing that can be drawn"),
        ({"query": "CONSTRUCT { ?s a kg:None } { ?s a kg:None }"}, "constructs nothing that can be drawn"),
        ({"query": "no-such-query"}, "no named query 'no-such-query'"),
        ({"query": "maker", "parameters": {"nme": "x"}}, "no parameter 'nme'; it takes: limit, name"),
        ({"query": "maker", "around": "小米"}, "not both"),
        ({"around": "小米", "hops": 4}, "hops must be one of 1, 2, 3, not 4"),
        ({"hops": 0}, "hops must be one of 1, 2, 3, not 0"),
    ],
)
def test_what_cannot_be_drawn_says_why(graph: kg.Graph, options: dict[str, Any], words: str) -> None:
    with pytest.raises(kg.UsageError, match=words):
        kg.view(graph, **options)


def test_wrong_sparql_says_where(graph: kg.Graph) -> None:
    with pytest.raises(kg.QueryError, match="line 1"):
        kg.view(graph, query="CONSTRUCT { ?s ?p } {}")


# ------------------------------------------------------------ the graph shows itself


def test_without_a_part_it_is_the_page_of_the_graph(graph: kg.Graph) -> None:
    assert kg.view(graph).generate_html() == graph.page() == graph.to_pyvis().generate_html()


def test_colours_sizes_words_and_what_is_hidden_can_be_changed(graph: kg.Graph) -> None:
    network = graph.to_pyvis(title="改过的")
    rows = {node["label"]: row for row, node in enumerate(network.nodes)}
    network.nodes[rows["小米"]].update(color="#aa0011", size=40, label="小米(改)", ring=True, x=7, y=-9)
    network.nodes[rows["雷军"]]["hidden"] = True
    network.edges[0]["hidden"], network.edges[1]["color"] = True, "#00aa11"
    data = columns(network)
    nodes, row = data["nodes"], rows["小米"]
    assert (nodes["color"], data["rings"]) == ({str(row): "#aa0011"}, [row])
    assert [nodes[key][row] for key in ("size", "label", "x", "y")] == [40, "小米(改)", 7, -9]
    assert nodes["hidden"][rows["雷军"]] == 1
    assert (data["edges"]["hidden"][0], data["edges"]["color"]) == (1, {"1": "#00aa11"})
    assert data["title"] == "改过的"


def test_nothing_of_pyvis_own_page_is_on_ours(graph: kg.Graph) -> None:
    network = graph.to_pyvis()
    network.toggle_physics(True)
    network.show_buttons()
    text = network.generate_html()
    assert text == graph.page()
    assert [word for word in ("vis-network", "vis.Network", "stabiliz", "mynetwork", "cdn") if word in text] == []


# ------------------------------------------------------------ kg view


def test_it_writes_a_page_and_says_where(quads: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "new" / "页.html"
    assert (
        main(["view", "-g", str(quads), "--around", "小米汽车", "--hops", "2", "-o", str(target), "--title", "题"]) == 0
    )
    assert capsys.readouterr().out == f"{target}\n"
    assert "<title>题</title>" in target.read_text("utf-8")


def test_it_writes_beside_what_a_build_wrote_where_nothing_is_said(
    quads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "graph.nq").write_bytes(quads.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert main(["view", "--query", "maker", "--param", "name=问界M9"]) == 0
    assert Path(capsys.readouterr().out.strip()) == Path("output/view.html")
    assert "赛力斯" in Path("output/view.html").read_text("utf-8")


def test_it_draws_from_a_store_and_from_a_file_of_sparql(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("小米SU7由小米汽车制造。", "utf-8")
    (tmp_path / "made.rq").write_text("CONSTRUCT { ?a kg:manufacturer ?b } { ?a kg:manufacturer ?b }", "utf-8")
    main(["build", str(tmp_path / "a.txt"), "--store", str(tmp_path / "store"), "--date", "2026-01-01", "--quiet"])
    target = tmp_path / "page.html"
    assert main(["view", "-g", str(tmp_path / "store"), "--query", str(tmp_path / "made.rq"), "-o", str(target)]) == 0
    text = target.read_text("utf-8")
    assert '"asked":{"kind":"construct","words":"made"' in text
    assert "小米SU7由小米汽车制造。" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--around", "小米汽"], "did you mean"),
        (["--query", "maker", "--param", "name"], "write NAME=VALUE"),
        (["--around", "小米", "-o", "{}/file/page.html"], "cannot be written"),
    ],
)
def test_an_error_is_one_line_and_status_two(
    quads: Path, tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["view", "-g", str(quads), *(word.format(tmp_path) for word in words)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_query_and_a_thing_together_are_refused(quads: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["view", "-g", str(quads), "--query", "maker", "--around", "小米"])
    assert "not allowed with" in capsys.readouterr().err


def test_the_same_part_is_the_same_bytes_under_any_hash_seed(quads: Path, tmp_path: Path) -> None:
    code = "import json, sys; from kg.cli import main; [main(words) for words in json.loads(sys.argv[1])]"
    written = []
    for seed in ("1", "77"):
        parts = (["--query", "maker"], ["--query", MADE], ["--around", "小米", "--hops", "3"])
        targets = [tmp_path / f"{seed}-{number}.html" for number in range(len(parts))]
        runs = [["view", "-g", str(quads), *part, "-o", str(at)] for part, at in zip(parts, targets, strict=True)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, json.dumps(runs)], env=environment, check=True, capture_output=True)
        written += [target.read_bytes() for target in targets]
    assert written[:3] == written[3:]


# ------------------------------------------------------------ in a notebook


def large(things: int) -> View:
    """A star of stars, each line with a sentence."""
    proof = (Proof("urn:d", 0, 4, "这是一句很长的话，说明两者之间有关系。" * 20),)
    claims = [Claim("Asserted", "", (Proof("urn:d", n, n + 4, f"{proof[0].text}{n}"),)) for n in range(things)]
    links = tuple(Link(f"urn:{n // 9:05}", "partner", f"urn:{n:05}", claims[n]) for n in range(1, things))
    names = tuple(Thing(f"urn:{n:05}", f"东西{n}", "Company") for n in range(things))
    return View(names, links, papers=(Paper("urn:d", "d", "题", "2026-01-01", "报", ""),))


def held(frame: str) -> dict[str, Any]:
    """The data of the page in a frame."""
    page = html.unescape(frame.split("srcdoc='")[1].rsplit("'", 1)[0])
    found = re.search(r'id="data" data-coding="(\w+)">(.*?)</script>', page, re.S)
    assert found
    words = gzip.decompress(base64.b64decode(found[2])) if found[1] == "gzip" else found[2]
    decoded: dict[str, Any] = json.loads(words)
    return decoded


def test_a_frame_holds_the_page_to_the_letter(graph: kg.Graph) -> None:
    frame = graph._repr_html_()
    assert html.unescape(frame.split("srcdoc='")[1].rsplit("'", 1)[0]) == graph.page()
    assert frame.count("'") == 2


def test_a_frame_of_a_large_graph_holds_its_most_telling_part_and_says_so() -> None:
    network = Network(large(4000))
    most = len(inline(Network()).encode()) + 40_000
    frame = inline(network, most=most)
    data = held(frame)
    assert len(frame.encode()) <= most
    number = len(data["nodes"]["id"])
    assert 20 <= number <= 300
    assert data["nodes"]["label"] == [node["label"] for node in network.nodes[:number]]
    assert data["asked"] == {"kind": "part", "words": "", "number": number, "total": 4000, "hops": 0}


def test_lines_of_a_cut_keep_their_own_sentences() -> None:
    network = Network(large(400))
    small = cut(network, 60)
    texts = {(link.subject, link.object): link.claim for link in network.view.links}
    assert len(small.edges) >= 50
    for edge in small.edges:
        ((kind, row),) = edge["facts"]
        assert kind == "link"
        assert small.view.links[row].claim == texts[edge["from"], edge["to"]]


def test_tweaks_outlive_a_cut_and_what_was_hidden_goes_first() -> None:
    network = Network(large(400))
    network.nodes[0].update(hidden=True)
    network.nodes[1].update(color="#123456")
    small = cut(network, 60)
    assert network.nodes[0]["id"] not in {node["id"] for node in small.nodes}
    assert small.nodes[0]["color"] == "#123456"
    assert network.num_nodes() == 400


def test_a_graph_too_large_to_draw_unasked_says_how_to_see_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.shown.SHOWN_MOST", 3)
    shown = twins(("星河", "甲"), ("星河", "乙"))._repr_html_()
    assert "kg.view(graph, around=" in shown
    assert "iframe" not in shown


# ------------------------------------------------------------ in a browser


def picture(tab: Tab) -> list[int]:
    """A sum for each row of pixels on the canvas."""
    found = tab.page.evaluate("""() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
      const canvas = document.getElementById("canvas"), { width, height } = canvas, sums = [];
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      for (let y = 0; y < height; y++) sums.push(data.subarray(4 * width * y, 4 * width * (y + 1)).reduce((a, b) => a + b, 0));
      done(sums);
    })))""")
    return [int(row) for row in found]


def test_a_ring_is_drawn(graph: kg.Graph, browser: Any, tmp_path: Path) -> None:
    pictures = []
    for ring in (True, True, False):
        network = kg.view(graph, around="问界M9")
        network.nodes[0]["ring"] = ring
        network.write_html(str(tmp_path / "page.html"))
        tab = opened(browser, tmp_path / "page.html")
        pictures.append(picture(tab))
        tab.page.context.close()
    assert pictures[0] == pictures[1]
    assert sum(with_ring != without for with_ring, without in zip(*pictures[1:], strict=True)) > 12


def test_what_was_asked_for_comes_first_and_is_said_in_both_languages(
    graph: kg.Graph, browser: Any, tmp_path: Path
) -> None:
    network = kg.view(graph, query="maker", parameters={"name": "问界M9"})
    network.write_html(str(tmp_path / "page.html"))
    tab = opened(browser, tmp_path / "page.html")
    assert tab.text("#asked") == "查询 maker 选出 2 个，及其 1 步之内"
    tab.page.click("#tool-list")
    assert tab.texts("#list tbody th")[:2] == ringed(network)
    tab.page.click("#tool-language")
    assert tab.text("#asked") == "2 things from query maker, and what is within 1 of them"
    assert tab.said == []
    tab.page.context.close()


def test_a_page_of_the_whole_has_no_word_of_a_part(tab: Tab) -> None:
    assert tab.page.is_hidden("#asked")
