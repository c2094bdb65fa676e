"""Files in, documents and problems out: every kind of input, every kind of bad input."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import READERS, Held, Item, Problem, held, jsonl, line, read
from kg.read.day import day
from kg.read.decode import decode
from kg.read.find import find
from kg.read.html import article
from kg.read.markdown import fields, plain

STORY = "甲公司今天在北京发布新款电动汽车，售价21.59万元，比上一代低了一万元，将于六月上市。\n公司表示，今年的目标是交付20万辆。"
TRADITIONAL = "聯發科今天在臺北發表新款手機晶片，預計下半年量產。公司表示，全年營收將會增加一成，並且將擴大研發的團隊。"
STAMP = datetime(2024, 5, 6, 12, tzinfo=UTC).timestamp()


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    os.utime(path, (STAMP, STAMP))
    return path


def documents(*inputs: str | Path, issued: date | None = None, source: str | None = None) -> list[Document]:
    found = list(read(inputs, issued=issued, source=source))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def problems(*inputs: str | Path) -> list[Problem]:
    return [one for one in read(inputs) if isinstance(one, Problem)]


def lines(*objects: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in objects)


# what all readers share


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_a_reader_reads_what_its_endings_promise(reader: SimpleNamespace, tmp_path: Path) -> None:
    bodies = {"jsonl": lines({"id": "x", "text": STORY}), "html": f"<html><body><p>{STORY}</p></body></html>"}
    body = bodies.get(reader.__name__.split(".")[-1], STORY)
    for suffix in reader.SUFFIXES:
        path = written(tmp_path / f"a{suffix}", body)
        found = list(reader.read(Item("a", path)))
        assert len(found) == 1 and "售价21.59万元" in found[0].text


def test_no_two_readers_claim_an_ending() -> None:
    endings = [suffix for reader in READERS for suffix in reader.SUFFIXES]
    assert len(endings) == len(set(endings))
    assert all(ending == ending.lower() and ending.startswith(".") for ending in endings)


# which files


def test_a_text_is_read_as_it_stands(tmp_path: Path) -> None:
    text = "第一行\r\n 第二行\t\x07\n"
    assert documents(written(tmp_path / "su7.txt", text), issued=date(2024, 1, 1)) == [
        Document("su7", text, issued=date(2024, 1, 1))
    ]


def test_a_folder_is_read_in_order_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.md", "a/b.txt", ".hidden.txt", ".git/x.txt", "picture.png", "d.TXT"):
        written(tmp_path / name, STORY)
    assert [one.id for one in documents(tmp_path)] == ["a/b", "a/c", "b", "d"]


def test_inputs_keep_their_order(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, STORY) for name in ("z.txt", "a.txt")]
    assert [one.id for one in documents(*paths)] == ["z", "a"]


def test_a_glob_is_opened_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        written(tmp_path / name, STORY)
    assert [one.id for one in documents(str(tmp_path / "*.txt"))] == ["a", "b"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path: Path) -> None:
    assert [one.id for one in documents(written(tmp_path / "[1].txt", STORY))] == ["[1]"]


def test_alike_names_are_told_apart(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, STORY) for name in ("x/a.txt", "x/a.md", "y/a.txt", "y/b.txt")]
    assert [one.id for one in documents(*paths)] == ["x/a.txt", "a.md", "y/a.txt", "b"]


def test_the_same_file_twice_is_one_document(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", STORY)
    found = list(read([path, path]))
    assert isinstance(found[0], Document)
    assert isinstance(found[1], Problem) and "was given before" in found[1].why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("none.txt", "no such file or folder", id="missing file"),
        pytest.param("none*.txt", "the pattern fits no file", id="glob without a match"),
        pytest.param("", "the folder holds no file to read", id="empty folder"),
    ],
)
def test_an_input_that_names_nothing_is_a_problem(tmp_path: Path, name: str, why: str) -> None:
    assert [(one.where, one.line, one.why) for one in problems(str(tmp_path / name))] == [
        (str(tmp_path / name), None, why)
    ]


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, STORY) for name in ("a.txt", "b.txt")]
    found = read(paths)
    next(found)
    paths[1].unlink()
    assert ["cannot be read" in str(one) for one in found] == [True]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        pytest.param(STORY, ("stdin", STORY), id="text"),
        pytest.param(lines({"id": "x", "text": "甲公司上市。"}), ("x", "甲公司上市。"), id="json lines"),
        pytest.param("<!DOCTYPE html><p>" + "甲公司上市。" * 20, ("stdin", "甲公司上市。" * 20), id="page"),
    ],
)
def test_standard_input_is_read_by_how_it_begins(
    monkeypatch: pytest.MonkeyPatch, content: str, wanted: tuple[str, str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content.encode())))
    found = documents("-")
    assert [(one.id, one.text) for one in found] == [wanted]
    assert found[0].issued is None and "no day of publication" in found[0].warnings[-1]


def test_a_file_without_an_ending_is_read_by_how_it_begins(tmp_path: Path) -> None:
    path = written(tmp_path / "export", lines({"id": "x", "text": STORY}))
    assert [one.id for one in documents(path)] == ["x"]


# metadata


@pytest.mark.parametrize(
    ("own", "given", "text", "wanted"),
    [
        pytest.param("2020-01-02", date(2021, 1, 1), "2022-01-01，正文：甲。", date(2020, 1, 2), id="its own field"),
        pytest.param(None, date(2021, 1, 1), "2022-01-01，正文：甲。", date(2021, 1, 1), id="the caller"),
        pytest.param(None, None, "2022-01-01，正文：甲。", date(2022, 1, 1), id="the text"),
        pytest.param(None, None, "快科技8月17日消息，甲。", date(2023, 8, 17), id="the text and the file's year"),
        pytest.param(None, None, "甲。", date(2024, 5, 6), id="the file"),
    ],
)
def test_where_the_day_comes_from(tmp_path: Path, own: str | None, given: date | None, text: str, wanted: date) -> None:
    path = written(tmp_path / "a.jsonl", lines({"id": "x", "text": text, "issued": own}))
    (document,) = documents(path, issued=given)
    assert document.issued == wanted
    assert any("file's time" in warning for warning in document.warnings) == (wanted == date(2024, 5, 6))


def test_the_source_given_is_for_documents_without_one(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", lines({"id": "1", "text": "甲", "source": "own"}, {"id": "2", "text": "乙"}))
    assert [one.source for one in documents(path, source="given")] == ["own", "given"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("2023-08-01", date(2023, 8, 1)),
        ("2023/8/1 10:20", date(2023, 8, 1)),
        ("2023-08-01T10:20:00+08:00", date(2023, 8, 1)),
        ("20230801", date(2023, 8, 1)),
        ("2023年8月1日", date(2023, 8, 1)),
        ("2023-02-30, 2023-03-01", date(2023, 3, 1)),
        ("1690855200", None),
        ("昨天", None),
        (None, None),
    ],
)
def test_days_of_metadata(words: str | None, wanted: date | None) -> None:
    assert day(words) == wanted


# encodings and bad bytes


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(STORY, "utf-8", id="utf-8"),
        pytest.param(STORY, "utf-8-sig", id="utf-8 with mark"),
        pytest.param(STORY, "utf-16", id="utf-16 with mark"),
        pytest.param(STORY, "utf-16-le", id="utf-16-le"),
        pytest.param(STORY, "utf-16-be", id="utf-16-be"),
        pytest.param(STORY, "utf-32", id="utf-32"),
        pytest.param(STORY, "gb18030", id="gb18030"),
        pytest.param(STORY, "gbk", id="gbk"),
        pytest.param(TRADITIONAL, "big5", id="big5"),
        pytest.param(TRADITIONAL, "gb18030", id="traditional in gb18030"),
        pytest.param("甲公司上市。", "gb18030", id="short gb18030"),
    ],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, text: str, encoding: str) -> None:
    (document,) = documents(written(tmp_path / "a.txt", text.encode(encoding)))
    assert document.text == text


@given(st.text(st.sampled_from(STORY + TRADITIONAL), min_size=1, max_size=200))
@settings(max_examples=100, deadline=None)
def test_utf_8_is_always_read_as_such(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        assert isinstance(decode(data).text, str)
    except InputError as error:
        assert str(error)


def test_one_broken_byte_costs_one_character(tmp_path: Path) -> None:
    data = STORY.encode() * 10 + b"\xe4\xb8"
    (document,) = documents(written(tmp_path / "a.txt", data))
    assert document.text == STORY * 10 + "\ufffd"
    assert "1 characters cannot be read as utf-8" in document.warnings[0]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"%PDF-1.7\n", "is a PDF", id="pdf"),
        pytest.param(b"PK\x03\x04\x14", "is a zip file", id="docx"),
        pytest.param(b"\x89PNG\r\n", "is a picture", id="png"),
        pytest.param(bytes(range(256)) * 40, "binary", id="bytes"),
        pytest.param(b"\x00" * 400, "binary", id="zeros"),
        pytest.param(b"\xff\xfa\x81\x80" * 200, "no encoding known", id="no encoding"),
    ],
)
def test_what_is_no_text_is_a_problem(tmp_path: Path, data: bytes, why: str) -> None:
    (problem,) = problems(written(tmp_path / "a.txt", data))
    assert why in problem.why and problem.where.endswith("a.txt") and problem.cure


@pytest.mark.parametrize("content", ["", " \n\t\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl"])
def test_an_empty_file_is_a_problem(tmp_path: Path, name: str, content: str) -> None:
    (problem,) = problems(written(tmp_path / name, content))
    assert "empty" in problem.why


def test_a_text_without_chinese_is_remarked_on(tmp_path: Path) -> None:
    (document,) = documents(written(tmp_path / "a.txt", "Nothing but English."))
    assert "no Chinese" in document.warnings[0]


def test_a_line_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    text = "甲公司上市，" * 600_000
    (document,) = documents(written(tmp_path / "a.txt", text), issued=date(2024, 1, 1))
    assert len(document.text) == len(text)


def test_one_bad_file_does_not_end_the_others(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", b"%PDF")
    written(tmp_path / "b.txt", STORY)
    assert [type(one) for one in read([tmp_path])] == [Problem, Document]


# JSON lines


def test_the_fields_of_a_line_are_read(tmp_path: Path) -> None:
    line = {
        "id": 7,
        "text": "甲公司上市。",
        "title": " 上市 ",
        "issued": "2023-08-01 10:20",
        "source": "https://example.org/7",
        "publisher": "甲乙财经",
        "author": ["王小明", " ", 3],
    }
    assert documents(written(tmp_path / "a.jsonl", lines(line))) == [
        Document("7", "甲公司上市。", "上市", date(2023, 8, 1), "https://example.org/7", "甲乙财经", ("王小明",))
    ]


@pytest.mark.parametrize("key", ["author", "authors"])
def test_an_author_may_be_one_word(tmp_path: Path, key: str) -> None:
    assert documents(written(tmp_path / "a.jsonl", lines({"id": "1", "text": "甲", key: "王小明"})))[0].authors == (
        "王小明",
    )


def test_a_line_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    path = written(
        tmp_path / "news.jsonl", "\n" + lines({"text": "甲"}, {"id": "", "text": "乙"}, {"id": True, "text": "丙"})
    )
    assert [one.id for one in documents(path)] == ["news-2", "news-3", "news-4"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param(b'{"id": "x", "text": "\xe7', "valid JSON", id="cut off"),
        pytest.param(b"not json", "valid JSON", id="no json"),
        pytest.param(b"[1, 2]", "not a JSON object", id="a list"),
        pytest.param(b'{"id": "x"}', "'text' is missing", id="no text"),
        pytest.param(b'{"id": "x", "text": 3}', "'text' is missing or no string", id="text is a number"),
        pytest.param(b"[" * 100_000, "nested too deep", id="nested"),
        pytest.param(b"\x00" * 60, "the line is a binary file", id="zeros"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path, line: bytes, why: str) -> None:
    good = lines({"id": "1", "text": "甲"}).encode(), lines({"id": "2", "text": "乙"}).encode()
    found = list(read([written(tmp_path / "a.jsonl", good[0] + line + b"\n" + good[1])]))
    assert [one.id for one in found if isinstance(one, Document)] == ["1", "2"]
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert problem.line == 2 and why in problem.why and "line 2" in str(problem)


def test_an_id_given_twice_is_a_problem(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl", lines({"id": "1", "text": "甲"}))
    written(tmp_path / "b.jsonl", lines({"id": "1", "text": "乙"}))
    (problem,) = problems(tmp_path)
    assert problem.where.endswith("b.jsonl") and "a.jsonl" in problem.why


def test_an_empty_text_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path / "a.jsonl", lines({"id": "1", "text": " "})))
    assert problem.why == "document '1' is empty"


def test_lone_surrogates_are_mended_in_place(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"id": "a\\ud800", "text": "甲\\ud83d乙\\udc00"}\n')
    (document,) = documents(path)
    assert (document.id, document.text) == ("a\ufffd", "甲\ufffd乙\ufffd")
    assert document.text.encode() and "2 lone surrogates" in document.warnings[0]


def test_a_date_that_is_none_is_a_warning(tmp_path: Path) -> None:
    (document,) = documents(written(tmp_path / "a.jsonl", lines({"id": "1", "text": "甲", "issued": "昨天"})))
    assert "line 1: 'issued' is no date: 昨天" in document.warnings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    content = "".join(json.dumps({"id": str(n), "text": STORY}, ensure_ascii=False) + "\n" for n in range(3))
    found = documents(written(tmp_path / "a.jsonl", content.encode(encoding)))
    assert [(one.id, one.text) for one in found] == [("0", STORY), ("1", STORY), ("2", STORY)]


# Markdown

MARKDOWN = """---
title: "甲公司上市"
date: 2023-08-01
authors:
  - 王小明
  - 李大伟
