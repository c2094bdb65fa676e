"""The page's data block: a network and its facts as columns of small numbers and words, each word once."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.model import PARENTS
from kg.visualise.data import local
from kg.visualise.network import Network
from kg.visualise.pinyin import readings
from kg.visualise.terms import label
from kg.visualise.values import Claim, Number, Words

PLAIN_MOST = 1_000_000  #: bytes of JSON above which the block is gzipped
Column = list[Any]


class Codes:
    """Words by number: the same word always gets the same number, in order of first use."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def __call__(self, word: str) -> int:
        """The number of a word."""
        return self._number.setdefault(word, len(self._number))

    @property
    def words(self) -> list[str]:
        """All words, by number."""
        return list(self._number)


class Payload:
    """Turns a network into the columns that page.js reads. Things are numbers: their row among the nodes, -1 for none."""

    def __init__(self, network: Network) -> None:
        self._network, self._view = network, network.view
        self._row = {node["id"]: row for row, node in enumerate(network.nodes)}
        self._papers = {paper.id: row for row, paper in enumerate(self._view.papers)}
        self._numbers = {number.id: row for row, number in enumerate(self._view.numbers)}
        self._terms, self._strings = Codes(), Codes()
        self._spans: dict[tuple[int, int, int, str], int] = {}
        self._base = _base([str(node["id"]) for node in network.nodes])

    def columns(self) -> dict[str, Any]:
        """The whole data block as plain lists and numbers."""
        found: dict[str, Any] = {
            "title": self._network.heading,
            "nodes": self._nodes(),
            "edges": self._edges(),
            "links": self._links(),
            "numbers": self._observations(),
            "moves": self._moves(),
            "events": self._events(),
            "papers": self._documents(),
        }
        found["pinyin"] = readings(self._names())
        found |= self._part()
        own = dict(self._view.labels)
        found["spans"] = _table(("paper", "start", "end", "text"), self._spans)
        found["terms"] = self._terms.words
        found["labels"] = [label(word, own) for word in self._terms.words]
        found["parents"] = {word: PARENTS[word] for word in self._terms.words if word in PARENTS}
        found["strings"] = self._strings.words
        found["kinds"] = _nested(self._view.kinds)
        found["units"] = {number.unit: self._short(number.unit_iri) for number in self._view.numbers if number.unit_iri}
        return found

    def _short(self, iri: str) -> str:
        """An IRI without what those of the things begin with; one of another kind stays whole, and so has a colon.

        Nothing for a node without an IRI.
        """
        rest = iri.removeprefix(self._base)
        return rest if ":" in iri and ":" not in rest else iri if ":" in iri else ""

    def _part(self) -> dict[str, Any]:
        """Why the page shows a part, and the things that have a ring."""
        found: dict[str, Any] = {"asked": self._view.asked._asdict()} if self._view.asked else {}
        rings = [row for row, node in enumerate(self._network.nodes) if node.get("ring")]
        return found | {"rings": rings} if rings else found

    def _nodes(self) -> dict[str, Any]:
        nodes = self._network.nodes
        ids = [str(node["id"]) for node in nodes]
        base = self._base
        things = {thing.id: thing for thing in self._view.things}
        return {
            "base": base,
            "id": [id[len(base) :] for id in ids],
            "label": [str(node.get("label", "")) for node in nodes],
            "group": [self._terms(str(node.get("group", ""))) for node in nodes],
            "x": [node.get("x", 40 * (row % 25)) for row, node in enumerate(nodes)],
            "y": [node.get("y", 40 * (row // 25)) for row, node in enumerate(nodes)],
            "size": [node.get("size", 9) for node in nodes],
            "hidden": [int(bool(node.get("hidden"))) for node in nodes],
            "names": {row: list(things[id].names) for row, id in self._known(things) if things[id].names},
            "same": {row: list(things[id].same) for row, id in self._known(things) if things[id].same},
            "color": {row: str(node["color"]) for row, node in enumerate(nodes) if node.get("color")},
        }

    def _names(self) -> Iterable[str]:
        """Every name by which a thing may be searched for."""
        yield from (str(node.get("label", "")) for node in self._network.nodes)
        for thing in self._view.things:
            yield from thing.names

    def _known(self, things: Mapping[str, object]) -> Iterable[tuple[int, str]]:
        return ((row, id) for id, row in self._row.items() if id in things)

    def _edges(self) -> dict[str, Any]:
        rows = []
        for edge in self._network.edges:
            facts = [(("link", "event").index(kind), number) for kind, number in edge.get("facts", ())]
            rows.append(
                (
                    self._row[edge["from"]],
                    self._row[edge["to"]],
                    self._terms(str(edge.get("label", ""))),
                    facts,
                    int(bool(edge.get("dashes"))),
                    int(bool(edge.get("hidden"))),
                )
            )
        found = _table(("from", "to", "label", "facts", "dashed", "hidden"), rows)
        found["color"] = {row: str(edge["color"]) for row, edge in enumerate(self._network.edges) if edge.get("color")}
        return found

    def _claim(self, claim: Claim) -> tuple[int, int, list[int]]:
        proofs = []
        for proof in claim.proofs:
            key = (self._papers.get(proof.document, -1), proof.start, proof.end, proof.text)
            proofs.append(self._spans.setdefault(key, len(self._spans)))
        return self._terms(claim.stance), self._row.get(claim.speaker, -1), proofs

    def _links(self) -> dict[str, Any]:
        rows = []
        for link in self._view.links:
            target = self._row.get(link.object, -1)
            words = "" if target >= 0 else link.object if isinstance(link.object, Words) else local(link.object)
            ends = (self._row.get(link.subject, -1), self._terms(link.property), target)
            rows.append((*ends, self._strings(words), self._strings(link.until), *self._claim(link.claim)))
        found = _table(("s", "p", "o", "words", "until", "stance", "by", "proofs"), rows)
        found["beyond"] = {
            row: link.object
            for row, link in enumerate(self._view.links)
            if link.object not in self._row and not isinstance(link.object, Words)
        }
        return found

    def _observations(self) -> dict[str, Any]:
        rows = []
        for number in self._view.numbers:
            ends = (number.value, number.minimum, number.maximum)
            words = (number.unit, number.raw, number.period, number.period_text)
            terms = (number.metric, number.bound, number.status, number.of)
            holder = self._row.get(number.holder, -1)
            numbers = (self._row.get(number.about, -1), holder, *map(self._terms, terms), *map(self._strings, words))
            own = (self._short(number.id), self._strings(self._short(number.period_iri)))
            rows.append((*numbers, *(float(end) if end else None for end in ends), *self._claim(number.claim), *own))
        names = (
            "about holder metric bound status of unit raw period periodText value min max stance by proofs id interval"
        )
        return _table(names.split(), rows) | _particulars(self._view.numbers)

    def _moves(self) -> dict[str, Any]:
        rows = []
        for move in self._view.moves:
            ends = self._numbers.get(move.before, -1), self._numbers.get(move.after, -1)
            rows.append((self._row.get(move.about, -1), *ends, *self._claim(move.claim), self._short(move.id)))
        return _table(("about", "before", "after", "stance", "by", "proofs", "id"), rows)

    def _events(self) -> dict[str, Any]:
        rows = []
        for event in self._view.happenings:
            roles = [(self._terms(role), self._row[thing]) for role, thing in event.roles if thing in self._row]
            words = (self._strings(event.date), self._strings(event.date_text), self._terms(event.status))
            own = (self._short(event.id), self._strings(self._short(event.date_iri)))
            rows.append((self._terms(event.cls), roles, *words, *self._claim(event.claim), *own))
        return _table(("cls", "roles", "date", "dateText", "status", "stance", "by", "proofs", "id", "interval"), rows)

    def _documents(self) -> dict[str, Any]:
        rows = [
            (
                paper.identifier,
                paper.title,
                paper.date,
                self._strings(paper.publisher),
                paper.source,
                self._short(paper.id),
            )
            for paper in self._view.papers
        ]
        return _table(("id", "title", "date", "publisher", "source", "iri"), rows)


def _particulars(numbers: Sequence[Number]) -> dict[str, Any]:
    """By row: whose digits are others in the graph than the page would write; which of them count things (`ofThing`)."""
    ends = {row: (number.value, number.minimum, number.maximum) for row, number in enumerate(numbers)}
    counted = {row: 1 for row, number in enumerate(numbers) if isinstance(number.of, Words)}
    return {
        "exact": {row: texts for row, texts in ends.items() if not all(map(_as_written, texts))},
        "counted": counted,
    }


def _as_written(digits: str) -> bool:
    """Whether JavaScript writes this number as it stands."""
    return not digits or (digits == repr(float(digits)).removesuffix(".0") and "e" not in digits)


def _nested(kinds: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for role, words, kind in kinds:
        found.setdefault(role, {})[words] = kind
    return found


def _base(ids: Sequence[str]) -> str:
    """What all the IRIs begin with, up to a `/` or `#`."""
    first, last = min(ids, default=""), max(ids, default="")
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: max(first.rfind("/", 0, same), first.rfind("#", 0, same)) + 1]


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    columns: list[Column] = [[] for _ in names]
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            column.append(int(value) if isinstance(value, float) and value.is_integer() else value)
    return dict(zip(names, columns, strict=True))


def block(columns: Mapping[str, Any]) -> tuple[str, str]:
    """The text of the data block and how it is coded: `json`, or `gzip` (base64) when it is large.

    The text closes no tag and starts no comment, whatever the words in it are.

    >>> block({"a": "</script>"})
    ('{"a":"\\\\u003c/script\\\\u003e"}', 'json')
    """
    words = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    raw = words.encode("utf-8", "replace")
    if len(raw) > PLAIN_MOST:
        return base64.b64encode(gzip.compress(raw, 6, mtime=0)).decode("ascii"), "gzip"
    for char in "<>&\u2028\u2029":
        words = words.replace(char, f"\\u{ord(char):04x}")
    return words.encode("utf-8", "replace").decode("utf-8"), "json"
