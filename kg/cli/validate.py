"""`kg validate`: does the graph keep to the ontology?"""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    """Prints every violation; status 1 where there is one."""
    from kg.store import Folder
    from kg.validate import validate

    stored = Folder.is_one(arguments.graph)
    report = validate(Folder.read(arguments.graph) if stored else arguments.graph)
    print(report, end="")
    return 0 if report.conforms else 1
