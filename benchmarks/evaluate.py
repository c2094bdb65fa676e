"""How much of labelled texts is found, and how much of that is right: `make eval`.

Builds a graph of each set with the command line, in a folder of its own, and has the scorer that lies beside the sets
print its table. Without the sets it says so and ends well.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EVAL = ROOT.parent / "shared" / "eval"


def score(texts: Path, scorer: Path, *, errors: bool) -> int:
    """Builds and scores one set; the scorer's exit status, or the build's where that fails."""
    gold = texts.with_suffix(".gold.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        built = subprocess.run(
            [sys.executable, "-m", "kg", "build", texts, "-o", folder], capture_output=True, text=True
        )
        if built.returncode:
            print(built.stdout, built.stderr, sep="\n")
            return built.returncode
        command = [sys.executable, scorer, Path(folder) / "graph.nq", "--gold", gold, "--text", texts]
        return subprocess.run([*command, "--errors"] if errors else command).returncode


def main(argv: Sequence[str] | None = None) -> int:
    """Scores every set that has labels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=EVAL, help="holds score.py and dev/*.jsonl with *.gold.jsonl")
    parser.add_argument("--errors", action="store_true", help="every miss and every false alarm")
    args = parser.parse_args(argv)
    sets = sorted(path for path in args.folder.glob("dev/*.jsonl") if path.with_suffix(".gold.jsonl").exists())
    if not sets:
        print("no labelled texts here: nothing to score")
    worst = 0
    for texts in sets:
        print(f"\n{texts.stem}", flush=True)
        worst = max(worst, score(texts, args.folder / "score.py", errors=args.errors))
    return worst


if __name__ == "__main__":
    sys.exit(main())
