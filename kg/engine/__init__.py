"""All engines: documents in, the same outcomes out in the same order."""

from __future__ import annotations

from kg.engine import local, pool
from kg.engine.task import Engine

ENGINES: tuple[Engine, ...] = (Engine("local", local.run), Engine("pool", pool.run))
