"""Words as parts of IRIs: the properties are held in test_rdf, the cases here."""

import pytest

from kg.iri import iri_safe


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Model Y", "Model_Y"),
        (" 小米 汽车　", "小米_汽车"),
        ("ＳＵ７", "SU7"),
        ("A/B#C?D", "A%2FB%23C%3FD"),
        ('"引"', "%22引%22"),
        ("a\u202eb", "a%E2%80%AEb"),
        ("\ud800", "%ED%A0%80"),
        ("", ""),
    ],
)
def test_only_what_is_forbidden_is_encoded(words, expected):
    assert iri_safe(words) == expected
