"""`kg ontology`: the terms of the vocabulary, with their names in both languages."""

from __future__ import annotations

import argparse
import json

from kg.errors import UsageError


def run(arguments: argparse.Namespace) -> int:
    """Prints the terms that fit; raises UsageError for a kind that there is not."""
    from kg.ontology import ontology_folder, table

    data = table(ontology_folder() / "terms.toml")
    labels: dict[str, dict[str, str]] = data["labels"]
    kinds = sorted({about["kind"] for about in labels.values()})
    if arguments.kind and arguments.kind not in kinds:
        raise UsageError(f"unknown kind '{arguments.kind}'; choose one of {', '.join(kinds)}")
    found = {name: about for name, about in labels.items() if _fits(name, about, arguments)}
    if arguments.json:
        details = {
            name: about | data["properties"].get(name, {}) | data["metrics"].get(name, {})
            for name, about in found.items()
        }
        print(json.dumps(details, ensure_ascii=False, indent=1))
    else:
        print(*_lines(found), sep="\n")
    return 0 if found else 1


def _fits(name: str, about: dict[str, str], arguments: argparse.Namespace) -> bool:
    if arguments.kind and about["kind"] != arguments.kind:
        return False
    words = " ".join((name, *about.values())).lower()
    return all(word.lower() in words for word in arguments.words)


def _lines(found: dict[str, dict[str, str]]) -> list[str]:
    from kg.cli.text import padded

    if not found:
        return ["no term fits 没有符合的词"]
    rows = [(about["kind"], f"kg:{name}", about.get("zh", ""), about.get("en", "")) for name, about in found.items()]
    return padded(rows)
