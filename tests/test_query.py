"""Named queries on a small graph, their parameters, and answers for people and programs."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.query import note
from kg.errors import InputError, OntologyError, QueryError, UsageError
from kg.query import KINDS, _filled, as_table, columns, limited, parse, queries, query, serialise
from kg.store import Graph

SAMPLE = Path(__file__).parent / "changeover.trig"
ENT = "https://w3id.org/zhkg/id/"
KG = "https://w3id.org/zhkg/ontology#"
GRAPH = Graph.load(SAMPLE)
STOPS = "初代SU7于2024年4月开始交付,21个月里累计交付超过38万辆。"
Row = dict[str, object]


def short(value: object) -> object:
    return str(value).removeprefix(KG) if str(value).startswith(KG) else value


def ask(question: str, **parameters: str) -> list[Row]:
    return [{key: short(value) for key, value in row.items()} for row in query(GRAPH, question, parameters=parameters)]


def picked(rows: list[Row], *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in keys) for row in rows]


def test_maker_with_a_sentence_of_each_document() -> None:
    rows = ask("maker")
    assert picked(rows, "product", "maker", "document") == [
        ("初代SU7", "小米汽车", "su7"),
        ("初代SU7", "小米汽车", "visit"),
    ]
    assert rows[0]["sentence"] == "小米汽车今天宣布,初代SU7停产停售。"


def test_generations_and_what_replaced_what() -> None:
    assert picked(ask("generations"), "product", "relation", "of") == [
        ("新一代SU7", "successorOf", "初代SU7"),
        ("初代SU7", "variantOf", "SU7"),
        ("新一代SU7", "variantOf", "SU7"),
    ]


def test_platform_of_each_generation() -> None:
    assert picked(ask("platforms"), "product", "platform") == [("初代SU7", "400V架构"), ("新一代SU7", "800V高压平台")]


def test_a_generation_alone_can_be_asked() -> None:
    assert picked(ask("platforms", name="新款su7"), "platform") == [("800V高压平台",)]


def test_equipment_and_standards() -> None:
    assert picked(ask("equipment"), "relation", "what") == [("compliesWith", "新国标"), ("hasComponent", "激光雷达")]


def test_cumulative_deliveries_with_bound() -> None:
    (row,) = ask("cumulative-deliveries")
    assert picked([row], "value", "unit", "bound", "status") == [(380000, "辆", "moreThan", "Actual")]
    assert row["sentence"] == STOPS


def test_visitors_then_and_aimed_at() -> None:
    assert picked(ask("visitors"), "period", "value", "status", "document") == [
        ("2025", 130000, "Actual", "su7"),
        ("2025", 150000, "Actual", "visit"),
        ("2026", 200000, "Target", "su7"),
    ]


def test_starting_price_before_and_after() -> None:
    (row,) = ask("starting-price")
    assert (row["before"], row["after"], row["unit"]) == (215900, 229900, "元")
    assert row["sentence"] == "起售价从21.59万元调到22.99万元。"


def test_discontinued_when_and_by_whom() -> None:
    assert picked(ask("discontinued"), "product", "date", "agent") == [("初代SU7", "2026-02-11", "小米汽车")]


def test_price_history() -> None:
    assert picked(ask("price-history", name="SU7"), "value") == [(215900,), (229900,)]


def test_all_changes_or_those_of_one_thing() -> None:
    assert picked(ask("changes"), "metric") == [("startingPrice",), ("visitors",)]
    assert picked(ask("changes", name="小米汽车工厂"), "before", "after", "after_period") == [(130000, 200000, "2026")]


def test_the_timeline_is_in_order_of_time() -> None:
    assert picked(ask("events-timeline"), "date", "event_kind") == [
        ("2024-04", "DeliveryStart"),
        ("2026-01-08/2026-01-09", "Presale"),
        ("2026-02-11", "Discontinuation"),
    ]


def test_an_event_shows_the_first_sentence_of_each_document() -> None:
    graph = Graph()
    later = f"<{ENT}ev-1> <{KG}evidence> <{ENT}span-su7-{{}}> <{ENT}doc-su7> .\n<{ENT}ev-1> <{KG}evidence> <{ENT}span-visit-2> ."
    graph.add(GRAPH.dump("nquads").decode() + later.format(9))
    assert [row["sentence"] for row in query(graph, "discontinued")] == [
        "小米汽车今天宣布,初代SU7停产停售。",
        "小米汽车旗下的初代SU7退市。",
    ]


def test_facts_of_a_thing_with_their_sentences() -> None:
    rows = ask("facts-of", name="小米汽车工厂")
    assert picked(rows, "fact_kind", "what") == [
        ("owner", "小米汽车"),
        ("visitors", "13万人"),
        ("visitors", "13万人 → 20万人"),
        ("visitors", "15万人"),
        ("visitors", "20万人"),
    ]
    assert all(row["sentence"] for row in rows)


def test_sources_with_their_number_of_facts() -> None:
    assert picked(ask("sources"), "identifier", "issued", "facts")[1] == ("visit", "2026-03-01", 2)


def test_who_works_where() -> None:
    assert picked(ask("who-works-where", name="雷军"), "person", "organization", "job") == [
        ("雷军", "小米集团", "董事长")
    ]


def test_all_numbers_of_a_thing() -> None:
    assert picked(ask("quantities-of", name="初代SU7"), "metric", "value", "unit") == [
        ("cumulativeDeliveries", 380000, "辆"),
        ("duration", 21, "个月"),
    ]


def test_stance_says_what_is_opined_planned_and_denied_and_by_whom() -> None:
    assert picked(ask("stance"), "stance", "speaker", "subject", "what") == [
        ("Denied", "小米集团", "小米集团", "蔚来"),
        ("Opinion", None, "新一代SU7", "Model 3"),
        ("Planned", "小米汽车", "SU7", "欧洲"),
    ]


def test_contradictions_between_numbers() -> None:
    (row,) = ask("contradictions")
    assert picked([row], "subject", "property", "period", "one", "other") == [
        ("小米汽车工厂", "visitors", "2025", "13万人", "15万人")
    ]


def test_contradictions_between_a_claim_and_a_denial() -> None:
    graph = Graph()
    lines = GRAPH.dump("nquads").decode()
    claim = [line.replace("st-2>", "st-denied>") for line in lines.splitlines() if "/st-2>" in line]
    graph.add(lines + "\n".join(line.replace("#Asserted", "#Denied") for line in claim))
    found = [row for row in query(graph, "contradictions") if row["other"] == "✗"]
    assert [(row["subject"], row["one"]) for row in found] == [("初代SU7", "SU7")]


def test_numbers_without_a_period() -> None:
    graph = Graph()
    lines = GRAPH.dump("nquads").decode().splitlines()
    graph.add("\n".join(line for line in lines if "#period>" not in line))
    assert {row["raw"] for row in query(graph, "numbers-without-period")} == {"13万人", "15万人", "20万人"}
    assert ask("numbers-without-period") == []


def test_most_connected_takes_a_number() -> None:
    assert picked(ask("most-connected", limit="2"), "name", "relations") == [("新一代SU7", 5), ("初代SU7", 4)]


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_named_query_says_what_it_is(name: str) -> None:
    about = queries()[name]
    assert all((*about.title, *about.answers))
    assert all(parameter.kind in KINDS and parameter.zh and parameter.en for parameter in about.parameters)


@pytest.mark.parametrize("name", sorted(set(queries()) - {"sources", "most-connected"}))
def test_every_named_query_shows_sentences(name: str) -> None:
    assert any("sentence" in variable for variable in query(GRAPH, name).variables)


# ---------------------------------------------------------------- parameters


def test_an_unknown_query_names_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"no named query 'makers'; there are: .*maker"):
        query(GRAPH, "makers")


def test_an_unknown_parameter_names_those_that_are() -> None:
    with pytest.raises(UsageError, match="has no parameter 'nmae'; it takes: limit, name"):
        query(GRAPH, "maker", parameters={"nmae": "SU7"})
    with pytest.raises(UsageError, match="it takes none"):
        query(GRAPH, "ASK {}", parameters={"name": "SU7"})


def test_an_unknown_thing_names_what_is_near() -> None:
    with pytest.raises(UsageError, match=r"no thing called '小米SU77'; did you mean .*小米SU7"):
        query(GRAPH, "maker", parameters={"name": "小米SU77"})


def test_a_thing_that_nothing_resembles_asks_for_another() -> None:
    with pytest.raises(UsageError, match="no thing called 'SU7'; say which with name="):
        query(Graph(), "maker", parameters={"name": "SU7"})


def test_a_thing_may_be_given_as_an_iri() -> None:
    assert len(query(GRAPH, "platforms", parameters={"name": f"{ENT}初代SU7"})) == 1


@pytest.mark.parametrize("value", ["many", "1 } DROP ALL", "NaN", ""])
def test_a_number_must_be_one(value: str) -> None:
    with pytest.raises(UsageError, match="'limit' must be a number"):
        query(GRAPH, "most-connected", parameters={"limit": value})


def test_what_may_be_anything_is_left_out_with_its_clause() -> None:
    question = "# param: name thing = | 物 | thing\nSELECT ?x { VALUES ?x { $name } ?x kg:variantOf ?y # VALUES ?x { $name }\n}"
    assert "VALUES ?x { $name }\n" in (whole := _filled(parse("q", question), GRAPH, {}))
    assert whole.count("VALUES") == 1
    assert "VALUES ?x { <" in _filled(parse("q", question), GRAPH, {"name": "SU7"})
    pair = "# param: name thing = | 物 | thing\nSELECT * { VALUES (?x) { ($name) } }"
    assert "(UNDEF)" in _filled(parse("q", pair), GRAPH, {})


def test_a_term_is_a_word_of_the_vocabulary_or_one_minted_from_words() -> None:
    rows = ask("metric-history", metric="visitors")
    assert {row["metric"] for row in rows} == {"visitors"}
    assert ask("metric-history", metric="no such metric") == ask("metric-history", metric="x} DROP") == []


def test_a_limit_of_two_numbers_is_the_second_where_a_thing_is_named() -> None:
    filled = (
        _filled(queries()["maker"], GRAPH, given) for given in ({}, {"name": "SU7"}, {"name": "SU7", "limit": "7"})
    )
    assert [re.findall(r"LIMIT (\d+)", text) for text in filled] == [["2000"], ["5000"], ["7"]]


def test_a_limit_that_cut_an_answer_is_told_and_one_that_did_not_is_not() -> None:
    for limit, told in (("1", 1), ("2", 0), ("3", 0)):
        given = {"limit": limit}
        assert limited(GRAPH, "maker", query(GRAPH, "maker", parameters=given), parameters=given) == told
    assert limited(GRAPH, "ASK {}", query(GRAPH, "ASK {}")) == 0


def test_the_command_says_that_there_is_more(capsys: pytest.CaptureFixture[str]) -> None:
    note(GRAPH, "maker", query(GRAPH, "maker", parameters={"limit": "1"}), {"limit": "1"})
    assert "only the first 1 are shown; more: kg query … --param limit=10" in capsys.readouterr().err


@pytest.fixture
def text_query(tmp_path: Path) -> Callable[[str], Path]:
    def write(body: str) -> Path:
        path = tmp_path / "own.rq"
        path.write_text(f"# param: words text = 小米汽车 | 词 | words\n{body}", "utf-8")
        return path

    return write


def test_a_file_has_parameters_too(text_query: Callable[[str], Path]) -> None:
    path = text_query("SELECT ?s { ?s rdfs:label ?name FILTER(STR(?name) = $words) }")
    assert [row["s"] for row in query(GRAPH, str(path))] == [f"{ENT}小米汽车"]


def test_parameters_in_strings_comments_and_names_stay(text_query: Callable[[str], Path]) -> None:
    path = text_query('# $words\nSELECT ("$words" AS ?a) ($words AS ?b) ?words2 $other {}')
    (row,) = query(GRAPH, str(path), parameters={"words": "x"})
    assert (row["a"], row["b"]) == ("$words", "x")


@given(st.text())
def test_no_words_break_out_of_a_parameter(words: str) -> None:
    question = "# param: words text = | 词 | words\nSELECT ($words AS ?said) {}"
    (row,) = query(Graph(), question, parameters={"words": words})
    assert row["said"] == re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", words)


def test_a_name_with_quotes_and_braces_is_only_a_name() -> None:
    graph = Graph()
    graph.add(f'<a:x> <http://www.w3.org/2000/01/rdf-schema#label> "a\\"}} DROP <b>" .\n<a:x> <{KG}variantOf> <a:x> .')
    assert len(query(graph, "maker", parameters={"name": 'a"} DROP <b>'})) == 0


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"none\.rq: cannot be read"):
        query(GRAPH, "none.rq")


def test_sparql_is_asked_as_it_stands() -> None:
    assert query(GRAPH, "ASK { ent:SU7 a kg:Vehicle }").boolean is True


def test_bad_sparql_says_where() -> None:
    with pytest.raises(QueryError, match=r"line 2, column \d+"):
        query(GRAPH, "SELECT * {\n ?s ?p . }")


@pytest.mark.parametrize(
    ("header", "cure"),
    [
        ("# param: name = SU7", "Write # param: name kind"),
        ("# param: name town = x | 一 | one", "kind 'town' is unknown"),
    ],
)
def test_a_broken_header_names_query_line_and_cure(header: str, cure: str) -> None:
    with pytest.raises(OntologyError, match=f"own.rq line 2.*{cure}"):
        parse("own", f"# title: 一 | one\n{header}\nASK {{}}")


def test_named_queries_of_another_folder(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "one.rq").write_text("SELECT (1 AS ?one) {}")
    assert list(query(GRAPH, "one", folder=tmp_path)) == [{"one": 1}]


# ---------------------------------------------------------------- answers


def test_a_table_counts_chinese_as_two_columns() -> None:
    table = as_table(GRAPH.query('SELECT ?a ?b { VALUES (?a ?b) { ("小米汽车" 1) ("SU7" 2.50) } }'))
    assert table.splitlines() == ["a         b", "--------  ---", "小米汽车  1", "SU7       2.5", "2 rows"]


def test_a_table_cuts_wide_cells() -> None:
    cell = as_table(GRAPH.query('SELECT ("小米汽车工厂" AS ?a) {}'), width=6).splitlines()[2]
    assert cell == "小米…"
    assert columns(cell) <= 6


def test_a_table_shows_our_terms_by_name_and_leaves_other_iris() -> None:
    answer = GRAPH.query("SELECT (kg:visitors AS ?a) (kg:metric-碳排放量 AS ?b) (ent:SU7 AS ?c) ?d {}")
    assert as_table(answer).splitlines()[2].split() == ["访客数", "碳排放量", f"{ENT}SU7"]
    assert as_table(answer, language="en").splitlines()[2].split()[0] == "visitors"


def test_a_table_lets_nothing_through_that_steers_a_terminal() -> None:
    table = as_table(GRAPH.query('SELECT ("a\\u001B[31mb\\nc\\u202Ed" AS ?x) {}'))
    assert "\x1b" not in table
    assert "\u202e" not in table
    assert len(table.splitlines()) == 4


def test_combining_marks_take_no_column() -> None:
    assert columns("e\u0301") == 1


@pytest.mark.parametrize(("question", "word"), [("ASK {}", "true\n"), ("ASK { kg:a kg:b kg:c }", "false\n")])
def test_truth_values_are_words(question: str, word: str) -> None:
    assert serialise(GRAPH.query(question)) == word


def test_triples_are_turtle() -> None:
    answer = GRAPH.query("CONSTRUCT WHERE { ent:SU7 rdfs:label ?name }")
    assert serialise(answer) == serialise(answer, "turtle")
    assert len(rdflib.Graph().parse(data=serialise(answer), format="turtle")) == 1


def test_rows_as_csv_and_json() -> None:
    answer = query(GRAPH, "platforms")
    rows = list(csv.DictReader(io.StringIO(serialise(answer, "csv"))))
    assert [row["platform"] for row in rows] == ["400V架构", "800V高压平台"]
    assert len(json.loads(serialise(answer, "json"))["results"]["bindings"]) == 2


def test_an_unknown_format_names_those_that_are() -> None:
    with pytest.raises(UsageError, match="choose one of json, csv"):
        serialise(query(GRAPH, "sources"), "xls")
