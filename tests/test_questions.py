"""The questions that the SU7 article has to answer, by the named queries and with the sentence that says it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.build import build
from kg.query import query
from kg.store import Graph

ARTICLE = Path(__file__).parents[2] / "shared" / "articles" / "su7.txt"


@pytest.fixture(scope="module")
def graph() -> Graph:
    if not ARTICLE.is_file():
        pytest.skip("../shared/articles is not beside this checkout")
    return build([ARTICLE], issued=date(2026, 2, 12)).graph


def short(value: object) -> str:
    """A cell as words: terms by their local name; the maker left out, since products are known with and without it."""
    return str(value).split("#")[-1].replace("小米SU7", "SU7")


ANSWERS = [
    ("maker", {"product": "初代SU7", "maker": "小米"}),
    ("generations", {"product": "新一代SU7", "relation": "successorOf", "of": "初代SU7"}),
    ("generations", {"product": "初代SU7", "of": "SU7"}),
    ("platforms", {"product": "初代SU7", "platform": "400V平台"}),
    ("platforms", {"product": "新一代SU7", "platform": "800V高压平台"}),
    ("equipment", {"product": "新一代SU7", "what": "激光雷达"}),
    ("equipment", {"product": "新一代SU7", "what": "高阶智驾"}),
    ("cumulative-deliveries", {"about": "初代SU7", "value": "380000", "bound": "moreThan"}),
    ("visitors", {"about": "小米汽车工厂", "value": "130000", "period": "2025", "status": "Actual"}),
    ("visitors", {"about": "小米汽车工厂", "value": "200000", "period": "2026", "status": "Target"}),
    ("starting-price", {"about": "新一代SU7", "before": "215900", "after": "229900"}),
    ("discontinued", {"product": "初代SU7", "date": "2026"}),
]


@pytest.mark.parametrize(("name", "wanted"), ANSWERS, ids=[f"{name}-{i}" for i, (name, _) in enumerate(ANSWERS)])
def test_the_article_answers(graph: Graph, name: str, wanted: dict[str, str]) -> None:
    text = ARTICLE.read_text("utf-8")
    rows = [dict(row) for row in query(graph, name)]
    found = [row for row in rows if all(short(row.get(key)) == value for key, value in wanted.items())]
    assert found, [{key: short(value) for key, value in row.items()} for row in rows]
    assert all(str(row["sentence"]) in text for row in found)
