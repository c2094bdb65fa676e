"""ontology/kg.ttl → ontology/terms.toml: the tables that the readers of texts use, so that no worker loads rdflib.

python -m kg.learn.terms          (make ontology)
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef
from rdflib.collection import Collection

from kg.ontology import ontology_folder

if TYPE_CHECKING:
    from rdflib.term import Node

KG = "https://w3id.org/zhkg/ontology#"
SCHEMA = "https://schema.org/"
HEADER = """\
# Made from kg.ttl by `make ontology` (python -m kg.learn.terms): change that file, not this one. A test fails when it is stale.
#
# [properties.X]  a relation between things: domain and range (classes); literal: the object may be words;
#                 symmetric: both directions say the same; same_kind: subject and object fall under the same class
# [metrics.X]     labels, group, and the kinds of unit that it takes, with spaces between
# [units]         notation = local name of the unit's IRI
# [labels.X]      every term: its kind (class, event, relation, inverse, attribute, value, metric, unit), labels, comments
"""
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_BARE = re.compile(r"[A-Za-z0-9_-]+")

Table = Mapping[str, str | bool | list[str]]


class Terms:
    """The vocabulary as a graph, asked for what the tables need. Everything comes out sorted."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def names(self, cls: URIRef) -> list[str]:
        """Local names of the terms of kg: that have this type.

        >>> Terms(Graph()).names(OWL.Class)
        []
        """
        return sorted({local(term) for term in self.graph.subjects(RDF.type, cls) if str(term).startswith(KG)})

    def words(self, name: str, predicate: URIRef) -> dict[str, str]:
        """language → words."""
        found = self.graph.objects(URIRef(KG + name), predicate)
        return dict(sorted((str(getattr(word, "language", "")), str(word)) for word in found))

    def classes(self, name: str, predicate: URIRef, hint: URIRef) -> list[str]:
        """The classes of a domain or range: one, a union, or the hints where OWL cannot say it."""
        found: set[Node] = set(self.graph.objects(URIRef(KG + name), hint))
        for node in self.graph.objects(URIRef(KG + name), predicate):
            union = self.graph.value(node, OWL.unionOf)
            found |= set(Collection(self.graph, union)) if union is not None else {node}
        return sorted(local(node) if str(node).startswith(KG) else str(node) for node in found)

    def below(self, cls: str) -> set[str]:
        """The class and all under it."""
        return {local(node) for node in self.graph.transitive_subjects(RDFS.subClassOf, URIRef(KG + cls))}

    def inverses(self) -> list[str]:
        """Properties that are the inverse of another: defined for reasoners, never written."""
        return sorted(local(term) for term in self.graph.subjects(OWL.inverseOf, None))

    def relations(self) -> dict[str, Table]:
        """The properties whose subjects are things, in the direction that is written."""
        things, inverses = self.below("Entity"), set(self.inverses())
        found: dict[str, Table] = {}
        for name in sorted({name for cls in _PROPERTIES for name in self.names(cls)} - inverses):
            domain = self.classes(name, RDFS.domain, URIRef(SCHEMA + "domainIncludes"))
            if domain and things.issuperset(domain):
                found[name] = self._relation(name, domain)
        return found

    def _relation(self, name: str, domain: list[str]) -> Table:
        ranges = self.classes(name, RDFS.range, URIRef(SCHEMA + "rangeIncludes"))
        table: dict[str, str | bool | list[str]] = {
            "domain": domain,
            "range": [cls for cls in ranges if cls != str(XSD.string)],
            "literal": str(XSD.string) in ranges,
        }
        if (URIRef(KG + name), RDF.type, OWL.SymmetricProperty) in self.graph:
            table["symmetric"] = True
        if any(self.graph.subjects(OWL.onProperty, URIRef(KG + name))):
            table["same_kind"] = True
        return table

    def metrics(self) -> dict[str, Table]:
        """key → labels, group, kinds of unit."""
        found: dict[str, Table] = {}
        for name in self.names(URIRef(KG + "Metric")):
            labels, node = self.words(name, RDFS.label), URIRef(KG + name)
            kinds = sorted(map(str, self.graph.objects(node, URIRef(KG + "unitKind"))))
            group = local(self.graph.value(node, SKOS.broader)).removesuffix("Metric")
            found[name] = {"label_zh": labels["zh"], "label_en": labels["en"], "group": group, "units": " ".join(kinds)}
        return found

    def units(self) -> dict[str, str]:
        """notation → local name."""
        pairs = (
            (str(self.graph.value(URIRef(KG + name), SKOS.notation)), name) for name in self.names(URIRef(KG + "Unit"))
        )
        return dict(sorted(pairs))

    def kinds(self) -> Iterator[tuple[str, list[str]]]:
        """The kinds of term in the order of a reader's interest, each with its names."""
        events = self.below("Event") - {"Event"}
        relations, inverses = list(self.relations()), self.inverses()
        every = {name for cls in _PROPERTIES for name in self.names(cls)}
        yield "class", sorted(set(self.names(OWL.Class)) - events)
        yield "event", sorted(events)
        yield "relation", relations
        yield "inverse", inverses
        yield "attribute", sorted(every - {*relations, *inverses})
        yield "value", sorted({name for cls in ("Bound", "Status", "Stance") for name in self.names(URIRef(KG + cls))})
        yield "metric", self.names(URIRef(KG + "Metric"))
        yield "unit", self.names(URIRef(KG + "Unit"))

    def labels(self) -> dict[str, Table]:
        """name → kind, labels, comments."""
        found: dict[str, Table] = {}
        for kind, names in self.kinds():
            for name in names:
                comments = {f"comment_{tag}": words for tag, words in self.words(name, RDFS.comment).items()}
                found[name] = {"kind": kind, **self.words(name, RDFS.label), **comments}
        return found


def local(term: object) -> str:
    """The name after the `#`.

    >>> local(URIRef(KG + "about"))
    'about'
    """
    return str(term).rpartition("#")[2]


def toml(value: str | bool | list[str]) -> str:
    """A value as TOML writes it.

    >>> toml(["a", 'b"']), toml(True)
    ('["a", "b\\\\""]', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else toml(name)


def _lines(title: str, table: Table) -> Iterator[str]:
    yield f"\n[{title}]\n"
    yield from (f"{_key(key)} = {toml(value)}\n" for key, value in table.items())


def compile_terms(source: Path) -> str:
    """The text of terms.toml for a kg.ttl; the same file gives the same text."""
    terms = Terms(Graph().parse(source, format="turtle"))
    sections: Iterable[tuple[str, Mapping[str, Table]]] = (
        ("properties", terms.relations()),
        ("metrics", terms.metrics()),
        ("labels", terms.labels()),
    )
    lines = [HEADER, *_lines("units", terms.units())]
    for section, tables in sections:
        for name, table in tables.items():
            lines += _lines(f"{section}.{name}", table)
    return "".join(lines)


def main(folder: Path | None = None) -> Path:
    """Writes terms.toml beside kg.ttl and gives its path."""
    folder = folder or ontology_folder()
    target = folder / "terms.toml"
    target.write_text(compile_terms(folder / "kg.ttl"), "utf-8")
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{main()}\n")
