"""All engines: documents in, the same outcomes out in the same order."""

from __future__ import annotations

from collections.abc import Mapping

from kg.engine import local, pool
from kg.engine.task import Run

ENGINES: Mapping[str, Run] = {"local": local.run, "pool": pool.run}
