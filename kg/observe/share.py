"""Shares of a whole that the text names: 占全球出货量的12%, 占总营收35.5%, 其中海外占比20%."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.observe import bearer
from kg.observe.grown import ANYTHING
from kg.observe.metric import Choice
from kg.observe.named import name
from kg.observe.runs import Run
from kg.observe.scene import Found, Scene

#: the words from 占 to the number: the whole, and what may stand between it and the number
_OF = re.compile(
    r"占(?:据|到|去|了|有)*(?P<whole>[^占从由自,，。;；、:：]{0,16}?)(?P<rate>的?(?:比重|比例|比率|份额)|比)?"
    r"(?:长期)?(?:的|则|也|已经|目前|仍然|已|仍|还|曾|了|约|近|达到?|高达|为|是|至|仅|只有|超过?|逾|不足|不到|将近|大约|接近|均|分别|升至|降至|提升至|下降至|保持在|维持在|"
    r"[从由自](?:去年|上年|此前|原来)?的?)*\s*$"
)
#: wholes that are markets: a share of them is a share of the market, unless it is a firm's own (总销量)
_MARKET = re.compile(
    r"(?!总).*(?:市场|销量|销售量|出货量|份额|零售量|批发量|装机量|装车量|产量|产能|供应|保有量|上险量|出口量)"
)
_FIRM = re.compile(r"公司|总体|全部|整体|该[国市省县区]?|其|当期|同期|自身|本[公国市省]?|所有|的")
_UNITS = frozenset({"%", "成"})
_SHARE = replace(ANYTHING, key="share")


def shared(scene: Scene, run: Run) -> Found:
    """A share: marketShare where the whole is a market, else a metric in the words of the text (占总营收)."""
    if run.unit not in _UNITS:
        return None
    found = _OF.search(scene.text, run.since, run.start)
    if found is None:
        return None
    whole = _FIRM.sub("", found.group("whole")).strip()
    if not whole and not found.group("rate"):
        return None
    named = None if whole else name(scene.text, scene.clause, run)
    metric = f"metric-{named[0] if named else '占' + (whole or '比')}"
    rule = _SHARE
    if _MARKET.match(whole):
        metric, rule = "marketShare", scene.lexicon.by_key["marketShare"]
    choice = Choice(rule, metric, found.start(), run.start, 0)
    pick = bearer.in_clause(scene.text, scene.clause.mentions, scene.clause.span.start, found.start(), rule.bearer)
    way = "named"
    if pick is None:  # 电动车占销量的三成: what is no name has the share
        way = "foreign" if len(bearer.unknown(scene.text, scene.clause, run.since, found.start())) > 1 else "unnamed"
        pick = None if way == "foreign" else bearer.spoken_of(scene.text, scene.clause, rule, scene.said)
    about = scene.bears(run, choice, rule.bearer, way, pick)
    if about is None:
        return f"nobody to bear {metric}"
    return [scene.observation(choice, about, run, quantity) for quantity in run.quantities]
