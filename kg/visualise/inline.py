"""The page inside a notebook: an iframe that holds it whole, apart from the notebook's own page, and asks for nothing."""

from __future__ import annotations

from dataclasses import replace

from kg.visualise.network import Network
from kg.visualise.page import render
from kg.visualise.part import keep
from kg.visualise.values import Asked

MOST = 600_000  #: bytes of a page inside a notebook: each output is kept in its file
HIGH = 560  #: pixels
#: scripts run, in an origin of their own: neither the notebook nor its server is in reach
RIGHTS = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"


def inline(network: Network, *, most: int = MOST) -> str:
    """The page of a network for a notebook, at most `most` bytes where 20 things fit: else of its most telling part.

    >>> inline(Network(title="'>"))[:62]
    '<iframe sandbox="allow-scripts allow-downloads allow-popups al'
    """
    found, number = frame(network), len(network.nodes)
    while len(found.encode("utf-8")) > most and number > 20:
        number = min(300, number // 2)
        found = frame(cut(network, number))
    return found


def frame(network: Network) -> str:
    """The iframe of a page, whatever its size."""
    page = (
        render(network).replace("&", "&amp;").replace("'", "&#39;")
    )  # in single quotes: the data is full of double ones
    style = f"width:100%;height:{HIGH}px;border:1px solid #8884;border-radius:6px"
    return (
        f'<iframe sandbox="{RIGHTS}" allow="clipboard-write" style="{style}" loading="lazy" srcdoc=\'{page}\'></iframe>'
    )


def cut(network: Network, most: int) -> Network:
    """The first so many nodes of a network, those of its first view before others, as they are; and what they share."""
    nodes = sorted(network.nodes, key=lambda node: bool(node.get("hidden")))[:most]
    ids = {node["id"] for node in nodes}
    total = network.view.asked.total if network.view.asked else len(network.nodes)
    view = keep(network.view, ids)
    things = tuple(thing for thing in view.things if thing.id in ids)
    asked = network.view.asked or Asked("part", "", len(nodes), total)
    small = Network(title=network.heading)
    small.view = replace(view, things=things, asked=asked)
    for node in nodes:
        small.nodes.append(node)
        small.node_map[node["id"]] = node
        small.node_ids.append(node["id"])
    rows = {
        "link": {id(link): row for row, link in enumerate(view.links)},
        "event": {id(event): row for row, event in enumerate(view.happenings)},
    }
    whole = {"link": network.view.links, "event": network.view.happenings}
    for edge in network.edges:
        if edge["from"] in ids and edge["to"] in ids:
            facts = [(kind, rows[kind].get(id(whole[kind][row]))) for kind, row in edge.get("facts", ())]
            small.edges.append({**edge, "facts": [fact for fact in facts if fact[1] is not None]})
    return small
