"""Sentences, clauses and words."""

from __future__ import annotations

import builtins
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Sentence, Span
from kg.segment import cutter, ender, sentences, words

PIECES = '甲公司乙8月1,000。！？!?；;，,：:—…“”‘’"「」（）()《》【】 \t\u3000\n\r.aZ%-'
OWN = [
    "甲公司在北京发布新款电动汽车，售价21.59万元。",
    "该平台基于800V高压架构，续航超过700公里！",
    "张三表示，今年的目标是交付20万辆。",
    "Model Y与SU7同台竞争，谁能胜出？",
    "“我们会继续投入研发。”他在接受采访时说。",
    "截至6月30日，公司现金及等价物共39亿元，同比增长12.5%。",
    "2023-07-26 10:12，详见news.example.com.cn与C++、A股T+1，电话010-12345678。",
    "搭载激光雷达的新车将于第三季度量产\n敬请期待",
]


def whole(text: str) -> tuple[Sentence, ...]:
    return sentences(text, (Span(0, len(text)),))


def split(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in whole(text)]


def clauses(text: str) -> list[str]:
    return [clause.of(text) for sentence in whole(text) for clause in sentence.clauses]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "新车上市。股价上涨！真的吗？是的", ["新车上市。", "股价上涨！", "真的吗？", "是的"], id="end marks"
        ),
        pytest.param("新车上市;股价上涨；完。", ["新车上市;股价上涨；完。"], id="a semicolon ends no sentence"),
        pytest.param("真的吗？！好……\n完", ["真的吗？！", "好……", "完"], id="runs of marks"),
        pytest.param("今天上市.明天交付.", ["今天上市.", "明天交付."], id="a stop between characters"),
        pytest.param("售价21.5万元，用时3.8秒。", ["售价21.5万元，用时3.8秒。"], id="a stop in a number"),
        pytest.param("详见a.b?c=1和d!e", ["详见a.b?c=1和d!e"], id="marks in an address"),
        pytest.param("新车上市   股价上涨", ["新车上市", "股价上涨"], id="three blanks"),
        pytest.param("新车上市  股价上涨", ["新车上市", "股价上涨"], id="two blanks between words"),
        pytest.param("轴距  2750mm，续航  600公里", ["轴距  2750mm，续航  600公里"], id="two blanks before a number"),
        pytest.param("新车上市，   股价上涨", ["新车上市，   股价上涨"], id="blanks after a comma"),
        pytest.param("新车上市\u3000\u3000股价上涨", ["新车上市", "股价上涨"], id="full-width blanks"),
        pytest.param("第一行\r\n\r\n  第二行", ["第一行", "第二行"], id="lines"),
    ],
)
def test_where_sentences_end(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "“很满意。会再买。”他说。随后离开。", ["“很满意。会再买。”他说。", "随后离开。"], id="speaker follows"
        ),
        pytest.param("他说：“很好。”李四表示：“不好。”", ["他说：“很好。”", "李四表示：“不好。”"], id="two speakers"),
        pytest.param(
            "吴某表示，“要投入。会继续。”得益于此，收入增长。",
            ["吴某表示，“要投入。会继续。”", "得益于此，收入增长。"],
            id="ends with its quotation",
        ),
        pytest.param("“走吧！”他喊。", ["“走吧！”他喊。"], id="an outcry"),
        pytest.param("“值得吗？”的疑问一直都在。", ["“值得吗？”的疑问一直都在。"], id="a question as a term"),
        pytest.param("他说：“很好！”并称会再来。", ["他说：“很好！”并称会再来。"], id="goes on"),
        pytest.param("他说“行。”。完。", ["他说“行。”。", "完。"], id="a stop on either side"),
        pytest.param("报道称已停产。”消息传出。", ["报道称已停产。”", "消息传出。"], id="closed but never opened"),
        pytest.param("他说“已停产。消息传出。", ["他说“已停产。", "消息传出。"], id="opened but never closed"),
        pytest.param('他说:"很好。会再来。"完了。', ['他说:"很好。会再来。"', "完了。"], id="straight quotes"),
        pytest.param("“他说‘好。’然后走。”王五表示。", ["“他说‘好。’然后走。”王五表示。"], id="quotes within quotes"),
        pytest.param("“好。”据报道，已停产。", ["“好。”", "据报道，已停产。"], id="what a source says is new"),
    ],
)
def test_quotations(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


def test_a_quotation_too_long_to_be_one_hides_no_end() -> None:
    text = "他说：“" + "新车上市。" * 100 + "”"
    assert len(split(text)) == 100


def test_brackets_are_never_cut() -> None:
    assert clauses("甲公司（下称“甲”，上市公司；很大。）发布《热浪：第二章》。") == [
        "甲公司（下称“甲”，上市公司；很大。）发布《热浪：第二章》"
    ]


def test_a_bracket_that_never_closes_hides_nothing() -> None:
    assert split("甲公司（上市。乙公司退市。") == ["甲公司（上市。", "乙公司退市。"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("一,二，三;四；五:六：七——八", ["一", "二", "三", "四", "五", "六", "七", "八"], id="marks"),
        pytest.param("共1,000辆，合7，744张", ["共1,000辆", "合7，744张"], id="thousands"),
        pytest.param("10:30开盘，比分3：2", ["10:30开盘", "比分3：2"], id="clock and score"),
        pytest.param("与Acme, Inc合作", ["与Acme, Inc合作"], id="a Latin name"),
        pytest.param("实现“充电10分钟，续航400公里”的速度", ["实现“充电10分钟，续航400公里”的速度"], id="a slogan"),
        pytest.param("他说：“今年难，明年好。”", ["他说", "“今年难", "明年好"], id="speech"),
        pytest.param("利用率回升\u3000开支大增", ["利用率回升", "开支大增"], id="one full-width blank"),
        pytest.param("“很好。”他说", ["“很好", "他说"], id="closing quotes belong to no clause"),
        pytest.param("轴距-车长", ["轴距-车长"], id="a hyphen"),
    ],
)
def test_where_clauses_end(text: str, wanted: list[str]) -> None:
    assert clauses(text) == wanted


