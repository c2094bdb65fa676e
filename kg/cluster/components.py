"""Connected components of a graph that no one machine holds: large star and small star by turns, until only stars are left.

Kiveris and others, "Connected Components in MapReduce and Beyond" (2014): every turn ties each node to the least node around it.
Turns are few (the logarithm of the size of the largest component), each is two shuffles of the edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import Column, DataFrame

    Keep: TypeAlias = Callable[[str, DataFrame], DataFrame]


def components(edges: DataFrame, keep: Keep) -> DataFrame:
    """Edges (one, other) → (key, component): for each node the least one that it hangs together with, unless that is itself.

    `keep` writes rows down under a name and gives them back: what comes of a turn is read by the next.
    """
    from pyspark.sql import functions as F

    ends = F.greatest("one", "other").alias("node"), F.least("one", "other").alias("least")
    tied, turn = keep("turn-0", edges.where("one != other").select(*ends).distinct()), 0
    while not _stars(tied):
        turn += 1
        tied = keep(f"turn-{turn}", _turned(tied))
    return tied.select(F.col("node").alias("key"), F.col("least").alias("component"))


def _turned(tied: DataFrame) -> DataFrame:
    """One turn. Large star: what is above a node is tied to the least around it. Small star: so is what is below."""
    from pyspark.sql import functions as F

    back = tied.select(F.col("least").alias("node"), F.col("node").alias("least"))
    around = tied.union(back).select("node", "least", _least("node").alias("first"))
    above = around.where("least > node").select(F.col("least").alias("node"), F.least("first", "node").alias("least"))
    below = above.distinct().select("node", "least", _least("node").alias("first"))
    rest = below.where("least != first").select(F.col("least").alias("node"), "first")
    return below.select("node", "first").union(rest).distinct().withColumnRenamed("first", "least")


def _least(node: str) -> Column:
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    return F.min("least").over(Window.partitionBy(node))


def _stars(tied: DataFrame) -> bool:
    """Is every node tied to one other, and that one to none?"""
    from pyspark.sql import functions as F

    ends = F.array(
        F.struct(F.col("node"), F.lit(1).alias("up")), F.struct(F.col("least").alias("node"), F.lit(0).alias("up"))
    )
    each = tied.select(F.explode(ends).alias("end")).groupBy("end.node")
    counted = each.agg(F.sum("end.up").alias("up"), F.count("*").alias("all"))
    return bool(counted.where("up > 1 or (up = 1 and all > 1)").isEmpty())
