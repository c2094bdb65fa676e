"""Chinese news → an evidenced knowledge graph: offline, deterministic, without a language model.

    import kg
    facts = kg.extract("小米汽车位于北京亦庄。")            # the facts of one text, as objects
    graph = kg.build(["news/"], output="output").graph     # files in, graph out

Names are imported when they are first used: `import kg` alone is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.build import Build, build
    from kg.errors import InputError, KgError, OntologyError, OutputError, QueryError, UsageError
    from kg.look import view
    from kg.model import (
        Change,
        Clause,
        Document,
        Entity,
        Event,
        Evidence,
        Facts,
        Mention,
        Observation,
        Quantity,
        Refusal,
        Relation,
        Span,
        Time,
    )
    from kg.ontology import Ontology, load
    from kg.pipeline import extract
    from kg.recognise.quantities import quantities
    from kg.recognise.times import times
    from kg.store import Graph

__version__ = "0.1.0"
__all__ = [
    "Build",
    "Change",
    "Clause",
    "Document",
    "Entity",
    "Event",
    "Evidence",
    "Facts",
    "Graph",
    "InputError",
    "KgError",
    "Mention",
    "Observation",
    "Ontology",
    "OntologyError",
    "OutputError",
    "Quantity",
    "QueryError",
    "Refusal",
    "Relation",
    "Span",
    "Time",
    "UsageError",
    "build",
    "extract",
    "load",
    "quantities",
    "times",
    "view",
]

_HOMES = {
    "kg.build": ("Build",),
    "kg.errors": ("InputError", "KgError", "OntologyError", "OutputError", "QueryError", "UsageError"),
    "kg.look": ("view",),
    "kg.ontology": ("Ontology", "load"),
    "kg.pipeline": ("extract",),
    "kg.recognise.quantities": ("quantities",),
    "kg.recognise.times": ("times",),
    "kg.store": ("Graph",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "build":  # the module, which can be called: a function of that name would hide it
        return import_module("kg.build")
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}; it has: {', '.join(__all__)}")
    return getattr(import_module(_HOME_OF.get(name, "kg.model")), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
