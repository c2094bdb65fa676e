"""`kg build`: texts → a folder with the graph."""

from __future__ import annotations

import argparse
import re
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from kg.cli.progress import Progress
from kg.errors import UsageError

_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#:]")


def run(arguments: argparse.Namespace) -> int:
    """Builds, and prints the summary; the time goes to stderr, so that equal builds print the same."""
    from kg.build import build

    if arguments.engine == "spark":
        return _spark(arguments)
    if arguments.master or arguments.conf or arguments.parts:
        raise UsageError("--master, --conf and --parts are for --engine spark")
    issued, base = day(arguments.date), _base(arguments)
    if arguments.prune and not arguments.store:
        raise UsageError("--prune takes documents out of a store: say which with --store FOLDER")
    output = arguments.output or (None if arguments.store else Path("output"))
    shown = arguments.progress or (sys.stderr.isatty() and not arguments.quiet)
    with Progress() if shown else nullcontext() as progress:
        built = build(
            arguments.inputs,
            output=output,
            base=base,
            issued=issued,
            source=arguments.source,
            learned=not arguments.fast,
            engine=arguments.engine,
            jobs=arguments.jobs,
            ontology=arguments.ontology,
            progress=progress.one if progress else None,
            read=progress.read if progress else None,
            strict=arguments.strict,
            store=arguments.store,
            prune=arguments.prune,
            links=arguments.links,
        )
    if not arguments.quiet:
        print(built.report.summary())
        if arguments.store:
            ((count,),) = built.graph.query("SELECT (COUNT(*) AS ?n) { ?document a kg:Document }").rows()
            print(f"  → {arguments.store} ({count} documents 文档)")
        if output:
            print(f"  → {output}/graph.ttl, graph.nq, graph.html, report.json, quarantine.jsonl, merges.jsonl")
        print(f"{built.report.seconds:.1f} s", file=sys.stderr)
    return 0


def _spark(arguments: argparse.Namespace) -> int:
    from kg.cluster import build

    if arguments.store or arguments.prune or arguments.jobs or arguments.strict:
        raise UsageError(
            "--store, --prune, --jobs and --strict are not for --engine spark: it writes shards, which kg store rebuild takes"
        )
    output = arguments.output or Path("output")
    report = build(
        arguments.inputs,
        output,
        base=_base(arguments),
        issued=day(arguments.date),
        source=arguments.source,
        learned=not arguments.fast,
        ontology=arguments.ontology,
        master=arguments.master,
        settings=dict(map(_setting, arguments.conf)),
        parts=arguments.parts,
        links=arguments.links,
    )
    if not arguments.quiet:
        print(report.summary())
        print(f"  → {output}/manifest.json, part-*.nq.gz, facts/, report.json, quarantine.jsonl, merges.jsonl")
        print(f"{report.seconds:.1f} s", file=sys.stderr)
    return 0


def _setting(words: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not (name.startswith("spark.") and equals):
        raise UsageError(f"--conf '{words}': write a setting of Spark, such as spark.executor.memory=4g")
    return name, value


def _base(arguments: argparse.Namespace) -> str:
    from kg.nquads import BASE

    base: str = arguments.base or BASE
    if not _BASE.fullmatch(base):
        raise UsageError(f"--base '{base}': an absolute IRI that ends in / or # is needed, such as {BASE}")
    return base


def day(words: str | None) -> date | None:
    """The day that `--date` names; raises UsageError where it is none."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise UsageError(f"--date '{words}' is no day of the calendar. Write YYYY-MM-DD, such as 2026-03-28.") from None
