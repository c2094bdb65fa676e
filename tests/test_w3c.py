"""The SPARQL 1.1 test suite of the W3C through our graph, where it is there; every failure is known, with its cause."""

import logging
from collections import Counter
from pathlib import Path

import pytest
import w3c

#: what the engine answers otherwise than the suite expects, and why
KNOWN = {
    "aggregates/agg-groupconcat-04": "GROUP_CONCAT over strings of one language keeps the language, as SPARQL 1.2 says",
    "aggregates/agg-groupconcat-06": "the same",
    "aggregates/agg-empty-group-count-graph": "GRAPH ?g over a group without a pattern is not joined with the graphs' names",
    "bindings/graph": "GRAPH ?g over VALUES alone is not joined with the graphs' names",
    "negation/graph-minus": "MINUS inside GRAPH ?g does not see ?g",
    "functions/bnode01": "BNODE(str) gives the same node for the same words in every row",
    "property-path/zero_or_more_set_start": "a path of length zero from a set of nodes that are not in the graph",
    "property-path/zero_or_more_set_end": "the same, at the other end",
    "property-path/zero_or_one_set_start": "the same",
    "property-path/zero_or_one_set_end": "the same, at the other end",
}
TOTALS = {"query": 235, "update": 94, "syntax": 166}
BARS = {"query": 224, "update": 94, "syntax": 166}

pytestmark = pytest.mark.skipif(
    not w3c.ARCHIVE.is_file(), reason="the W3C suite (shared/w3c) is not beside the checkout"
)


def test_the_suite_passes_but_for_the_known_failures(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # rdflib complains of the malformed numbers that the suite has on purpose
    passed, failed, total = Counter[str](), dict[str, str](), Counter[str]()
    for test in w3c.suite(tmp_path):
        why = w3c.run(test)
        total[test.group] += 1
        passed[test.group] += not why
        if why:
            failed[test.name] = why
    assert dict(total) == TOTALS
    assert {name: why for name, why in failed.items() if name not in KNOWN} == {}
    assert all(passed[group] >= bar for group, bar in BARS.items()), passed
