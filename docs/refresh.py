"""Runs the commands that the documentation shows and puts what they print below them: `python docs/refresh.py`.

In a ```console block each line that starts with `$ ` is run by the shell, in a folder that holds `data/` and the graph built
of it in `output/`; the lines below it are what it printed. `tests/test_docs.py` fails where the two differ, so the
documentation cannot promise what the program doesn't do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted(ROOT.glob("docs/*.md")), ROOT / "CONTRIBUTING.md"]
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.M | re.S)
ENVIRONMENT = {
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    "COLUMNS": "120",
    "PYTHONIOENCODING": "utf-8",
    "LC_ALL": "C.UTF-8",
}


class CommandFailed(Exception):
    """A documented command ended with an error."""


def workplace(folder: Path) -> Path:
    """A folder with the samples and their graph, as `make demo` leaves them."""
    shutil.copytree(ROOT / "data", folder / "data")
    printed("kg build data -o output --quiet", folder)
    return folder


def printed(command: str, folder: Path) -> str:
    """What a command prints on standard output; raises CommandFailed where it ends with an error."""
    shell = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(shell, cwd=folder, env=os.environ | ENVIRONMENT, capture_output=True, text=True)
    if done.returncode not in (0, 141):  # 141: cut short by `head`
        raise CommandFailed(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


def commands(text: str) -> list[str]:
    """The commands of a page, in order."""
    return [line[2:] for block in BLOCK.findall(text) for line in block.splitlines() if line.startswith("$ ")]


def refreshed(text: str, folder: Path) -> str:
    """The page with what its commands print now."""

    def block(found: re.Match[str]) -> str:
        shown = [f"$ {command}\n{printed(command, folder)}" for command in commands(f"```console\n{found.group()}```")]
        return "".join(part if part.endswith("\n") else f"{part}\n" for part in shown)

    return BLOCK.sub(block, text)


def main() -> int:
    """Rewrites the pages in place."""
    with tempfile.TemporaryDirectory() as place:
        folder = workplace(Path(place))
        for page in PAGES:
            page.write_text(refreshed(page.read_text("utf-8"), folder), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
