"""Builds that make the names of one thing one: in any order, in a store that grows, with a pass that is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.across import Decisions, Kept
from kg.build import build
from kg.cli import main
from kg.model import Document
from kg.store import Folder
from kg.store.care import backup
from kg.unify import delete

ARTICLES = [
    Document("n1", "泓桥汽车公司（Hongqiao Motor）总部位于苏州。泓桥汽车公司收购江帆科技。"),
    Document("n2", "泓桥汽车集团有限公司公布了财报。2024年泓桥汽车集团有限公司营收达到30亿元。"),
    Document("n3", "泓桥汽车有限公司与江帆科技达成合作。泓桥汽车有限公司2024年销量达到30万辆。"),
    Document("n4", "江帆科技有限公司成立于2012年。江帆科技有限公司总部位于杭州。"),
]


def test_builds_in_any_order_give_one_graph() -> None:
    expected = build(ARTICLES, learned=False).graph.dump("nquads")
    assert build(ARTICLES[::-1], learned=False).graph.dump("nquads") == expected


def test_a_store_that_grows_and_shrinks_equals_a_build_from_nothing(tmp_path: Path) -> None:
    place = tmp_path / "s"
    for some in (ARTICLES[:1], ARTICLES[2:3], ARTICLES, ARTICLES[3:], ARTICLES[1:3], ARTICLES[:1], ARTICLES[1:]):
        built = build(some, store=place, learned=False, prune=True)
        assert built.graph.dump("nquads") == build(some, learned=False).graph.dump("nquads"), [one.id for one in some]


def test_a_killed_pass_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = build(ARTICLES, learned=False).graph.dump("nquads")
    for step in ("save", "applied", "settle", "explain"):
        place = tmp_path / step

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(Kept, step, killed)
            with pytest.raises(KeyboardInterrupt):
                build(ARTICLES, store=place, learned=False)
        assert build(ARTICLES, store=place, learned=False).graph.dump("nquads") == expected


def test_a_document_without_its_profile_is_read_again(tmp_path: Path) -> None:
    build(ARTICLES, store=tmp_path / "s", learned=False)
    (tmp_path / "s" / "names.sqlite").unlink()
    again = build(ARTICLES, store=tmp_path / "s", learned=False)
    assert again.report.documents == len(ARTICLES)
    assert again.graph.dump("nquads") == build(ARTICLES, learned=False).graph.dump("nquads")


def test_a_backup_keeps_what_was_told_of_names(tmp_path: Path) -> None:
    build(ARTICLES, store=tmp_path / "s", learned=False)
    backup(tmp_path / "s", tmp_path / "b")
    again = build(ARTICLES, store=tmp_path / "b", learned=False)
    assert again.report.unchanged == len(ARTICLES)
    assert again.graph.dump("nquads") == build(ARTICLES, learned=False).graph.dump("nquads")


def test_one_thing_has_one_label_and_its_other_names(tmp_path: Path) -> None:
    graph = build(ARTICLES, learned=False).graph
    things = graph.find("泓桥汽车有限公司")
    rows = graph.query("SELECT ?l { ?s rdfs:label ?l FILTER(STRSTARTS(?l, '泓桥')) }").rows()
    assert len(things) == len(list(rows)) == 1 and graph.find("泓桥汽车") == things


def test_show_tells_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    links = tmp_path / "l.csv"
    links.write_text("same,泓桥汽车有限公司,江帆科技\n", "utf-8")
    built = build(ARTICLES, store=tmp_path / "s", output=tmp_path / "o", links=links, learned=False)
    assert built.report.names["merges"]
    for place in (tmp_path / "s", tmp_path / "o", tmp_path / "o" / "graph.nq"):
        assert main(["show", "泓桥汽车有限公司", "--why-merged", "-g", str(place)]) == 0
        assert "江帆科技 = 泓桥汽车有限公司" in capsys.readouterr().out
    assert main(["show", "苏州", "--why-merged", "-g", str(tmp_path / "o")]) == 0
    assert "未经合并" in capsys.readouterr().out


def test_a_store_keeps_no_second_copy_of_what_it_did_not_rewrite(tmp_path: Path) -> None:
    build(ARTICLES, store=tmp_path / "s", learned=False)
    build(ARTICLES[:1], store=tmp_path / "s", learned=False, prune=True)
    kept = Kept(tmp_path / "s" / "names.sqlite")
    assert [profile.document for profile in kept] == ["n1"] and not kept.merges()
    with Folder(tmp_path / "s") as folder:
        assert len(folder.ledger) == 1


def test_a_store_keeps_the_users_word_until_another_is_given(tmp_path: Path) -> None:
    words, empty, place = tmp_path / "l.csv", tmp_path / "none.csv", tmp_path / "s"
    words.write_text("same,泓桥汽车,江帆科技\n", "utf-8")
    empty.write_text("", "utf-8")
    build(ARTICLES[:2], store=place, links=words, learned=False)
    later = build(ARTICLES, store=place, learned=False)
    assert later.report.links == 1 and "1 links of yours" in later.report.summary()
    assert later.graph.dump("nquads") == build(ARTICLES, links=words, learned=False).graph.dump("nquads")
    backup(place, tmp_path / "b")
    assert build(ARTICLES[:1], store=tmp_path / "b", learned=False).report.links == 1
    without = build(ARTICLES, store=place, links=empty, learned=False)
    assert without.report.links == 0
    assert without.graph.dump("nquads") == build(ARTICLES, learned=False).graph.dump("nquads")


def test_who_deletes_from_a_store_finds_the_names_decided_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, place = tmp_path / "l.csv", tmp_path / "s"
    words.write_text("different,泓桥汽车公司,泓桥汽车有限公司\n", "utf-8")
    build(ARTICLES, store=place, links=words, learned=False)
    assert main(["store", "delete", str(place), "n1", "n4"]) == 0
    assert "2 deleted" in (said := capsys.readouterr().out) and "names decided anew" in said
    expected = build(ARTICLES[1:3], links=words, learned=False).graph.dump("nquads")
    assert Folder.read(place).dump("nquads") == expected


def test_a_store_that_keeps_nothing_of_names_gives_its_documents_up_all_the_same(tmp_path: Path) -> None:
    build(ARTICLES, store=tmp_path / "s", learned=False)
    (tmp_path / "s" / "names.sqlite").unlink()
    assert delete(tmp_path / "s", ["n1", "no such"]) == (["n1"], None)


def test_what_was_settled_is_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, looked = tmp_path / "s", list[str]()
    build(ARTICLES, store=place, learned=False)
    seen = Decisions.of
    monkeypatch.setattr(Decisions, "of", lambda self, one: looked.append(one.document) or seen(self, one))
    build([Document("n9", "青禾软件总部位于成都。")], store=place, learned=False)
    assert looked == ["n9"]
    build(ARTICLES[1:], store=place, learned=False, prune=True)  # other decisions: all are looked at
    assert looked[1:] == ["n2", "n3", "n4"]
