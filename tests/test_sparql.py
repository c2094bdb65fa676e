"""SPARQL as text: what is refused before an engine sees it, and where it is at fault."""

import pytest

from kg.errors import QueryError
from kg.sparql import TOKEN, gate, graphs, place, syntax_error


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p true.SERVICE <http://example.org/> {} }",
        "SELECT * { ?s ?p ?o.service<http://example.org/> {} }",
        "SELECT * { ?s ?p rdf:.SERVICE <http://example.org/> {} }",
        "SELECT * { ?s ?p rdf:a\\#b . sErViCe<http://example.org/> {} }",
        "SELECT * { ?s ?p '''a'b''' . SERVICE ?x {} }",
        'SELECT * { ?s ?p "a\\"" . SERVICE ?x {} }',
        "SELECT * { ?s ?p 5.SERVICE ?x {} }",
        "SELECT * { # a comment\n SERVICE SILENT ?x {} }",
    ],
)
def test_service_is_refused_however_it_hides(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        gate(query)


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?s ?p "SERVICE" } # SERVICE',
        "ASK { ?s kg:SERVICE ?service }",
        "ASK { ?s ?p '''say 'SERVICE' {{{''' }",
        "ASK { ?s <http://example.org/SERVICE> '\\u0041' }",
        "ASK { ?s ?p $SERVICE }",
    ],
)
def test_the_word_elsewhere_is_harmless(query: str) -> None:
    gate(query)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * { \\u0053ERVICE <http://example.org/> {} }", "SERVICE is refused"),
        ("ASK {" * 300, "deeper than 200"),
        ("#" * 70_000, "the most is 65536"),
    ],
)
def test_what_would_hurt_the_engine_is_refused(query: str, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        gate(query)


def test_brackets_that_close_again_are_not_deep() -> None:
    gate("ASK {" + "{} " * 300 + "}")


def test_a_refusal_names_its_place() -> None:
    with pytest.raises(QueryError, match="line 2, column 2: SERVICE"):
        gate("ASK {\n SERVICE ?x {} }")


def test_places_count_characters_not_bytes() -> None:
    assert place("# 注释\n小米x", 7) == "line 2, column 3"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("error at 2:3: expected one of A,\n B", "line 2, column 3: expected one of A, B\n  ?s"),
        ("error at 9:1: x", "line 9, column 1: x"),
        ("error at 1:1: Prefix not found, and more", "a prefix is not declared"),
        ("something else", "not SPARQL: something else"),
    ],
)
def test_the_message_of_the_engine_in_words(message: str, told: str) -> None:
    assert told in str(syntax_error(message, "ASK {\n?s"))


def test_tokens_know_parameters_from_words_in_strings() -> None:
    found = [token["parameter"] for token in TOKEN.finditer("'$a' $b <$c> # $d") if token["parameter"]]
    assert found == ["$b"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * FROM <urn:a> FROM NAMED <urn:b> {}", ["urn:a", "urn:b"]),
        ("SELECT * fr\\u004Fm#x\n<urn:a> {}", ["urn:a"]),
        ("SELECT * FROM # NAMED <urn:no>\n named#\n<urn:a> {}", ["urn:a"]),
        ("PREFIX x: <file:///etc/> SELECT * FROM x:pass\\-wd {}", ["file:///etc/pass-wd"]),
        (
            "BASE <file:///etc/> PREFIX x: <a#> SELECT * FROM <passwd> FROM x:b {}",
            ["file:///etc/passwd", "file:///etc/a#b"],
        ),
        ("SELECT * FROM known:a FROM unknown:b {}", ["urn:known:a", "unknown:b"]),
        ("SELECT * FROM <http://x.example/#> {}", ["http://x.example/#"]),
        ("SELECT * FROM <data> {}", ["http://here.example/data"]),
        ("SELECT * { ?s <urn:FROM> 'FROM <urn:a>' . ?from NAMED: <urn:b> }", []),
    ],
)
def test_graphs_that_a_query_names_are_seen_in_all_spellings(query: str, named: list[str]) -> None:
    assert graphs(query, base="http://here.example/sparql", prefixes={"known": "urn:known:"}) == named
