"""The page of figures: what the graph holds, as tables with bars, and its growth as charts; no script, nothing inline but SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from kg.serve.pages import link
from kg.stats import TOTALS, Line, Stats, Table

#: months in a chart: the newest; the table below has them all
MONTHS = 60
_ZH = {"documents": "文档", "facts": "事实", "new things": "新事物", "things": "事物"}
_HEIGHT, _STEP = 80, 10


def page(found: Stats, base: str) -> str:
    """The figures of a graph as a page; its words and names are escaped."""
    body = "\n".join(_body(found, base))
    return f"""<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>统计 · 知识图谱</title><link rel="stylesheet" href="/part/serve.css"></head>
<body><header><a href="/">查询 Query</a> <a href="/graph">图 Graph</a> <strong>统计 Figures</strong></header><main>
{body}
</main></body></html>
"""


def _body(found: Stats, base: str) -> Iterator[str]:
    yield '<h1>统计 <span class="about">Figures</span></h1><ul class="totals">'
    for name, n in found.totals.items():
        zh, en = TOTALS[name]
        yield f"<li><b>{n:,}</b> {escape(zh)} <span>{escape(en)}</span></li>"
    yield f"<li><b>{found.evidenced:.1%}</b> 有出处的事实 <span>facts with evidence</span></li></ul>"
    for table in found.tables:
        if table.lines:
            yield f"<section><h2>{escape(table.zh)} <span>{escape(table.en)}</span></h2>"
            if table.name == "months":
                yield from _growth(table)
            yield from _table(table, base)
            yield "</section>"


def _growth(table: Table) -> Iterator[str]:
    """A chart for each measure, one column a month."""
    months = [line for line in table.lines if line.key][-MONTHS:]
    if len(months) < 2:
        return
    yield '<div class="charts">'
    for place, measure in enumerate(table.measures):
        yield "<figure>"
        yield from _columns(months, place)
        most = max(line.counts[place] for line in months)
        span = f"{escape(months[0].key)} – {escape(months[-1].key)}"
        said = f"{_ZH[measure]} {measure}: {span}, 每月最多 at most {most:,}"
        yield f"<figcaption>{said}</figcaption></figure>"
    yield "</div>"


def _columns(months: Sequence[Line], place: int) -> Iterator[str]:
    most = max(1, *(line.counts[place] for line in months))
    yield f'<svg class="chart" viewBox="0 0 {_STEP * len(months)} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
    for turn, line in enumerate(months):
        height = round(_HEIGHT * line.counts[place] / most, 1)
        where = f'x="{turn * _STEP + 1}" y="{_HEIGHT - height}" width="{_STEP - 2}" height="{height}"'
        yield f"<rect {where}><title>{escape(line.key)}: {line.counts[place]:,}</title></rect>"
    yield "</svg>"


def _table(table: Table, base: str) -> Iterator[str]:
    most = max(1, *(line.counts[0] for line in table.lines))
    heads = "".join(f'<th scope="col">{_ZH[measure]} {measure}</th>' for measure in table.measures)
    yield f'<div class="scroll"><table class="figures"><thead><tr><th></th>{heads}<td></td></tr></thead><tbody>'
    for line in table.lines:
        counts = "".join(f"<td>{n:,}</td>" for n in line.counts)
        width = round(100 * line.counts[0] / most, 1)
        bar = f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{width}" height="8"/></svg>'
        yield f'<tr><th scope="row">{_name(line, base)}</th>{counts}<td>{bar}</td></tr>'
    yield "</tbody></table></div>"


def _name(line: Line, base: str) -> str:
    """The names of a line; a thing's or publisher's leads to its page."""
    words = escape(line.zh)
    if line.en != line.zh:
        words += f" <span>{escape(line.en)}</span>"
    return f'<a href="{link(line.key, base)}">{words}</a>' if line.key.startswith(base) else words
