"""A graph shows itself: as a page, as a network to be changed, inside a notebook."""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: more quads than this are not drawn unasked
SHOWN_MOST = 400_000


class Shown:
    """What a graph gives to look at. The page stands above the store, so it's called by its name, and only when asked for."""

    engine: Any

    def page(self, *, title: str = "知识图谱") -> str:
        """The whole graph as one HTML page, as text.

        >>> from kg.store import Graph
        >>> Graph().page(title="空").startswith("<!doctype html>")
        True
        """
        return str(_page().page(self, title=title))

    def to_pyvis(self, *, title: str = "知识图谱") -> Any:
        """The graph as a pyvis network with its places: change nodes and edges, then `write_html(path)`; see `Network`."""
        return _page().to_pyvis(self, title=title)

    def _repr_html_(self) -> str:
        """Shows the graph in a notebook; of a very large one, how to look at a part."""
        quads = len(self.engine)
        if quads > SHOWN_MOST:
            return f"<p>{quads:,} quads 图太大: <code>kg.view(graph, around=…)</code>, <code>kg.view(graph, query=…)</code></p>"
        return str(self.to_pyvis()._repr_html_())


def _page() -> Any:
    return import_module("kg.visualise")
