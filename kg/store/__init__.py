"""Keeps the graph: load, add, replace, delete, query, dump. The only home of pyoxigraph."""

from kg.store.answer import Answer
from kg.store.folder import Entry, Folder
from kg.store.graph import Graph, Source
from kg.store.ledger import Ledger, Row
from kg.store.terms import FORMATS, Value, local

__all__ = ["FORMATS", "Answer", "Entry", "Folder", "Graph", "Ledger", "Row", "Source", "Value", "local"]