def test_headings_are_short_lines_among_lines() -> None:
    found = whole("新车正式停产\n这件事，要从去年说起。\n只有一行的长文字" + "很" * 60 + "\n")
    assert [sentence.heading for sentence in found] == [True, False, False]


def test_a_lone_line_is_no_heading() -> None:
    assert [sentence.heading for sentence in whole("甲公司发布新车")] == [False]


def test_a_first_block_without_an_end_mark_is_a_heading() -> None:
    text = "甲公司收入大增 乙公司今天上市。丙公司"
    found = sentences(text, (Span(0, 7), Span(8, 16), Span(16, 19)))
    assert [sentence.heading for sentence in found] == [True, False, False]


def test_the_parts_of_a_heading_are_clauses() -> None:
    assert clauses("产能利用率回升 二季度开支大增\n正文。")[:2] == ["产能利用率回升", "二季度开支大增"]


def test_sentences_stay_within_their_blocks() -> None:
    text = "甲公司上市。乙公司"
    assert [s.span for s in sentences(text, (Span(0, 3), Span(3, 9)))] == [Span(0, 3), Span(3, 6), Span(6, 9)]


@given(st.text(PIECES, max_size=80), st.data())
@settings(max_examples=300, deadline=None)
def test_spans_are_ordered_trimmed_and_inside(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    blocks = tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))
    last = 0
    for sentence in sentences(text, blocks):
        assert any(block.covers(sentence.span) for block in blocks)
        for clause in sentence.clauses:
            assert sentence.span.covers(clause) and clause.start >= last
            assert clause.of(text) == clause.of(text).strip() != ""
            last = clause.end
        assert sentence.span.of(text) == sentence.span.of(text).strip() != ""
        assert sentence.clauses
        last = sentence.span.end


