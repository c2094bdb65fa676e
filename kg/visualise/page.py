"""One HTML file with everything in it: template, style, script and data. It needs no network and asks for none."""

from __future__ import annotations

import base64
import hashlib
import html
import os
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.export import write_file
from kg.visualise.network import Network
from kg.visualise.payload import Payload, block

SCRIPTS = (
    "words.js",
    "data.js",
    "canvas.js",
    "labels.js",
    "elements.js",
    "periods.js",
    "quotes.js",
    "relations.js",
    "charts.js",
    "figures.js",
    "timeline.js",
    "article.js",
    "copy.js",
    "panel.js",
    "filter.js",
    "undo.js",
    "find.js",
    "choose.js",
    "paths.js",
    "deeds.js",
    "hash.js",
    "theme.js",
    "slider.js",
    "papers.js",
    "legend.js",
    "bar.js",
    "list.js",
    "export.js",
    "tools.js",
    "pointer.js",
    "keys.js",
    "asked.js",
    "page.js",
)
STYLES = ("page.css", "panel.css", "tools.css")


@cache
def part(name: str) -> str:
    """A file of the template, as it stands in the package, with `\\n` line ends."""
    return files("kg.visualise").joinpath("template", name).read_text("utf-8")


@cache
def script() -> str:
    """The page's whole script: its files, in order, in one closed scope."""
    return '"use strict";\n(() => {\n' + "\n".join(part(name) for name in SCRIPTS) + "\n})();\n"


@cache
def style() -> str:
    """The page's whole style."""
    return "\n".join(part(name) for name in STYLES)


def policy() -> str:
    """The content security policy: this one script and this one style by their hashes, nothing else, no network."""
    script_hash, style_hash = (_hash(text) for text in (script(), style()))
    rules = ("default-src 'none'", f"script-src '{script_hash}'", f"style-src '{style_hash}'", "img-src data: blob:")
    return "; ".join((*rules, "connect-src 'none'", "base-uri 'none'", "form-action 'none'"))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def render(network: Network) -> str:
    """The page of a network, always the same for the same network.

    >>> render(Network(title="<b>")).count("<b>")
    0
    """
    data, coding = block(Payload(network).columns())
    page = part("page.html")
    fields = {
        "policy": html.escape(policy(), quote=False),
        "title": html.escape(network.heading.encode("utf-8", "replace").decode("utf-8")),
        "coding": coding,
        "style": style(),
        "script": script(),
        "data": data,
    }
    pieces = page.split("{{")
    return pieces[0] + "".join(_fill(piece, fields) for piece in pieces[1:])


def _fill(piece: str, fields: dict[str, str]) -> str:
    name, _, rest = piece.partition("}}")
    return fields[name] + rest


def save(path: str | os.PathLike[str], text: str) -> None:
    """Writes a page as UTF-8 whatever the system's own encoding is; raises OutputError, what stood there is then intact."""
    write_file(Path(path), text.encode("utf-8"))
