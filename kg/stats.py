"""What a graph holds, in figures: asked of the engine as aggregates, so a corpus of millions of triples takes seconds and little memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from kg.export import cell
from kg.ontology import CLASSES, ontology_folder, table
from kg.store import Graph, local
from kg.table import AT_ONCE, ROLES, hubs

One = TypeVar("One")
FORMATS = ("table", "json", "csv")
_FACTS = {"rdf:Statement": "relations", "kg:Observation": "observations", "kg:Change": "changes"}
_BY_CLASS = "SELECT ?c (COUNT(*) AS ?n) {{ VALUES ?c {{ {classes} }} ?s a ?c }} GROUP BY ?c"
_BY = "SELECT ?key (COUNT(*) AS ?n) {{ ?s {property} ?key }} GROUP BY ?key ORDER BY DESC(?n) ?key {limit}"
_MONTH = "OPTIONAL { ?d dcterms:issued ?day } BIND(COALESCE(SUBSTR(STR(?day), 1, 7), '') AS ?key)"
_FROM = """OPTIONAL { ?d dcterms:publisher ?who } OPTIONAL { ?d dcterms:source ?where }
  BIND(COALESCE(STR(?who), REPLACE(STR(?where), '^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]+).*$', '$1'), '') AS ?key)"""
_PAPERS = "SELECT ?key (COUNT(*) AS ?n) {{ ?d a kg:Document {by} }} GROUP BY ?key"
_TOLD = """SELECT ?key (SUM(?k) AS ?n) {{
  {{ SELECT ?d (COUNT(*) AS ?k) {{ ?fact prov:wasDerivedFrom ?d }} GROUP BY ?d }} {by} }} GROUP BY ?key"""
_NEW = """SELECT ?key (COUNT(*) AS ?n) {{ SELECT ?s (MIN(?month) AS ?key) {{
  {seen} {when} }} GROUP BY ?s }} GROUP BY ?key"""
#: the month of each document, made once for it; and of graphs that are no documents as well, made for each thing
_OF_PAPERS = """{ SELECT ?d (COALESCE(SUBSTR(STR(?day), 1, 7), '~') AS ?month) {
  ?d a kg:Document OPTIONAL { ?d dcterms:issued ?day } } }"""
_OF_ALL = "OPTIONAL { ?d dcterms:issued ?day } BIND(COALESCE(SUBSTR(STR(?day), 1, 7), '~') AS ?month)"
#: where a thing is seen: in the graph of a document that names it, else in a fact
_NAMED = "GRAPH ?d {{ ?s a ?c }} VALUES ?c {{ {classes} }}"
_IN_A_FACT = "VALUES ?c {{ {classes} }} ?s a ?c . ?fact {roles} ?s ; prov:wasDerivedFrom ?d"
_LABELS = "SELECT ?s (MIN(?l) AS ?name) {{ VALUES ?s {{ {things} }} ?s rdfs:label ?l }} GROUP BY ?s"
_ONE = {
    "documents": "?x a kg:Document",
    "sentences": "?x a kg:Span",
    "tellings": "?x prov:wasDerivedFrom ?d",
    "triples": "?x ?p ?o",
}


class Line(NamedTuple):
    """One line of a table: what it is of (a term's local name, an IRI, a month), its names, its counts."""

    key: str
    zh: str
    en: str
    counts: tuple[int, ...]


class Table(NamedTuple):
    """Lines of one kind; `measures` says what their counts are of."""

    name: str
    zh: str
    en: str
    measures: tuple[str, ...]
    lines: tuple[Line, ...]


class Stats(NamedTuple):
    """The figures of a graph. `evidenced` is the share of facts with a sentence that says them."""

    totals: Mapping[str, int]
    evidenced: float
    tables: tuple[Table, ...]


#: what the totals count
TOTALS: Mapping[str, tuple[str, str]] = {
    "documents": ("文档", "documents"),
    "sources": ("来源", "sources"),
    "things": ("事物", "things"),
    "facts": ("事实", "facts"),
    "relations": ("关系", "relations"),
    "observations": ("数字", "numbers"),
    "changes": ("变化", "changes"),
    "events": ("事件", "events"),
    "tellings": ("事实 × 文档", "facts × documents that tell them"),
    "sentences": ("出处", "places of evidence"),
    "triples": ("三元组", "triples"),
}


def stats(graph: Graph, *, most: int = 20) -> Stats:
    """The figures of a graph, of each table the `most` telling lines (0: all of them), of growth every month.

    >>> stats(Graph()).totals["facts"]
    0
    """
    asked = _Asking(graph, max(most, 0))
    things = asked.of_class(f"kg:{cls}" for cls in sorted(CLASSES))
    events = asked.of_class(f"kg:{name}" for name in _events())
    kinds = asked.of_class(_FACTS)
    facts = {name: kinds.get(cls, 0) for cls, name in _short(_FACTS).items()} | {"events": sum(events.values())}
    sources = asked.sources()
    totals = dict.fromkeys(TOTALS, 0) | {name: asked.count(pattern) for name, pattern in _ONE.items()}
    totals |= facts | {"facts": sum(facts.values()), "things": asked.things()}
    totals["sources"] = sum(bool(key) for key, *_ in sources)
    bare = asked.bare()
    tables = (
        Table("classes", "事物的类别", "Things by class", ("things",), _cut(_terms(things), most)),
        Table("hubs", "讲得最多的事物", "Most told of", ("facts",), asked.hubs()),
        Table("months", "按月增长", "Growth by month", ("documents", "facts", "new things"), asked.months()),
        Table("sources", "来源", "Sources", ("documents", "facts"), asked.called(_cut(sources, most))),
        Table("kinds", "事实的种类", "Facts by kind", ("facts",), _kinds(facts)),
        Table("properties", "关系", "Relations", ("facts",), asked.by("rdf:predicate")),
        Table("metrics", "指标", "Metrics", ("facts",), asked.by("kg:metric")),
        Table("events", "事件", "Events", ("facts",), _cut(_terms(events), most)),
        Table("statuses", "状态", "Status", ("facts",), asked.by("kg:status")),
        Table("stances", "立场", "Stance", ("facts",), asked.by("kg:stance")),
    )
    return Stats(totals, 1 - bare / totals["facts"] if totals["facts"] else 1.0, tables)


class _Asking:
    """A graph that is asked for counts."""

    def __init__(self, graph: Graph, most: int) -> None:
        self._graph, self._most, self._limit = graph, most, f"LIMIT {most}" if most else ""
        self._classes = " ".join(f"kg:{cls}" for cls in sorted(CLASSES))

    def counts(self, query: str) -> dict[str, int]:
        """Key → count, in the order of the answer."""
        return {str(key): int(str(n)) for key, n in self._graph.query(query).rows() if key is not None}

    def count(self, pattern: str) -> int:
        """How many solutions a pattern has."""
        return self.counts(f"SELECT ('' AS ?key) (COUNT(*) AS ?n) {{ {pattern} }}")[""]

    def of_class(self, classes: Iterable[str]) -> dict[str, int]:
        """Local name of a class → how many are of it."""
        found = self.counts(_BY_CLASS.format(classes=" ".join(classes)))
        return {local(iri): n for iri, n in found.items()}

    def things(self) -> int:
        """How many things there are, of however many classes each."""
        return self.count(f"{{ SELECT DISTINCT ?x {{ VALUES ?c {{ {self._classes} }} ?x a ?c }} }}")

    def bare(self) -> int:
        """How many facts have no evidence."""
        classes = " ".join([*_FACTS, *(f"kg:{name}" for name in _events())])
        return self.count(f"VALUES ?c {{ {classes} }} ?x a ?c FILTER NOT EXISTS {{ ?x kg:evidence ?span }}")

    def by(self, property: str) -> tuple[Line, ...]:
        """The values of a property and how many facts have each."""
        found = self.counts(_BY.format(property=property, limit=self._limit))
        return tuple(Line(local(iri), *_called(local(iri)), (n,)) for iri, n in found.items())

    def hubs(self) -> tuple[Line, ...]:
        """The things with a role in most facts."""
        found = hubs(self._graph, self._most)
        names = self._names(iri for iri, _ in found)
        return tuple(Line(iri, names.get(iri, local(iri)), names.get(iri, local(iri)), (n,)) for iri, n in found)

    def months(self) -> tuple[Line, ...]:
        """Month → documents, the facts that they tell, things that no earlier one names; what has no day comes last."""
        apart = bool(self._graph.query("ASK { GRAPH ?g { ?s ?p ?o } }"))
        seen = (_NAMED if apart else _IN_A_FACT).format(classes=self._classes, roles="|".join(ROLES))
        new = self.counts(_NEW.format(seen=seen, when=_OF_PAPERS))
        if apart and sum(new.values()) < self.things():
            new = self.counts(_NEW.format(seen=seen, when=_OF_ALL))
        columns = (
            self.counts(_PAPERS.format(by=_MONTH)),
            self.counts(_TOLD.format(by=_MONTH)),
            {key.replace("~", ""): n for key, n in new.items()},
        )
        months = sorted({key for column in columns for key in column}, key=lambda month: month or "~")
        return tuple(
            Line(month, month or "无日期", month or "undated", tuple(column.get(month, 0) for column in columns))
            for month in months
        )

    def sources(self) -> list[tuple[str, int, int]]:
        """Publisher, or else the host or words of the source, documents, facts; most documents first."""
        papers, told = (self.counts(query.format(by=_FROM)) for query in (_PAPERS, _TOLD))
        return sorted(((key, n, told.get(key, 0)) for key, n in papers.items()), key=lambda one: (-one[1], one[0]))

    def called(self, sources: Sequence[tuple[str, int, int]]) -> tuple[Line, ...]:
        """Sources with their names: looked up for those that are shown, of which a corpus has thousands."""
        names = self._names(key for key, *_ in sources if ":" in key)
        return tuple(
            Line(key, names.get(key, key) or "未注明", names.get(key, key) or "not told", tuple(counts))
            for key, *counts in sources
        )

    def _names(self, iris: Iterable[str]) -> dict[str, str]:
        listed = [f"<{iri}>" for iri in iris if not set(iri) & set('<>"{}|^`\\ ')]
        found: dict[str, str] = {}
        for start in range(0, len(listed), AT_ONCE):
            query = _LABELS.format(things=" ".join(listed[start : start + AT_ONCE]))
            found |= {str(iri): str(name) for iri, name in self._graph.query(query).rows()}
        return found


def _short(names: Mapping[str, str]) -> dict[str, str]:
    return {name.partition(":")[2]: said for name, said in names.items()}


def _kinds(facts: Mapping[str, int]) -> tuple[Line, ...]:
    return tuple(Line(name, *TOTALS[name], (n,)) for name, n in facts.items())


def _terms(counts: Mapping[str, int]) -> list[Line]:
    """Terms and their counts, most first; without those of none."""
    lines = [Line(name, *_called(name), (n,)) for name, n in counts.items() if n]
    return sorted(lines, key=lambda line: (-line.counts[0], line.key))


def _cut(lines: list[One], most: int) -> tuple[One, ...]:
    return tuple(lines[:most] if most > 0 else lines)


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    labels: Mapping[str, Mapping[str, str]] = table(ontology_folder() / "terms.toml")["labels"]
    return labels


def _events() -> list[str]:
    return sorted(name for name, about in _labels().items() if about["kind"] == "event")


def _called(name: str) -> tuple[str, str]:
    """A term in both languages; one minted from the words of a text by these."""
    about = _labels().get(name, {})
    words = name.removeprefix("metric-")
    return about.get("zh", words), about.get("en", words)


def as_json(found: Stats) -> str:
    """The figures as JSON: totals, the share of facts with evidence, each table as a list.

    >>> json.loads(as_json(stats(Graph())))["stances"]
    []
    """
    tables = {
        one.name: [
            {"key": line.key, "zh": line.zh, "en": line.en}
            | dict(zip((measure.replace(" ", "_") for measure in one.measures), line.counts, strict=True))
            for line in one.lines
        ]
        for one in found.tables
    }
    return (
        json.dumps({"totals": found.totals, "evidenced": found.evidenced, **tables}, ensure_ascii=False, indent=1)
        + "\n"
    )


def as_csv(found: Stats) -> str:
    """The figures as CSV, one count on each line: table, key, names, measure, count."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("table", "key", "zh", "en", "measure", "count"))
    writer.writerows(("totals", name, *TOTALS[name], name, n) for name, n in found.totals.items())
    for one in found.tables:
        writer.writerows(map(cell, line) for line in _cells(one))
    return out.getvalue()


def _cells(one: Table) -> Iterator[tuple[str | int, ...]]:
    for line in one.lines:
        for measure, n in zip(one.measures, line.counts, strict=True):
            yield one.name, line.key, line.zh, line.en, measure.replace(" ", "_"), n
