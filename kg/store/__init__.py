"""Keeps the graph: load, add, replace, delete, query, dump. The only home of pyoxigraph."""

from __future__ import annotations

from pathlib import Path

from kg.nquads import local
from kg.store.answer import Answer
from kg.store.folder import Folder
from kg.store.graph import Graph, Source
from kg.store.ledger import Ledger, Row
from kg.store.load import Entry
from kg.store.terms import FORMATS, Value

__all__ = ["FORMATS", "Answer", "Entry", "Folder", "Graph", "Ledger", "Row", "Source", "Value", "local", "opened"]


def opened(path: str | Path) -> Graph:
    """The graph of a store (its newest snapshot), of a folder that a build wrote, or of a file. Raises InputError."""
    return Folder.read(path) if Folder.is_one(path) else Graph.load(path)
