"""Where the things stand: worked out before the page is written, so that it opens at once and always the same.

Plain Python arithmetic in a fixed order: the same graph gives the same places on every machine. Coordinates are pixels
of the unscaled page, x to the right, y down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import networkx

Point = tuple[float, float]
Places = dict[str, Point]

SPRING_MOST = 400  #: a component with more nodes keeps its tree places: springs would take too long
ROUNDS = 130
IDEAL = 82.0
REACH = IDEAL * 3.2
CELL = 30.0
WIDE = 1.8  #: a page is wider than high
GOLDEN = math.pi * (3 - math.sqrt(5))


def place(graph: networkx.Graph[str], boxes: Mapping[str, Point]) -> Places:
    """A place for every node, no two alike: each component by itself, then packed by size around the middle.

    `boxes` gives the width and height that a node takes with its label.

    >>> sorted(place(networkx.Graph([("a", "b")]), {"a": (40.0, 30.0), "b": (40.0, 30.0)}))
    ['a', 'b']
    """
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    drawn = []
    for part in parts:
        order = sorted(part)
        places = tree(graph, order)
        if 2 < len(order) <= SPRING_MOST:
            places = spring(graph, order, places)
        drawn.append(apart(places, boxes))
    return pack(drawn, graph, boxes)


def tree(graph: networkx.Graph[str], order: Sequence[str]) -> Places:
    """Rings around the busiest node; each branch gets a share of the circle by its size."""
    root = max(order, key=lambda node: (graph.degree(node), node))
    levels, parent = _rings(graph, root)
    size = dict.fromkeys(order, 1.0)
    for ring in reversed(levels[1:]):
        for node in ring:
            size[parent[node]] += size[node]
    places: Places = {root: (0.0, 0.0)}
    share = {root: (0.0, 2 * math.pi)}
    radius = 0.0
    for depth, ring in enumerate(levels[1:], 1):
        radius = max(radius + IDEAL, len(ring) * IDEAL * 0.55 / (2 * math.pi))
        start = {node: share[node][0] for node in levels[depth - 1]}
        for node in ring:
            above = parent[node]
            width = share[above][1] * size[node] / max(size[above] - 1, 1)
            angle, share[node] = start[above] + width / 2, (start[above], width)
            start[above] += width
            places[node] = (radius * math.cos(angle), radius * math.sin(angle))
    return places


def _rings(graph: networkx.Graph[str], root: str) -> tuple[list[list[str]], dict[str, str]]:
    levels, parent, seen = [[root]], {}, {root}
    while levels[-1]:
        ring = []
        for node in levels[-1]:
            for other in sorted(graph[node]):
                if other not in seen:
                    seen.add(other)
                    parent[other] = node
                    ring.append(other)
        levels.append(ring)
    return levels[:-1], parent


def spring(graph: networkx.Graph[str], order: Sequence[str], places: Places) -> Places:
    """Springs along the edges, nodes pushing each other off; only near nodes count, so that it stays cheap."""
    number = {node: index for index, node in enumerate(order)}
    xs, ys = [places[node][0] for node in order], [places[node][1] for node in order]
    weight = [min(1.7, 0.9 + 0.1 * math.sqrt(1.0 + graph.degree(node))) for node in order]
    edges = sorted({(min(a, b), max(a, b)) for a, b in ((number[s], number[t]) for s, t in graph.edges(order))})
    pairs: list[tuple[int, int]] = []
    for turn in range(ROUNDS):
        heat = IDEAL * 0.9 * (1 - turn / ROUNDS) + 1.0
        if turn % 4 == 0:  # who is near changes slowly
            far = (REACH * 1.2) ** 2
            pairs = [(a, b) for a, b in _near(xs, ys, REACH) if (xs[a] - xs[b]) ** 2 + (ys[a] - ys[b]) ** 2 < far]
        fx, fy = [-0.012 * x for x in xs], [-0.02 * y for y in ys]
        _push(xs, ys, weight, pairs, fx, fy)
        _pull(xs, ys, weight, edges, fx, fy)
        for index in range(len(order)):
            length = math.sqrt(fx[index] * fx[index] + fy[index] * fy[index]) or 1.0
            step = min(length, heat) / length
            xs[index] += fx[index] * step
            ys[index] += fy[index] * step
    return _laid_down({node: (xs[index], ys[index]) for index, node in enumerate(order)})


def _laid_down(places: Places) -> Places:
    """Turned so that it is longest from left to right, as the page is, unless it lies well as it is."""
    if _length(y for _, y in places.values()) < 0.8 * _length(x for x, _ in places.values()):
        return places
    many = len(places)
    x0, y0 = sum(x for x, _ in places.values()) / many, sum(y for _, y in places.values()) / many
    across = sum((x - x0) ** 2 - (y - y0) ** 2 for x, y in places.values())
    skew = sum((x - x0) * (y - y0) for x, y in places.values())
    angle = math.atan2(2 * skew, across) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    return {node: ((x - x0) * cos + (y - y0) * sin, (y - y0) * cos - (x - x0) * sin) for node, (x, y) in places.items()}


def _length(numbers: Iterable[float]) -> float:
    found = sorted(numbers)
    return found[-1] - found[0]


def _push(
    xs: list[float],
    ys: list[float],
    weight: list[float],
    pairs: Iterable[tuple[int, int]],
    fx: list[float],
    fy: list[float],
) -> None:
    most, strength = REACH * REACH, IDEAL * IDEAL * 0.5
    for a, b in pairs:
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        square = dx * dx + dy * dy
        if square < most:
            force = strength * weight[a] * weight[b] / (square or 1.0)
            dx, dy = (dx or 0.5 + a % 7) * force, (dy or 0.5 + b % 5) * force
            fx[a] += dx
            fy[a] += dy
            fx[b] -= dx
            fy[b] -= dy


def _near(xs: list[float], ys: list[float], reach: float) -> Iterator[tuple[int, int]]:
    """Pairs of nodes in the same or in touching squares of a grid."""
    grid: dict[tuple[int, int], list[int]] = {}
    for index, (x, y) in enumerate(zip(xs, ys, strict=True)):
        grid.setdefault((math.floor(x / reach), math.floor(y / reach)), []).append(index)
    for (column, row), here in grid.items():
        for turn, a in enumerate(here):
            for b in here[turn + 1 :]:
                yield a, b
        for step in ((1, -1), (1, 0), (1, 1), (0, 1)):
            for b in grid.get((column + step[0], row + step[1]), ()):
                for a in here:
                    yield a, b


def _pull(
    xs: list[float],
    ys: list[float],
    weight: list[float],
    edges: Iterable[tuple[int, int]],
    fx: list[float],
    fy: list[float],
) -> None:
    for a, b in edges:
        dx, dy = xs[a] - xs[b], ys[a] - ys[b]
        length = math.sqrt(dx * dx + dy * dy)
        pull = length / IDEAL / (2.5 * min(weight[a], weight[b]) - 1.25)
        dx, dy = dx * pull * 0.5, dy * pull * 0.5
        fx[a] -= dx
        fy[a] -= dy
        fx[b] += dx
        fy[b] += dy


def apart(places: Places, boxes: Mapping[str, Point]) -> Places:
    """Moves nodes until no two boxes overlap (or 60 rounds have passed)."""
    order = list(places)
    xs, ys = [places[node][0] for node in order], [places[node][1] for node in order]
    size = [boxes[node] for node in order]
    reach = max((max(box) for box in size), default=1.0)
    for _ in range(60):
        moved = False
        for a, b in _near(xs, ys, reach):
            dx, dy = xs[b] - xs[a], ys[b] - ys[a]
            over = (size[a][0] + size[b][0]) / 2 - abs(dx), (size[a][1] + size[b][1]) / 2 - abs(dy)
            if min(over) > 0.5:
                moved = True
                if over[0] * 0.6 < over[1]:
                    step = math.copysign(over[0] / 2, dx)
                    xs[a], xs[b] = xs[a] - step, xs[b] + step
                else:
                    step = math.copysign(over[1] / 2, dy)
                    ys[a], ys[b] = ys[a] - step, ys[b] + step
        if not moved:
            break
    return {node: (xs[index], ys[index]) for index, node in enumerate(order)}


Square = tuple[int, int]


def pack(drawn: Sequence[Places], graph: networkx.Graph[str], boxes: Mapping[str, Point]) -> Places:
    """Puts the components beside each other, the largest in the middle, small ones into the gaps."""
    taken: set[Square] = set()
    places: Places = {}
    order: list[Square] = []
    tried: dict[int, int] = {}
    for part in drawn:
        middle = _middle(part)
        shape = sorted(_squares(part, middle, graph, boxes))
        if len(order) < 4 * (len(taken) + len(shape)) + 64:
            order = _rounds(8 * (len(taken) + len(shape)) + 256)
            tried = {}
        size = len(shape)
        start = max((found for tall, found in tried.items() if tall <= size), default=0)
        at, column, row = _free(order, start, shape, taken)
        tried[size] = at
        taken.update((x + column, y + row) for x, y in shape)
        for node, (x, y) in part.items():
            places[node] = (x - middle[0] + column * CELL, y - middle[1] + row * CELL)
    return places


def _free(order: list[Square], start: int, shape: list[Square], taken: set[Square]) -> tuple[int, int, int]:
    """The first place, from the middle outwards, where the shape meets nothing."""
    for at in range(start, len(order)):
        column, row = order[at]
        if not any((x + column, y + row) in taken for x, y in shape):
            return at, column, row
    column = max(x for x, _ in taken) - min(x for x, _ in shape) + 2
    return len(order), column, 0


def _middle(part: Places) -> Point:
    xs, ys = [x for x, _ in part.values()], [y for _, y in part.values()]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _squares(part: Places, middle: Point, graph: networkx.Graph[str], boxes: Mapping[str, Point]) -> Iterator[Square]:
    """The squares that a component covers, edges and a margin included."""
    for node, (x, y) in part.items():
        wide, high = boxes[node]
        left, right = (x - middle[0] - wide / 2) // CELL, (x - middle[0] + wide / 2) // CELL
        top, bottom = (y - middle[1] - high / 2) // CELL, (y - middle[1] + high / 2) // CELL
        for column in range(int(left), int(right) + 1):
            for row in range(int(top), int(bottom) + 1):
                yield column, row
        for other in sorted(graph[node]):
            if node < other:
                yield from _along(
                    (x - middle[0], y - middle[1]), (part[other][0] - middle[0], part[other][1] - middle[1])
                )


def _along(start: Point, end: Point) -> Iterator[Square]:
    steps = int(max(abs(start[0] - end[0]), abs(start[1] - end[1])) / CELL) + 1
    for step in range(steps + 1):
        share = step / steps
        yield (
            int((start[0] + (end[0] - start[0]) * share) // CELL),
            int((start[1] + (end[1] - start[1]) * share) // CELL),
        )


def _rounds(most: int) -> list[Square]:
    """Squares from the middle outwards, in wide ellipses."""
    high = int(math.sqrt(most / WIDE) / 2) + 1
    wide = int(high * WIDE) + 1
    found = [(column, row) for column in range(-wide, wide + 1) for row in range(-high, high + 1)]
    return sorted(found, key=lambda square: ((square[0] / WIDE) ** 2 + square[1] ** 2, square))


def settle(graph: networkx.Graph[str], places: Places, order: Sequence[str]) -> Places:
    """Places for the rest, cheaply: each in `order` next to its placed neighbours, on a free square of a wide grid.

    Gives new places only; nodes with no placed neighbour go below all others.
    """
    wide, high = CELL * 4, CELL * 2
    taken = {(round(x / wide), round(y / high)) for x, y in places.values()}
    turns: dict[Square, int] = {}
    known, fresh = dict(places), {}
    bottom = max((y for _, y in places.values()), default=0.0) + 6 * high
    for node in order:
        near = [known[other] for other in sorted(graph[node]) if other in known]
        x, y = (sum(xs) / len(near) for xs in zip(*near, strict=True)) if near else (0.0, bottom)
        middle = (round(x / wide), round(y / high))
        region = (middle[0] // 8, middle[1] // 8)  # what lies close together searches on from the same turn
        turn = turns.get(region, 0)
        square = middle
        while square in taken:
            turn += 1
            across, down = _petal(turn)
            square = middle[0] + across, middle[1] + down
        turns[region] = max(0, turn - 8)
        taken.add(square)
        known[node] = fresh[node] = (square[0] * wide, square[1] * high)
    return fresh


@cache
def _petal(turn: int) -> Square:
    """The steps from the middle of a sunflower to its seed of that number."""
    radius, angle = math.sqrt(turn) * 0.72, turn * GOLDEN
    return round(radius * math.cos(angle)), round(radius * math.sin(angle))
