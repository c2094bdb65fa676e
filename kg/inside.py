"""Names inside names: 小米SU7 is made by 小米, 小米汽车工厂 is run by 小米汽车, 腾讯音乐 belongs to 腾讯."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.model import Evidence, Mention, Reading, Relation, Span, lineage
from kg.ontology import Ontology

#: class of the longer name → the relation to the company with whose name it begins, and its confidence.
_SAYS = {
    "Product": ("manufacturer", 0.85),
    "Technology": ("manufacturer", 0.8),
    "Facility": ("owner", 0.85),
    "Organization": ("parentOrganization", 0.75),
}
_PUBLIC = ("Government", "Institution")
_HEADS = ("Company", *_PUBLIC)
_SHORTEST, _LONGEST = 2, 8
#: What follows a group's name in the name of one of its own: without it two firms only look alike (东方证券, 东方电气).
_PARTS = (
    "汽车", "科技", "金服", "云", "音乐", "金融", "物流", "研究院", "事业部", "事业群", "分公司", "中国", "银行",
    "证券", "资本", "创投",
    "数科", "健康", "游戏", "影业", "电子", "半导体", "SDI", "能源", "电池", "智能", "动力", "财务公司", "供应链",
    "实验室", "部", "国际",
    "（中国）", "(中国)", "研发中心", "总部", "门店", "保险", "地产", "体育", "文学", "视频", "零售", "快送",
    "到家", "支公司", "分行", "支行", "日本公司", "美国公司", "欧洲", "北美", "新能源",
)  # fmt: skip


class Insider:
    """Reads the company at the head of a longer name."""

    def __init__(self, ontology: Ontology) -> None:
        self._known = frozenset(name.name for name in ontology.names)
        self._companies: dict[str, tuple[str, str]] = {
            word: (name.name, name.cls)
            for name in ontology.names
            if name.cls in _HEADS and not name.near
            for word in (name.name, *name.aliases)
        }

    def __call__(self, reading: Reading) -> Iterator[Relation]:
        """The relations that names say by themselves, once for each name."""
        here = {m.text: (m.name, m.cls) for m in reading.mentions if m.cls in _HEADS and not m.refers}
        seen: set[str] = set()
        for clause in reading.clauses:
            if clause.stance != "Asserted":
                continue
            for mention in clause.mentions:
                if mention.refers or mention.name in seen:
                    continue
                seen.add(mention.name)
                yield from self._of(reading, mention, clause.sentence, here)

    def _part(self, name: str, group: str, rest: str) -> bool:
        """Is it a part of the group? `汽车` alone tells nothing (小鹏汽车 is 小鹏): there both must be known things."""
        return rest.startswith(_PARTS) and (rest != "汽车" or {name, group} <= self._known)

    def _of(
        self, reading: Reading, mention: Mention, sentence: Span, here: Mapping[str, tuple[str, str]]
    ) -> Iterator[Relation]:
        kind = next((cls for cls in lineage(mention.cls) if cls in _SAYS), None)
        if kind is None or mention.cls == "Media":
            return
        offset = 0
        words = mention.text
        for prefix in ("初代", "新一代", "全新", "新款"):
            if words.startswith(prefix):
                offset = len(prefix)
        for size in range(min(_LONGEST, len(words) - offset - 1), _SHORTEST - 1, -1):
            head = words[offset : offset + size]
            found = here.get(head) or self._companies.get(head)
            if found is None or found[0] == mention.name:
                continue
            if (found[1] == "Company") == (mention.cls in _PUBLIC) and mention.cls != "Organization":
                return
            if (
                kind == "Organization"
                and found[1] == "Company"
                and not self._part(mention.name, found[0], words[offset + size :])
            ):
                return
            start = mention.span.start + offset
            maker = Mention(Span(start, start + size), head, found[0], found[1], "inside")
            says, confidence = _SAYS[kind]
            evidence = Evidence(reading.document.id, sentence, "name-inside-name")
            yield Relation(mention, says, maker, evidence, confidence=confidence)
            return
