"""The words a reader sees for the ontology's terms, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from kg.ontology import ontology_folder, table

Pair = tuple[str, str]


@cache
def labels() -> Mapping[str, Pair]:
    """Local name of a class, property or metric → its Chinese and its English label; empty without `terms.toml`."""
    path = ontology_folder() / "terms.toml"
    return dict(_pairs(table(path))) if path.exists() else {}


@cache
def notations() -> Mapping[str, str]:
    """Local name of a unit → how it is written: `unit-percent` → `%`."""
    path = ontology_folder() / "terms.toml"
    units = table(path).get("units", {}) if path.exists() else {}
    return {name: notation for notation, name in units.items()}


def _pairs(found: Mapping[str, Any]) -> Iterator[tuple[str, Pair]]:
    for name, entry in found.items():
        if isinstance(entry, Mapping):
            chinese, english = entry.get("zh"), entry.get("en")
            if isinstance(chinese, str) or isinstance(english, str):
                yield name, (str(chinese or english), str(english or chinese))
            yield from _pairs(entry)


def label(name: str, own: Mapping[str, str]) -> Pair:
    """Both labels of a term: the ontology's, else the graph's own (`own`), else its local name.

    >>> label("metric-x", {"metric-x": "充电桩数"}), label("madeUp", {})
    (('充电桩数', '充电桩数'), ('madeUp', 'madeUp'))
    """
    found = labels().get(name)
    if found:
        return found
    words = own.get(name, name)
    return words, words