source: https://example.org/1
publisher: 甲乙财经
---
# 大标题

**甲公司**在[交易所](https://example.org)上市，*发行价*为 `21` 元。![图](a.png)

> 公司表示，*很满意*。

- 第一点
- [x] 第二点

| 指标 | 数值 |
|---|---|
| 营收 | 3亿元 |

```python
print("代码")
```
<!-- 注释 --><b>完</b> 2\\*3 snake_case_name
"""


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path: Path) -> None:
    (document,) = documents(written(tmp_path / "a.md", MARKDOWN))
    kept = [line.strip() for line in document.text.splitlines() if line.strip()]
    assert kept == [
        "大标题",
        "甲公司在交易所上市，发行价为 21 元。",
        "公司表示，很满意。",
        "第一点",
        "第二点",
        "指标 | 数值",
        "营收 | 3亿元",
        "完 2*3 snake_case_name",
    ]


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    (document,) = documents(written(tmp_path / "a.md", MARKDOWN))
    assert document.title == "甲公司上市"
    assert document.issued == date(2023, 8, 1)
    assert document.authors == ("王小明", "李大伟")
    assert (document.source, document.publisher) == ("https://example.org/1", "甲乙财经")


@pytest.mark.parametrize("heading", ["# 甲公司**上市** #", "甲公司上市\n====="])
def test_the_first_heading_is_the_title(tmp_path: Path, heading: str) -> None:
    assert documents(written(tmp_path / "a.md", f"{heading}\n\n正文。"))[0].title == "甲公司上市"


def test_front_matter_in_toml() -> None:
    assert fields("title = '上市'\nauthor = \"王小明\"\nempty =\n") == {
        "title": ["上市"],
        "author": ["王小明"],
        "empty": [],
    }


@given(st.text(st.sampled_from("#*_`[]()!<>|-=~\\ \n甲乙a1。"), max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_word_is_made_up(text: str) -> None:
    assert all(plain(text).count(word) <= text.count(word) for word in "甲乙。")


# pages

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>甲公司上市_甲乙网</title>
<meta property="article:published_time" content="2023-08-01T10:00:00+08:00"><meta name="author" content="王小明">
<meta property="og:site_name" content="甲乙财经"><link rel="canonical" href="https://example.org/1">
<script>var x = "脚本";</script><style>p {{}}</style></head><body><nav>首页 财经</nav>
<div class="article-content"><h2>小标题</h2><p>甲公司<b>今天</b>上市。<br>股价&nbsp;上涨。</p>{STORY}
<table><tr><td>营收</td><td>3亿元</td></tr></table><div>后文<p>段落</p>尾巴</div><iframe>广告</iframe></div>
<div class="comments">热评</div></body></html>"""


def test_a_page_gives_the_words_of_its_article(tmp_path: Path) -> None:
    (document,) = documents(written(tmp_path / "a.html", PAGE))
    assert document.text.splitlines() == [
        "小标题",
        "甲公司今天上市。",
        "股价\xa0上涨。",
        *STORY.replace("\n", " ").splitlines(),
        "营收  3亿元",
        "后文",
        "段落",
        "尾巴",
    ]


def test_a_page_tells_its_metadata(tmp_path: Path) -> None:
    (document,) = documents(written(tmp_path / "a.html", PAGE))
    assert document.title == "甲公司上市"
    assert document.issued == date(2023, 8, 1)
    assert (document.authors, document.publisher) == (("王小明",), "甲乙财经")
    assert document.source == "https://example.org/1"


def test_a_page_of_a_public_account(tmp_path: Path) -> None:
    page = f"""<html><body><h1 id="activity-name"> 甲公司 上市 </h1><a id="js_name">甲乙财经</a><em id="publish_time"></em>
    <div id="js_content"><p>{STORY}</p></div><script>var ct = "1690905600";</script></body></html>"""
    (document,) = documents(written(tmp_path / "a.html", page))
    assert (document.title, document.publisher) == ("甲公司 上市", "甲乙财经")
    assert document.issued == date(2023, 8, 2)
    assert document.text == STORY.replace("\n", " ")


def test_linked_data_is_read_where_tags_are_silent(tmp_path: Path) -> None:
    linked = json.dumps([{"@type": "NewsArticle", "headline": "甲公司上市", "datePublished": "2023-08-03"}, "x"])
    scripts = f'<script type="application/ld+json">{linked}</script><script type="application/ld+json">broken</script>'
    (document,) = documents(
        written(tmp_path / "a.html", f"<html><head>{scripts}</head><body><p>{STORY}</p></body></html>")
    )
    assert (document.title, document.issued) == ("甲公司上市", date(2023, 8, 3))


@pytest.mark.parametrize("named", ["gb2312", "GBK"])
def test_the_charset_that_a_page_names_counts(tmp_path: Path, named: str) -> None:
    page = f'<html><head><meta charset="{named}"></head><body><article>{STORY}{STORY}</article></body></html>'
    assert "售价21.59万元" in documents(written(tmp_path / "a.html", page.encode("gb18030")))[0].text


@pytest.mark.parametrize("named", ["gb2312", "no-such-set"])
def test_a_charset_that_is_not_true_is_passed_over(tmp_path: Path, named: str) -> None:
    page = f'<html><head><meta charset="{named}"></head><body><article>{STORY}鿃{STORY}</article></body></html>'
    assert "售价21.59万元" in documents(written(tmp_path / "a.html", page.encode("utf-8")))[0].text


def test_a_page_without_a_known_container_is_read_by_its_text(tmp_path: Path) -> None:
    page = f"<html><body><div class='x'><p>{STORY}</p><p>{STORY}</p></div></body></html>"
    assert "售价21.59万元" in documents(written(tmp_path / "a.html", page))[0].text


def test_a_page_that_no_tool_understands_gives_all_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura
    from selectolax.lexbor import LexborHTMLParser

    monkeypatch.setattr(trafilatura, "extract", lambda *_, **__: None)
    assert article(LexborHTMLParser("<p>甲</p><p>乙</p>"), "") == "甲\n乙"


def test_a_page_nested_deep_is_read(tmp_path: Path) -> None:
    page = "<div>" * 3_000 + STORY + "</div>" * 3_000
    assert "售价21.59万元" in documents(written(tmp_path / "a.html", f"<article>{page}</article>"))[0].text


# ---------------------------------------------------------------- files whose bytes another system fetched


def test_held_file_is_read_as_the_file_itself(tmp_path):
    path = tmp_path / "news.md"
    path.write_text("---\ntitle: 新厂\n---\n\n云帆汽车在合肥开工建设新厂。\n", "utf-8")
    day = date.fromtimestamp(path.stat().st_mtime)
    item = Held("news", path, path.read_bytes(), name=str(path), written=day)
    assert list(held(item)) == [replace(one, issued=day) for one in read([path])]


def test_held_file_without_an_ending_is_known_by_its_beginning():
    item = Held("dump", Path("dump"), b' {"id": "7", "text": "\xe4\xba\x91\xe5\xb8\x86\xe3\x80\x82"}\n')
    assert [one.id for one in held(item)] == ["7"]


def test_lines_dealt_out_are_the_documents_of_the_file(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "云帆汽车开工。"}\n\n{"id": "b"}\n{"id": "c", "text": " "}\n', "utf-8")
    item = Held("news", path, name=str(path), written=date(2026, 3, 1))
    dealt = [line(item, number, words) for number, words in enumerate(path.read_bytes().splitlines(), 1)]
    whole = list(read([path], issued=date(2026, 3, 1)))
    assert dealt[1] is None
    assert [one.id if isinstance(one, Document) else str(one) for one in dealt if one] == [
        one.id if isinstance(one, Document) else str(one) for one in whole
    ]


class Pipe(io.RawIOBase):
    """Lines without end, as another program writes them."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        self.given += 1
        line = (json.dumps({"id": str(self.given), "text": "甲公司上市。"}) + "\n").encode()
        buffer[: len(line)] = line
        return len(line)


def test_json_lines_of_standard_input_are_read_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Pipe()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(pipe)))
    found = list(islice(read(["-"]), 5))
    assert [one.id for one in found if isinstance(one, Document)] == ["1", "2", "3", "4", "5"]
    assert pipe.given < 20


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_json_lines_of_standard_input_may_be_in_any_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    lines = "".join(json.dumps({"id": name, "text": f"{name}公司上市。"}, ensure_ascii=False) + "\n" for name in "甲乙")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines.encode(encoding))))
    found = list(read(["-"]))
    if encoding == "utf-16":  # what kind it is cannot be told from how it begins
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines.encode(encoding))))
        (item,) = find(["-"], frozenset())
        assert isinstance(item, Item)
        found = list(jsonl.read(item))
    assert [one.id for one in found if isinstance(one, Document)] == ["甲", "乙"]


def test_standard_input_that_is_given_twice_is_empty_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO("甲公司上市。".encode()))))
    first, second = read(["-", "-"])
    assert isinstance(first, Document) and "empty" in str(second)
