"""Changes of documents as one update: by triples that are parsed, and by lines that are trusted."""

from itertools import product

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.change import change, rewriting

TERMS = (
    "<urn:a>",
    "<urn:车>",
    '"x"',
    '"两\u2028行 \\"引号\\" \\\\ }"',
    '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"云"@zh',
)
TRIPLES = [f"{one} <urn:p> {other}" for one, other in product(TERMS[:2], TERMS)]
GRAPHS = ("urn:d1", "urn:d2", "urn:d3")
sides = st.fixed_dictionaries({graph: st.sets(st.sampled_from(TRIPLES)) for graph in GRAPHS})


def lines(graph: str, triples: set[str]) -> str:
    return "".join(f"{triple} <{graph}> .\n" for triple in sorted(triples))


def filled(documents: dict[str, set[str]]) -> ox.Store:
    store = ox.Store()
    store.update(change(store, {graph: lines(graph, triples) for graph, triples in documents.items()}))
    return store


def held(store: ox.Store) -> set[str]:
    return {str(quad) for quad in store}


@given(sides, sides, st.sets(st.sampled_from(GRAPHS), min_size=1))
def test_lines_that_are_trusted_end_like_triples_that_are_parsed(
    before: dict[str, set[str]], after: dict[str, set[str]], changed: set[str]
) -> None:
    one, other = filled(before), filled(before)
    one.update(change(one, {graph: lines(graph, after[graph]) for graph in sorted(changed)}))
    old = {
        graph: (
            ox.serialize(other.quads_for_pattern(None, None, None, ox.NamedNode(graph)), format=ox.RdfFormat.N_QUADS)
            or b""
        ).decode()
        for graph in sorted(changed)
    }
    other.update(rewriting(other, {graph: (old[graph], lines(graph, after[graph])) for graph in sorted(changed)}))
    assert held(one) == held(other)
    assert held(filled({graph: (after if graph in changed else before)[graph] for graph in GRAPHS})) == held(other)


def test_what_stays_is_not_in_the_update() -> None:
    words = rewriting(
        ox.Store(), {"urn:d": (lines("urn:d", {TRIPLES[0], TRIPLES[1]}), lines("urn:d", {TRIPLES[0], TRIPLES[2]}))}
    )
    assert TRIPLES[0] not in words and TRIPLES[1] in words and TRIPLES[2] in words


@pytest.mark.parametrize("triples", [set(), {TRIPLES[3]}])
def test_nothing_to_change_is_an_empty_update(triples: set[str]) -> None:
    same = lines("urn:d", triples)
    assert rewriting(filled({"urn:d": triples}), {"urn:d": (same, same)}) == ""
