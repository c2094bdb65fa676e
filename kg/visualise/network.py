"""The graph as a pyvis network: what the page draws, open to tweaks before it is written.

pyvis keeps nodes, edges and options; its template, menus, physics and `show()` are not used.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx
from pyvis.network import Network as Pyvis

from kg.visualise.choice import choose, weigh
from kg.visualise.layout import place, settle
from kg.visualise.values import Claim, View

INITIAL = 300  #: how many nodes a page opens with: more is a hairball
Dot = dict[str, Any]
Tie = tuple[str, str, str, bool, tuple[str, int]]


class Ids(list[Any]):
    """A list of ids that knows in one step whether it holds one (pyvis asks before every node and edge)."""

    def __init__(self, ids: Iterable[Any] = ()) -> None:
        super().__init__(ids)
        self._known = set(self)

    def append(self, id: Any) -> None:
        """Adds an id."""
        super().append(id)
        self._known.add(id)

    def __contains__(self, id: object) -> bool:
        return id in self._known


class Network(Pyvis):  # type: ignore[misc]
    """A directed pyvis network that knows the facts behind it. Change `nodes` and `edges` freely, then write it.

    A node has `id`, `label`, `group` (its class), `x`, `y`, `size`, `hidden` (not in the first view), and may have a
    `ring`; an edge `from`, `to`, `label` (its relation or event class), `dashes` (not simply asserted), `facts`: what says
    it, each a kind (`link`, `event`) and a number in `view`. A `color` given to either is kept.

    >>> network = Network()
    >>> network.add_node("a", label="甲"); network.add_node("b", label="乙"); network.add_edge("a", "b", label="owner")
    >>> "甲" in network.generate_html()
    True
    """

    def __init__(self, view: View | None = None, *, title: str = "", initial: int = INITIAL) -> None:
        super().__init__(directed=True, heading=title, cdn_resources="in_line")
        self.node_ids = Ids()
        self.view = view or View()
        self._draw(initial)

    def add_node(
        self, n_id: Any, label: Any = None, shape: str = "dot", color: str | None = None, **options: Any
    ) -> None:
        """As in pyvis, without its default colour: a colour that is given is kept, else the class decides."""
        options.setdefault("group", "")
        super().add_node(n_id, label, shape, **options)
        if color:  # pyvis drops the colour of a node that has a group
            self.node_map[n_id]["color"] = color

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
        """The whole page, as `kg.visualise.page` gives it. The arguments are those of pyvis, and have no effect."""
        from kg.visualise.page import render

        return render(self)

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
        """Writes the page to a file, in UTF-8 whatever the system's own encoding is."""
        from kg.visualise.page import save

        save(name, self.generate_html())

    def show(self, name: str, local: bool = True, notebook: bool = False) -> None:
        """Writes the page; it opens no browser."""
        self.write_html(name)

    def _repr_html_(self) -> str:
        """Shows the page in a notebook: inline, offline, cut to its most telling part where it is large."""
        from kg.visualise.inline import inline

        return inline(self)

    def to_json(self, max_depth: int = 1, **args: Any) -> str:
        """Nodes and edges as JSON."""
        return json.dumps({"nodes": self.nodes, "edges": self.edges}, ensure_ascii=False)

    def _draw(self, initial: int) -> None:
        things = {thing.id: thing for thing in self.view.things}
        ties = self._ties(things)
        graph: networkx.Graph[str] = networkx.Graph()
        graph.add_nodes_from(things)
        graph.add_edges_from((tie["from"], tie["to"]) for tie in ties if not tie["dashes"])
        told = self._told()
        total = {id: 2 * graph.degree(id) + told[id] for id in things}
        ranked = self._ranked(things, total)
        first = self._first(graph, total, initial) or ranked[:initial]
        sizes = {id: min(27.0, 6.5 + 3.1 * math.sqrt(graph.degree(id))) for id in ranked}
        boxes = {id: _box(things[id].label, sizes[id]) for id in first}
        places = place(graph.subgraph(first), boxes)
        shown = set(first)
        places |= settle(graph, places, [id for id in ranked if id not in shown])
        for id in ranked:
            x, y = places[id]
            dot: Dot = {"x": round(x), "y": round(y), "size": round(sizes[id], 1), "hidden": id not in shown}
            dot |= {"ring": True} if id in self.view.marked else {}
            self.add_node(id, things[id].label, **dot, group=things[id].cls)
        for tie in ties:
            self.add_edge(tie.pop("from"), tie.pop("to"), **tie)

    def _first(self, graph: networkx.Graph[str], told: Mapping[str, int], initial: int) -> list[str]:
        """The things to begin with, the most told of first: of each something is told, none stands aside."""
        aside = set(self.view.aside)
        weight = weigh({id: many for id, many in told.items() if many and id not in aside}, self._newest())
        marked = [id for id in self.view.marked if id not in aside]
        return sorted(choose(graph, weight, initial, marked[:initial]), key=lambda id: (-told[id], id))

    def _newest(self) -> dict[str, str]:
        """The day of the last document that speaks of a thing."""
        days = {paper.id: paper.date for paper in self.view.papers}
        newest: dict[str, str] = {}
        for thing, claim in self._claims():
            for proof in claim.proofs:
                day = days.get(proof.document, "")
                if day > newest.get(thing, ""):
                    newest[thing] = day
        return newest

    def _claims(self) -> Iterator[tuple[str, Claim]]:
        for link in self.view.links:
            yield link.subject, link.claim
            yield link.object, link.claim
        for number in self.view.numbers:
            yield number.about, number.claim
        for event in self.view.happenings:
            yield from ((thing, event.claim) for _, thing in event.roles)

    def _ranked(self, ids: Iterable[str], told: Mapping[str, int]) -> list[str]:
        """The marked ones in their order, then the most told of; what stands aside comes last."""
        marked = {id: turn for turn, id in enumerate(self.view.marked)}
        aside = set(self.view.aside)
        return sorted(ids, key=lambda id: (id in aside, marked.get(id, len(marked)), -told[id], id))

    def _ties(self, things: dict[str, Any]) -> list[Dot]:
        """An edge for each pair of things and each word that links them; `facts` holds all that say so."""
        found: dict[tuple[str, str, str, bool], Dot] = {}
        for start, end, label, doubtful, fact in (*self._link_ties(), *self._event_ties()):
            if start in things and end in things and start != end:
                fresh: Dot = {"from": start, "to": end, "label": label, "dashes": doubtful, "facts": []}
                found.setdefault((start, end, label, doubtful), fresh)["facts"].append(fact)
        return list(found.values())

    def _link_ties(self) -> Iterator[Tie]:
        for number, link in enumerate(self.view.links):
            yield link.subject, link.object, link.property, link.claim.stance != "Asserted", ("link", number)

    def _event_ties(self) -> Iterator[Tie]:
        for number, event in enumerate(self.view.happenings):
            doubtful = event.claim.stance != "Asserted" or event.status != "Actual"
            for start, end in event.ties():
                yield start, end, event.cls, doubtful, ("event", number)

    def _told(self) -> Counter[str]:
        """How many numbers, words and events each thing has."""
        told = Counter(number.about for number in self.view.numbers)
        told.update(link.subject for link in self.view.links)
        told.update(thing for event in self.view.happenings for _, thing in event.roles)
        return told


def _box(label: str, size: float) -> tuple[float, float]:
    """The room that a node takes with its label below: an ideograph is about 13 wide, a Latin letter 7."""
    wide = sum(13 if ord(char) > 0x2E7F else 7 for char in label[:14])
    return max(2 * size, float(wide)) + 12, 2 * size + 26
