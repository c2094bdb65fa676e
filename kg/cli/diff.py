"""`kg diff OLD NEW`: what changed between two builds."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    """Prints what went and what came; status 1 where anything did."""
    from kg.cli.text import plain
    from kg.diff import diff
    from kg.store import opened

    found = diff(opened(arguments.old), opened(arguments.new))
    for line in found.lines():
        print(plain(line))
    facts = f"{len(found.came)} facts came, {len(found.gone)} went 新增 {len(found.came)} 条，消失 {len(found.gone)} 条"
    print(facts if found else "no difference 没有变化")
    return int(bool(found))
