"""How much of labelled texts is found, and how much of that is right: `make eval`.

For each set that lies beside the checkout: the scorer's own table of a graph built by the command line; then, in this
process, the same facts by topic and by rule, each component switched off and on, and the speed beside it. `--record`
writes the figures to docs/quality.json, below which CI lets them fall by one point at most. Without the sets it says so
and ends well.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import jieba

from kg.admit import Gate
from kg.learn.cuts import VERDICTS, by_rule, tally, topic
from kg.learn.score import Score, Tally
from kg.model import Document
from kg.ontology import load, ontology_folder
from kg.pipeline import Extractor
from kg.read import read

ROOT = Path(__file__).resolve().parents[1]
EVAL = ROOT.parent / "shared" / "eval"
RECORD = ROOT / "docs" / "quality.json"
ROUNDS = 5
#: component → the word that switches it off; without one, a component is off where its model is not there
SWITCHES = {"names": "learned"}
Texts = Sequence[tuple[dict[str, Any], Document]]


class Result(NamedTuple):
    """What came of a set: all of it, the facts by topic, characters a second, and that as a ratio to jieba.cut."""

    score: Score
    topics: dict[str, Tally]
    speed: float
    ratio: float


def labelled(folder: Path) -> dict[str, Path]:
    """The sets of a folder that have labels, by name."""
    found = sorted(path for path in folder.glob("dev/*.jsonl") if path.with_suffix(".gold.jsonl").exists())
    return {path.stem: path for path in found}


def texts(path: Path) -> Texts:
    """A set: each labelled text with what is labelled."""
    documents = {one.id: one for one in read([str(path)]) if isinstance(one, Document)}
    lines = path.with_suffix(".gold.jsonl").read_text("utf-8").splitlines()
    return [(gold, documents[gold["id"]]) for gold in map(json.loads, filter(str.strip, lines))]


def evaluate(extract: Callable[[Document], Any], gate: Gate, pairs: Texts, *, timed: bool = True) -> Result:
    """Scores a set, and times it where that is asked for."""
    score, topics = Score(), dict[str, Tally]()
    for gold, document in pairs:
        before = len(score.judged)
        score.add(gold, gate(extract(document))[0])
        about = topics.setdefault(topic(gold, document.text), Tally())
        about += tally(score.judged[before:])
    return Result(score, topics, *(speed(extract, [document for _, document in pairs]) if timed else (0.0, 0.0)))


def speed(extract: Callable[[Document], Any], documents: Sequence[Document]) -> tuple[float, float]:
    """Characters that become facts in a second of processor time, and the ratio to jieba.cut on the same texts."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()

    def seconds(work: Callable[[Any], Any], items: Sequence[Any]) -> float:
        start = time.process_time()
        for item in items:
            work(item)
        return time.process_time() - start

    words = [document.text for document in documents]
    rounds = [(seconds(extract, documents), seconds(tokenizer.lcut, words)) for _ in range(ROUNDS)]
    own, other = (min(column) for column in zip(*rounds, strict=True))
    return sum(map(len, words)) / own, other / own


# ---------------------------------------------------------------- components


def components(folder: Path) -> list[str]:
    """The learned components of an ontology folder: the names of its models, without what follows the first point."""
    files = sorted((folder / "models").glob("*"))
    return sorted({path.name.split(".")[0] for path in files if path.suffix != ".md" and path.name[0] not in "._"})


