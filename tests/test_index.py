"""Names of a graph, looked up."""

from hypothesis import given
from hypothesis import strategies as st

from kg.index import Index, fold


def test_labels_come_before_other_names_then_by_iri() -> None:
    index = Index([("a:3", "小米", True), ("a:2", "小米", False), ("a:1", "小米", False)])
    assert index.find(" 小 米 ") == ["a:1", "a:2", "a:3"]


def test_an_unknown_name_finds_nothing() -> None:
    assert Index([("a:1", "小米", False)]).find("华为") == []


def test_near_names_come_by_likeness_and_not_too_many() -> None:
    index = Index([(f"a:{name}", name, False) for name in ("SU7", "小米SU7", "初代小米SU7", "YU7", "蔚来")])
    assert index.near("su7车")[0] == "SU7"
    assert index.near("小米SU7")[:3] == ["小米SU7", "SU7", "初代小米SU7"]
    assert "蔚来" not in index.near("SU8")
    assert len(index.near("SU7", most=1)) == 1


def test_nothing_is_near_an_empty_name() -> None:
    assert Index([("a:1", "小米", False)]).near("") == []


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_width_and_case_never_count(name: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in name)
    assert fold(wide) == fold(name.upper()) == fold(name)
