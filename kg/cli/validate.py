"""`kg validate`: does the graph keep to the ontology?"""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    """Prints every violation; status 1 where there is one."""
    from kg.validate import validate

    report = validate(arguments.graph)
    print(report, end="")
    return 0 if report.conforms else 1
