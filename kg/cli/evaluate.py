"""`kg eval`: builds from labelled texts, in memory, and scores what comes out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli.text import plain
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.learn.score import Score


def run(arguments: argparse.Namespace) -> int:
    """Prints the table; status 1 where the facts' F1 is below `--min-f1`. Raises InputError for files that don't fit."""
    from kg.admit import Gate
    from kg.learn.score import Score
    from kg.model import Document
    from kg.ontology import load
    from kg.pipeline import Extractor
    from kg.read import read

    ontology = load()
    extract, gate, score = Extractor(ontology), Gate(ontology), Score()
    documents = {one.id: one for one in read([str(arguments.text)]) if isinstance(one, Document)}
    for gold in _lines(arguments.gold):
        if gold["id"] not in documents:
            raise InputError(f"{arguments.text}: has no text '{gold['id']}', which {arguments.gold} speaks of")
        before = len(score.errors)
        score.add(gold, gate(extract(documents[gold["id"]]))[0])
        if arguments.errors:
            print(gold["id"], *(f"  {plain(line)}" for line in score.errors[before:]), sep="\n")
    print(json.dumps(_figures(score), ensure_ascii=False, indent=1) if arguments.json else "\n".join(_table(score)))
    low = arguments.min_f1 is not None and score.tallies["facts"].f1 < arguments.min_f1
    return int(low)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip():
                gold = json.loads(line)
                if not isinstance(gold, dict) or "id" not in gold or "entities" not in gold:
                    raise InputError(f"{path}: line {number} lacks 'id' or 'entities'")
                yield gold
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: is no JSON lines in UTF-8: {error}") from error


def _figures(score: Score) -> dict[str, Any]:
    figures: dict[str, Any] = {
        kind: {"p": round(t.precision, 4), "r": round(t.recall, 4), "f1": round(t.f1, 4)}
        for kind, t in score.tallies.items()
    }
    figures["attributes"] = {name: round(share, 4) for name, share in score.attributes().items()}
    figures["evidence_exact"] = score.evidence
    return figures


def _table(score: Score) -> Iterator[str]:
    yield f"{'':12}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>7}"
    for kind, t in score.tallies.items():
        yield f"{kind:12}{t.precision:7.3f}{t.recall:7.3f}{t.f1:7.3f}{t.right:7d}{t.wrong:7d}{t.missed:7d}"
    yield "attributes  " + (", ".join(f"{name} {share:.0%}" for name, share in score.attributes().items()) or "-")
    yield "evidence    " + ("no facts" if score.evidence is None else f"{score.evidence:.1%} exact of {score.told}")