def variants(every: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rules alone, each component added, each taken away, and everything: a name, and what is switched on."""
    count = len(every)
    for size in sorted({0, 1, count - 1} & set(range(count))):
        for kept in combinations(every, size):
            yield " + ".join(("rules", *kept)), kept
    yield "everything", tuple(every)


def stages(folder: Path, place: Path, kept: Sequence[str]) -> tuple[Extractor, Gate]:
    """The flow with these components only: the others by their switch, else by a copy of the ontology without the model."""
    off = [name for name in components(folder) if name not in kept]
    lost = [name for name in off if name not in SWITCHES]
    ontology = load(without(folder, place, lost) if lost else folder)
    return Extractor(ontology, **{SWITCHES[name]: False for name in off if name in SWITCHES}), Gate(ontology)


def without(folder: Path, place: Path, lost: Sequence[str]) -> Path:
    """A copy of an ontology folder, in a new folder of `place`, without the models of these components."""
    target = Path(tempfile.mkdtemp(dir=place)) / folder.name
    shutil.copytree(folder, target, ignore=lambda where, names: [n for n in names if _model(where, n) in lost])
    return target


def _model(where: str, name: str) -> str | None:
    return name.split(".")[0] if Path(where).name == "models" else None


# ---------------------------------------------------------------- tables


def shown(name: str, counts: Tally, *more: str) -> str:
    """A line of a table."""
    figures = f"{counts.precision:7.3f}{counts.recall:7.3f}{counts.f1:7.3f}{counts.right:7d}{counts.wrong:7d}"
    return f"{name:32}{figures}{counts.missed:7d}{''.join(f'{one:>10}' for one in more)}"


def heading(name: str, *more: str) -> str:
    """The first line of a table."""
    columns = "".join(f"{word:>7}" for word in ("P", "R", "F1", "right", "wrong", "missed"))
    return f"\n{name:32}{columns}{''.join(f'{one:>10}' for one in more)}"


def report(result: Result, *, rules: int) -> Iterator[str]:
    """The facts by topic and by rule; `rules` lines of the latter, 0 for all."""
    yield heading("facts by topic")
    yield from (shown(name, counts) for name, counts in sorted(result.topics.items()))
    found = by_rule(result.score.judged)
    yield f"\n{'by rule, most wrong first':48}" + "".join(f"{verdict:>9}" for verdict in VERDICTS)
    for (kind, rule), counts in list(found.items())[: rules or None]:
        yield f"{kind:12}{rule:36}" + "".join(f"{counts[verdict]:9d}" for verdict in VERDICTS)
    if 0 < rules < len(found):
        yield f"… and {len(found) - rules} more rules: --rules 0 shows all"


def ablation(sets: dict[str, Texts]) -> Iterator[str]:
    """Facts and speed of each combination of components, on each set."""
    folder = ontology_folder()
    if not components(folder):
        yield "\nno learned component in ontology/models: the rules are everything"
    yield heading("components", "entity F1", "chars/s", "x jieba")
    with tempfile.TemporaryDirectory() as place:
        for name, kept in variants(components(folder)):
            extract, gate = stages(folder, Path(place), kept)
            for which, pairs in sets.items():
                score, _, characters, ratio = evaluate(extract, gate, pairs)
                more = (f"{score.tallies['entity'].f1:.3f}", f"{characters:,.0f}", f"{ratio:.2f}")
                yield shown(f"{which}: {name}", score.tallies["facts"], *more)


def figures(score: Score) -> dict[str, Any]:
    """What is recorded of a set."""
    kinds = {
        kind: {"precision": round(t.precision, 4), "recall": round(t.recall, 4), "f1": round(t.f1, 4)}
        for kind, t in score.tallies.items()
    }
    return kinds | {"attributes": {name: round(share, 4) for name, share in score.attributes().items()}}


def official(path: Path, scorer: Path, *, errors: bool) -> int:
    """Builds a set with the command line and has the scorer print its table; its exit status, or the build's."""
    gold = path.with_suffix(".gold.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        built = subprocess.run(
            [sys.executable, "-m", "kg", "build", path, "-o", folder], capture_output=True, text=True
        )
        if built.returncode:
            print(built.stdout, built.stderr, sep="\n")
            return built.returncode
        command = [sys.executable, scorer, Path(folder) / "graph.nq", "--gold", gold, "--text", path]
        return subprocess.run([*command, "--errors"] if errors else command).returncode


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=EVAL, help="holds score.py and dev/*.jsonl with *.gold.jsonl")
    parser.add_argument("--errors", action="store_true", help="every miss and every false alarm")
    parser.add_argument("--rules", type=int, default=25, help="how many rules are listed; 0: all")
    parser.add_argument("--record", action="store_true", help="write the figures to docs/quality.json")
    parser.add_argument("--quick", action="store_true", help="the tables of the scorer only")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Scores every set that has labels."""
    args = _arguments(argv)
    logging.getLogger("jieba").setLevel(logging.WARNING)
    jieba.setLogLevel(logging.WARNING)
    found = labelled(args.folder)
    if not found:
        print(f"nothing to score: no labelled texts ({args.folder.name}/dev/*.gold.jsonl) lie beside the checkout")
        return 0
    worst, record, sets = 0, {}, {name: texts(path) for name, path in found.items()}
    extract, gate = Extractor(load()), Gate(load())
    for name, path in found.items():
        print(f"\n{name}", flush=True)
        worst = max(worst, official(path, args.folder / "score.py", errors=args.errors))
        result = evaluate(extract, gate, sets[name], timed=False)
        record[name] = figures(result.score)
        if not args.quick:
            print(*report(result, rules=args.rules), sep="\n", flush=True)
    if not args.quick:
        print(*ablation(sets), sep="\n")
    if args.record:
        RECORD.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        print(f"\nrecorded in {RECORD.relative_to(ROOT)}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
