"""Which things a page opens with: those that much is told of, and that hang together, so that the first picture tells a story."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping

import networkx

#: what it is worth to be tied to none, one, two … of those chosen already: alone is nearly out of place, a bridge is welcome
TIED = (-2.0, 1.5, 2.5, 3.0, 3.2)
RECENT = 0.4  #: how much more the newest counts than the oldest


def weigh(told: Mapping[str, int], newest: Mapping[str, str]) -> dict[str, float]:
    """How telling each thing is: by how much is told of it, more where that is recent (`newest`: its last day, as text).

    >>> found = weigh({"a": 7, "b": 7, "c": 0}, {"a": "2025-01-01", "b": "2026-01-01"})
    >>> found["b"] > found["a"] > found["c"]
    True
    """
    days = {day: turn for turn, day in enumerate(sorted(set(newest.values())), 1)}
    most = len(days) or 1
    return {
        id: math.log2(1 + many) * (1 + RECENT * (days[newest[id]] / most if id in newest else 0.0))
        for id, many in told.items()
    }


def choose(graph: networkx.Graph[str], weight: Mapping[str, float], most: int, given: Iterable[str] = ()) -> list[str]:
    """The `most` things to begin with: always the `given` ones, then one by one whichever tells most beside those chosen.

    >>> star = networkx.Graph([("hub", "a"), ("hub", "b")])
    >>> star.add_nodes_from(["lonely"])
    >>> choose(star, {"hub": 2.0, "a": 1.0, "b": 1.0, "lonely": 1.5}, 3)
    ['hub', 'a', 'b']
    """
    chosen = dict.fromkeys(id for id in given if id in weight)
    tied = {id: sum(other in chosen for other in graph[id]) for id in weight}
    queue = [(-weight[id] - TIED[min(tied[id], 4)], id, tied[id]) for id in sorted(weight) if id not in chosen]
    heapq.heapify(queue)
    while queue and len(chosen) < most:
        _, id, ties = heapq.heappop(queue)
        if id in chosen or ties != tied[id]:
            continue
        chosen[id] = None
        for other in graph[id]:
            if other in tied and other not in chosen:
                tied[other] += 1
                heapq.heappush(queue, (-weight[other] - TIED[min(tied[other], 4)], other, tied[other]))
    return list(chosen)
