"""Rows of names: in A、B、C what stands between two names of one class is one of that class too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.recognise.guess import Guess, Page

#: what rows are made of, whose members no common word names
_CLASSES = frozenset({"Company", "Person", "Vehicle", "Device", "Software", "Place", "Media", "Institution"})
_BETWEEN = re.compile(r"、((?:[\u4e00-\u9fffA-Za-z0-9·-]{2,9}、){1,3})")
#: what members end with that are no names: 互联网企业, 多家公司, 相关部门
_COMMON = re.compile(
    ".*(?:企业|公司|厂商|品牌|机构|平台|行业|产业|领域|市场|部门|车企|巨头|人士|人员|专家|用户|城市|地区|国家|省份|媒体|高校|院校|银行业|供应商|运营商|"
    "制造商|开发商|车型|产品|手机|汽车|软件|系统|板块|概念|服务|技术|业务|基金|机关|单位|组织|团队|子公司|分公司|上市公司|[一二三四五六七八九十两几多数]家.*|等)"
    "|.*[的了在是有为被将对与和及或等].*|[上中下前后本该各其另每].*|[\\d.]+.*"
)


def rows(page: Page, names: Sequence[Guess]) -> Iterator[Guess]:
    """The unknown members of rows; `names` stand in order.

    >>> known = [Guess(0, 2, "云帆", "Company", "t"), Guess(6, 8, "北辰", "Company", "t")]
    >>> [guess.name for guess in rows(Page("云帆、星岭、北辰上涨"), known)]
    ['星岭']
    """
    text = page.text
    for left, right in zip(names, names[1:], strict=False):
        if left.cls != right.cls or left.cls not in _CLASSES or right.start - left.end < 4:
            continue
        found = _BETWEEN.fullmatch(text, left.end, right.start)
        if found is None:
            continue
        members, place = found.group(1).split("、")[:-1], found.start(1)
        if any(_COMMON.fullmatch(member) for member in members):
            continue
        for member in members:
            if left.cls != "Person" or 2 <= len(member) <= 4:
                yield Guess(place, place + len(member), member, left.cls, "row", 2)
            place += len(member) + 1
