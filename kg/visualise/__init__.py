"""The graph as one self-contained HTML file: offline, safe, with the sentence behind every line."""

from __future__ import annotations

import os

import rdflib

from kg.calm import calm
from kg.visualise.data import view
from kg.visualise.network import Network
from kg.visualise.page import render, save
from kg.visualise.source import Holder
from kg.visualise.values import View

__all__ = ["Network", "View", "page", "to_pyvis", "view", "write"]

TITLE = "知识图谱"


def to_pyvis(graph: rdflib.Graph | Holder, *, title: str = TITLE) -> Network:
    """The graph as a pyvis network with its layout: tweak it, then `write_html`.

    >>> to_pyvis(rdflib.Graph()).num_nodes()
    0
    """
    with calm():
        return Network(view(graph), title=title)


def page(graph: rdflib.Graph | Holder, *, title: str = TITLE) -> str:
    """The HTML page of a graph; the same graph and title give the same text.

    >>> page(rdflib.Graph()).startswith("<!doctype html>")
    True
    """
    with calm():
        return render(to_pyvis(graph, title=title))


def write(graph: rdflib.Graph | Holder, path: str | os.PathLike[str], *, title: str = TITLE) -> None:
    """Writes the HTML page of a graph; raises OutputError where it cannot be written."""
    save(path, page(graph, title=title))