@given(st.text(PIECES, max_size=80))
@settings(max_examples=300, deadline=None)
def test_nothing_that_is_said_falls_between_the_clauses(text: str) -> None:
    covered = {at for sentence in whole(text) for clause in sentence.clauses for at in range(*clause)}
    assert all(at in covered for at, char in enumerate(text) if char.isalnum())


def test_a_very_long_line_takes_bounded_time() -> None:
    assert len(whole("“（《" * 20_000 + "新车上市，" * 20_000 + "完。")) == 1


def test_words_tile_the_text() -> None:
    text = "".join(OWN)
    assert "".join(word for _, _, word in words(text)) == text
    assert all(text[start:end] == word for start, end, word in words(text))


def test_both_segmenters_agree() -> None:
    fast, reference = cutter(engine="rjieba"), cutter(engine="jieba")
    assert [fast(line) for line in OWN] == [reference(line) for line in OWN]


def test_both_segmenters_agree_on_own_words() -> None:
    own = ("神行超充", "小鹏汽车", "半固态电池")
    line = "小鹏汽车采用神行超充与半固态电池技术"
    assert cutter(own, "rjieba")(line) == cutter(own, "jieba")(line)
    assert {word for _, _, word in cutter(own)(line)} >= set(own)


def test_jieba_steps_in_where_its_twin_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "rjieba":
            raise ImportError(name)
        return plain(name, *rest, **more)

    wanted = cutter(engine="jieba")(OWN[0])
    monkeypatch.setattr(builtins, "__import__", without)
    cutter.cache_clear()
    assert cutter()(OWN[0]) == wanted
    with pytest.raises(ImportError):
        cutter(engine="rjieba")
    cutter.cache_clear()


def test_jieba_is_loaded_quietly_and_leaves_no_file(tmp_path: Path) -> None:
    code = "from kg.segment import cutter; cutter(engine='jieba')('小米汽车')"
    run = [sys.executable, "-W", "error::SyntaxWarning", "-c", code]
    place = {"TMPDIR": str(tmp_path), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(run, capture_output=True, text=True, cwd=Path(__file__).parents[1], env=place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_both_segmenters_agree_on_articles() -> None:
    articles = Path(__file__).parents[2] / "shared" / "eval" / "dev" / "articles.jsonl"
    if not articles.is_file():
        pytest.skip("needs the evaluation texts, which are not part of this repository")
    texts = [json.loads(line)["text"] for line in articles.read_text("utf-8").splitlines()]
    chosen = random.Random(1).sample(texts, 10)
    fast, reference = cutter(engine="rjieba"), cutter(engine="jieba")
    assert [fast(text) for text in chosen] == [reference(text) for text in chosen]


def test_word_ends_are_those_of_the_dictionary() -> None:
    assert [ender("rjieba")(line) for line in OWN] == [ender("jieba")(line) for line in OWN]
    assert [ender()(line)[-1] for line in OWN] == [len(line) for line in OWN]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("【甲公司收购乙公司】丙公司今日宣布上市。", ["【甲公司收购乙公司】", "丙公司今日宣布上市。"]),
        ("（原标题：甲公司收购乙公司）丙公司今日上市。", ["（原标题：甲公司收购乙公司）", "丙公司今日上市。"]),
        ("【甲公司】丙公司今日宣布上市。", ["【甲公司】丙公司今日宣布上市。"]),
        ("（包括甲公司在内的几家公司）今日上市。", ["（包括甲公司在内的几家公司）今日上市。"]),
        ("【甲公司收购乙公司】是去年的事。", ["【甲公司收购乙公司】是去年的事。"]),
    ],
)
def test_a_headline_in_brackets_is_a_sentence(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_a_lost_square_asks_nothing() -> None:
    assert split("散热片为4129mm?超大液冷，甲公司上市。真的?是的。") == [
        "散热片为4129mm?超大液冷，甲公司上市。",
        "真的?",
        "是的。",
    ]
