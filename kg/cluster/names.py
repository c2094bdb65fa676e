"""Names across documents on a cluster: the decisions of `kg.across.decide`, by joins, and no document passes the driver.

What documents have of names is added up by name; blocks of names give the pairs; what stands around both names of a pair is
counted by joins; names that hang together, by pairs, by the user's rules or by one name for several kinds, are found as
connected components. Each component is small and closed: nothing outside bears on it, so the code that decides on a corpus
in one process (`kg.across.decide.settle`) decides on it, and the same comes out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.across import Decisions, Merge, Rules, Target
from kg.across.namesakes import MANY
from kg.cluster.components import components
from kg.engine import names as worker
from kg.engine.names import key

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row

    from kg.cluster.components import Keep


def decided(profiles: DataFrame, rules: Rules, keep: Keep) -> Decisions:
    """The decisions for all documents: the same as `kg.across.decide` makes of their profiles (one column, `profile`).

    `keep` writes rows down under a name and gives them back.
    """
    names = keep("names", _names(profiles))
    ties = keep("ties", _ties(profiles))
    pairs = keep("pairs", _pairs(names, ties))
    together = components(_edges(names, pairs, rules), keep)
    weighed = _weighed(pairs, profiles, ties).join(_namesakes(pairs, names), "short", "left").na.fill(0, ["namesakes"])
    rows = _by(_rows(names, weighed, together), "component")
    settled = rows.mapInArrow(worker.Settling(rules), worker.SETTLED)
    return _decisions(settled.collect(), pairs.count())


def _by(rows: DataFrame, *columns: str) -> DataFrame:
    """The rows so that those of equal first column come to one worker, one after another."""
    return rows.repartition(columns[0]).sortWithinPartitions(*columns)


def _names(profiles: DataFrame) -> DataFrame:
    counted = profiles.mapInArrow(worker.counted, worker.NAMES)
    return _by(counted, "key").mapInArrow(worker.merged, worker.NAMES)


def _ties(profiles: DataFrame) -> DataFrame:
    """Each relation between two names once, with how often documents tell it."""
    from pyspark.sql import functions as F

    told = profiles.mapInArrow(worker.ties, worker.TIES)
    return told.groupBy("one", "property", "other").agg(F.count("*").alias("times"))


def _pairs(names: DataFrame, ties: DataFrame) -> DataFrame:
    """The candidates, each pair once."""
    from pyspark.sql import functions as F

    asked = names.select("key", "name").mapInArrow(worker.asking, worker.ASKED)
    there = names.select(F.col("key").alias("asked"), "known")
    answers = asked.join(there, "asked").groupBy("key").agg(F.collect_list(F.struct("asked", "known")).alias("answers"))
    asking = names.join(answers, "key", "left")
    blocks = asking.select("key", "name", "answers").mapInArrow(worker.blocks, worker.BLOCKS)
    common = ties.select("one", "property", "other").mapInArrow(worker.shared, worker.BLOCKS)
    blocked = _by(blocks.union(common), "block", "key").mapInArrow(worker.blocked, worker.PAIRS)
    told = asking.select("key", "name", "answers").mapInArrow(worker.told, worker.PAIRS)
    best = F.min(F.struct("rank", "why", "said", "examples", "short")).alias("best")
    return blocked.union(told).groupBy("one", "other").agg(best).select("one", "other", "best.*")


def _weighed(pairs: DataFrame, profiles: DataFrame, ties: DataFrame) -> DataFrame:
    """The candidates with what stands around them: `shared`, `apart`, `ties`."""
    from pyspark.sql import functions as F

    ends, counts = ("one", "other"), ("shared", "apart", "ties")
    out = ties.select(
        F.col("one").alias("key"), F.concat(F.lit(">"), "property").alias("what"), F.col("other").alias("at")
    )
    into = ties.select(
        F.col("other").alias("key"), F.concat(F.lit("<"), "property").alias("what"), F.col("one").alias("at")
    )
    present = profiles.mapInArrow(worker.present, worker.PRESENT).select(
        "key", F.lit("").alias("what"), F.col("document").alias("at")
    )
    sides = pairs.select(*ends, F.explode(F.array(*ends)).alias("key"))
    both = sides.join(out.union(into).union(present), "key").groupBy(*ends, "what", "at").count().where("count = 2")
    common = both.select(*ends, F.expr("int(what != '')").alias("shared"), F.expr("int(what = '')").alias("apart"))
    tied = ties.select(F.least(*ends).alias("one"), F.greatest(*ends).alias("other"), F.col("times").alias("ties"))
    counted = common.unionByName(tied.join(pairs.select(*ends), list(ends)), allowMissingColumns=True)
    sums = counted.groupBy(*ends).agg(*(F.sum(name).alias(name) for name in counts))
    return pairs.join(sums, list(ends), "left").na.fill(0, list(counts))


def _namesakes(pairs: DataFrame, names: DataFrame) -> DataFrame:
    """For each short name of which it is asked, how many names end in it: as many as count."""
    from pyspark.sql import functions as F

    short = pairs.select("short").where("short is not null").distinct()
    ends = names.select("key").mapInArrow(worker.ending, worker.ENDS).join(short, "short")
    counted = ends.groupBy("short").agg(F.count_distinct("spelling").alias("many"))
    return counted.select("short", F.least("many", F.lit(MANY + 1)).alias("namesakes"))


def _edges(names: DataFrame, pairs: DataFrame, rules: Rules) -> DataFrame:
    """What makes names hang together: a pair, one name for several kinds, a rule of the user for names of whatever kind."""
    from pyspark.sql import functions as F

    known = names.select("key", F.substring_index("key", "\t", 1).alias("name"))
    alike = known.groupBy("name").agg(F.min("key").alias("one"), F.max("key").alias("last")).where("one != last")
    homonyms = known.join(alike, "name").select("one", F.col("key").alias("other"))
    edges = pairs.select("one", "other").union(homonyms)
    # a rule is a node of its own: that of no name, for it begins as none does
    said = [(name, f"\t{place}") for place, pair in enumerate(rules.pairs) for name in pair[:2] if pair.same]
    if not said:
        return edges
    ruled = names.sparkSession.createDataFrame(said, "name string, one string")
    return edges.union(known.join(F.broadcast(ruled), "name").select("one", F.col("key").alias("other")))


def _rows(names: DataFrame, weighed: DataFrame, together: DataFrame) -> DataFrame:
    """Names and pairs under the component that they belong to; a name that hangs together with none is its own."""
    pairs = weighed.withColumnRenamed("one", "key")
    rows = names.select("key", "name").unionByName(pairs, allowMissingColumns=True).join(together, "key", "left")
    return rows.selectExpr("coalesce(component, key) AS component", *worker.SETTLING)


def _decisions(settled: list[Row], candidates: int) -> Decisions:
    """What was decided: the names that do not stay as they are, and the merges in their order."""
    merges = [Merge.read(merge) for _, merge in sorted(json.loads(row.merge) for row in settled if row.merge)]
    table = {key(row.key): Target(*json.loads(row.target)) for row in settled if row.target}
    names, homonyms = (sum(row[place] for row in settled) for place in ("names", "homonyms"))
    counts = {"names": names, "candidates": candidates, "merges": len(merges), "homonyms": homonyms}
    return Decisions(table, tuple(merges), counts)
