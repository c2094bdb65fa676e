"""What a build did: counts, what was left out and why, warnings, problems, time. For `report.json` and for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

from kg.across import Decisions, Merge
from kg.admit import Rejection
from kg.engine.task import Outcome

_WORDS = {
    "entity": ("entities", "实体"),
    "relation": ("relations", "关系"),
    "observation": ("numbers", "数字"),
    "change": ("changes", "变化"),
    "event": ("events", "事件"),
}
_MOST = 5


@dataclass(slots=True)
class Report:
    """The account of a build, as it grows. `seconds` is the only thing in it that differs between equal builds."""

    documents: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    refusals: int = 0
    warnings: list[tuple[str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0
    deleted: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    #: pairs of names that the store keeps as the user's own word
    links: int = 0
    merges: tuple[Merge, ...] = ()
    seconds: float = 0.0

    def unified(self, decisions: Decisions) -> None:
        """Takes in what was decided on names across documents."""
        self.names, self.merges = decisions.counts, decisions.merges

    def add(self, outcome: Outcome) -> None:
        """Counts one document in, or its problem."""
        self.warnings += [(outcome.document, warning) for warning in outcome.warnings]
        if outcome.problem:
            self.problems.append((outcome.document, outcome.problem))
            return
        self.documents += 1
        self.facts.update(outcome.kinds)
        self.rules.update(outcome.rules)
        self.rejections += outcome.rejections
        self.refusals += outcome.refusals

    def json(self) -> bytes:
        """The report as JSON: readable, with Chinese as it is."""
        content = {
            "documents": self.documents,
            "unchanged": self.unchanged,
            "deleted": self.deleted,
            "facts": {kind: self.facts[kind] for kind in _WORDS},
            "names": dict(self.names),
            "rules": dict(sorted(self.rules.items())),
            "rejected": {"count": len(self.rejections), "reasons": self._reasons()},
            "refused_by_rules": self.refusals,
            "warnings": [{"document": where, "warning": what} for where, what in self.warnings],
            "problems": [{"where": where, "problem": what} for where, what in self.problems],
            "seconds": round(self.seconds, 3),
        }
        return _bytes(json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def quarantine(self) -> bytes:
        """The rejected facts as JSON lines, with the reason of each; empty where all were admitted."""
        return _bytes("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in self.rejections))

    def merged(self) -> bytes:
        """The names that were found to be one across documents, as JSON lines, each with what speaks for it."""
        return _bytes("".join(json.dumps(one._asdict(), ensure_ascii=False) + "\n" for one in self.merges))

    def summary(self) -> str:
        """The report for people: a few lines, Chinese beside the English."""
        return "\n".join(self._lines())

    def _reasons(self) -> dict[str, int]:
        counts = Counter(f"{one.kind}: {one.reason}" for one in self.rejections)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _lines(self) -> Iterator[str]:
        kept = f", {self.unchanged} unchanged 未变" if self.unchanged else ""
        gone = f", {self.deleted} deleted 删除" if self.deleted else ""
        yield f"{self.documents} documents 文档{kept}{gone}"
        yield "  " + ", ".join(f"{self.facts[kind]} {en} {zh}" for kind, (en, zh) in _WORDS.items())
        if self.names.get("merges") or self.names.get("homonyms"):
            yield f"  {self.names['merges']} names made one across documents 跨文档合并 (merges.jsonl), " + (
                f"{self.names['homonyms']} homonyms kept apart 同名异物"
            )
        if self.links:
            yield f"  {self.links} links of yours hold, kept in the store 自定的同名与异名, 已存入库"
        if self.rejections:
            yield f"  {len(self.rejections)} left out for breaking the ontology 未入图 (quarantine.jsonl):"
            yield from _few(f"{count} × {reason}" for reason, count in self._reasons().items())
        if self.warnings:
            yield f"  {len(self.warnings)} warnings 警告:"
            yield from _few(f"{where}: {what}" for where, what in self.warnings)
        if self.problems:
            yield f"  {len(self.problems)} could not be read 未能读取:"
            yield from _few(f"{where}: {what}" for where, what in self.problems)


def _few(lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield from (f"    {line}" for line in every[:_MOST])
    if len(every) > _MOST:
        yield f"    … and {len(every) - _MOST} more, see report.json"


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "replace")
