"""Relations that were learned: pairs of names, what is seen of them, which relations are told, and which are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.automaton import Automaton
from kg.cli import main
from kg.errors import OntologyError
from kg.model import Document, Evidence, Reading, Relation, Span
from kg.ontology import CLASSES, load, ontology_folder
from kg.pairs import Pairs
from kg.pairs.candidates import Article, Kind, Pair, sentences
from kg.pairs.judge import Model, fits, fitting
from kg.pipeline import Extractor

EXTRACT = Extractor(load(), learned=False)
BETWEEN = fits(load(), sorted(CLASSES))
TWO: Kind = ("Company", "Company", False)


def reading(text: str) -> Reading:
    return EXTRACT.read(Document("own", text))


def pairs(text: str, words: tuple[str, ...] = ("供应", "由", "旗下"), told: tuple[Relation, ...] = ()) -> list[Pair]:
    one = reading(text)
    article = Article(one, told, Automaton({word: word for word in words}), BETWEEN)
    return [pair for clauses in sentences(one) for pair in article.pairs(clauses)]


def features(pair: Pair) -> set[str]:
    return {name for part in pair.features for name in part}


def model(*features: tuple[str, str, int], least: float = 0.5, kind: Kind = TWO) -> Model:
    """A model of few features: each with its label and its weight in hundredths."""
    labels = ["none", *sorted({label for _, label, _ in features})]
    rows = {name: at for at, name in enumerate(dict.fromkeys(name for name, _, _ in features), 1)}
    weights = np.zeros((len(rows) + 1, len(labels)), np.int32)
    for name, label, weight in features:
        weights[rows[name], labels.index(label)] = weight
    return Model(
        labels, rows, weights, dict.fromkeys((label[:-1] for label in labels[1:]), least), {kind: tuple(labels[1:])}
    )


def told(text: str, learned: Model, known: tuple[Relation, ...] = ()) -> list[Relation]:
    return list(Pairs(load(), learned)(reading(text), known))


SUPPLIED = model(("in:供应", "supplier<", 500), ("L:Company", "supplier<", 100))


def test_two_names_of_a_sentence_are_a_pair_in_order_of_the_text() -> None:
    (pair,) = pairs("比亚迪向特斯拉供应电池。")
    assert (pair.left.name, pair.right.name, pair.kind) == ("比亚迪", "特斯拉", TWO)
    assert {"supplier>", "supplier<", "partner>"} <= set(pair.labels) and "partner<" not in pair.labels


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("比亚迪向特斯拉供应电池。", "mid:向"),
        ("比亚迪向特斯拉供应电池。", "post:供应"),
        ("比亚迪向特斯拉供应电池。", "opens:sentence"),
        ("比亚迪向特斯拉供应电池。", "after:R供应"),
        ("比亚迪向特斯拉供应电池。", "rule:none"),
        ("比亚迪、特斯拉发布公告。", "list"),
        ("比亚迪发布公告,特斯拉也发布公告。", "stop"),
        ("比亚迪发布公告,特斯拉也发布公告。", "apart:1"),
        ("比亚迪、蔚来和特斯拉发布公告。", "rival:L"),
        ("比亚迪由特斯拉供应电池。", "seq:由"),
        ("比亚迪由特斯拉供应电池。", "in:由|Comp~Comp"),
        ("比亚迪由特斯拉供应电池。", "gap:1"),
    ],
)
def test_a_pair_has_the_features_that_the_text_shows(text: str, feature: str) -> None:
    assert any(feature in features(pair) for pair in pairs(text))


def test_what_a_clause_is_about_makes_a_pair_with_its_names() -> None:
    (pair,) = [one for one in pairs("比亚迪发布公告。电池由特斯拉供应。") if one.kind[2]]
    assert (pair.left.name, pair.right.name) == ("比亚迪", "特斯拉")
    assert {"topic", "topic:title", "topic:in:由|Comp~Comp"} <= features(pair)


def test_names_further_apart_than_two_clauses_are_no_pair() -> None:
    assert pairs("比亚迪发布公告,股价上涨,成交活跃,市场看好,特斯拉下跌。") == []


def test_what_the_rules_say_is_a_feature() -> None:
    one = reading("比亚迪向特斯拉供应电池。")
    left, right = one.mentions[:2]
    known = Relation(right, "supplier", left, Evidence("own", Span(0, 12), "supplies"))
    (pair,) = pairs("比亚迪向特斯拉供应电池。", told=(known,))
    assert {"rule:supplier<", "rule:supplies<", "has:Rsupplier"} <= features(pair)


def test_a_relation_that_is_sure_enough_is_told_with_its_sentence() -> None:
    text = "北京天气晴好。比亚迪开始供应特斯拉。"
    (found,) = told(text, SUPPLIED)
    assert str(found) == "特斯拉 supplier 比亚迪" and found.evidence.rule == "learned:supplier"
    assert found.evidence.span.of(text) == "比亚迪开始供应特斯拉。" and found.confidence >= 0.9


def test_a_relation_that_is_not_sure_enough_is_left_out() -> None:
    assert told("比亚迪与特斯拉发布公告。", SUPPLIED._replace(least={"supplier": 0.9})) == []
    assert told("比亚迪开始供应特斯拉。", SUPPLIED._replace(least={})) == []


def test_what_the_rules_told_is_not_told_again() -> None:
    one = reading("比亚迪开始供应特斯拉。")
    known = Relation(one.mentions[1], "supplier", one.mentions[0], Evidence("own", Span(0, 11), "supplies"))
    assert told("比亚迪开始供应特斯拉。", SUPPLIED, (known,)) == [known]


def test_of_a_symmetric_relation_one_direction_is_enough() -> None:
    together = model(("in:供应", "partner>", 500))
    one = reading("比亚迪开始供应特斯拉。")
    known = Relation(one.mentions[1], "partner", one.mentions[0], Evidence("own", Span(0, 11), "partner-with"))
    assert told("比亚迪开始供应特斯拉。", together, (known,)) == [known]


@pytest.mark.parametrize(
    "text", ["比亚迪没有开始供应特斯拉。", "比亚迪否认供应特斯拉。", "比亚迪停止谈判,不再供应特斯拉。"]
)
def test_what_is_taken_back_is_not_told(text: str) -> None:
    assert told(text, SUPPLIED) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("比亚迪将于明年供应特斯拉。", "Planned"),
        ("据传比亚迪开始供应特斯拉。", "Hypothetical"),
        ("如果比亚迪供应特斯拉,股价会上涨。", "Hypothetical"),
        ("比亚迪供应特斯拉。", "Asserted"),
    ],
)
def test_the_stance_of_the_words_is_that_of_the_relation(text: str, stance: str) -> None:
    assert [one.stance for one in told(text, SUPPLIED)] == [stance]


def test_pairs_are_weighed_with_what_speaks_for_them() -> None:
    (one,) = Pairs(load(), SUPPLIED).weighed(reading("比亚迪开始供应特斯拉。"), ())
    assert one.relation == "特斯拉 supplier 比亚迪" and one.features == (("in:供应", 5.0), ("L:Company", 1.0))


def test_classes_must_fit_the_property() -> None:
    properties = load().properties
    assert fitting(properties["manufacturer"], "Vehicle", "Company") and not fitting(
        properties["manufacturer"], "Company", "Vehicle"
    )
    assert not fitting(properties["competitor"], "Company", "Vehicle")


def test_the_file_tells_what_it_may_find() -> None:
    learned = Model.load(ontology_folder() / "models" / "relations.json")
    assert learned is not None and learned.labels[0] == "none" and not learned.weights[0].any()
    for kind, labels in learned.fits.items():
        assert set(labels) <= set(BETWEEN[kind])
    assert set(learned.least) <= set(load().properties) and "供应" in learned.words


def test_without_a_model_the_rules_alone_decide(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder, ignore=shutil.ignore_patterns("relations.json"))
    bare = Pairs(load(folder))
    assert (
        bare(reading("比亚迪开始供应特斯拉。"), ()) == () and bare.weighed(reading("比亚迪开始供应特斯拉。"), ()) == ()
    )


@pytest.mark.parametrize("words", ["{", "[]", '{"labels": []}', '{"labels":["none"],"weights":{"a":[3,1]},"fits":{}}'])
def test_a_broken_file_is_named(words: str, tmp_path: Path) -> None:
    (tmp_path / "relations.json").write_text(words, "utf-8")
    with pytest.raises(OntologyError, match=r"relations\.json"):
        Model.load(tmp_path / "relations.json")


def test_without_learning_nothing_is_told_by_it() -> None:
    assert EXTRACT.tied(Document("own", "比亚迪供应特斯拉。")) == ()


def test_explain_prints_how_likely_a_relation_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("比亚迪宣布与特斯拉达成战略合作。", "utf-8")
    assert main(["explain", str(tmp_path / "a.txt")]) == 0
    assert any(line.startswith("  ? 比亚迪 partner 特斯拉 ") for line in capsys.readouterr().out.splitlines())
