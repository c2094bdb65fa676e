"""The documentation is true: what it shows runs and prints what it says, and nothing that exists is left out."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
MANUALS = ("README.md", "README.zh-CN.md")


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


refresh = module(ROOT / "docs" / "refresh.py")
PAGES: list[Path] = refresh.PAGES


def words(*names: str) -> str:
    return "\n".join((ROOT / name).read_text("utf-8") for name in names)


def everything() -> str:
    return "\n".join(page.read_text("utf-8") for page in PAGES)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = refresh.workplace(tmp_path_factory.mktemp("docs") / "work")
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_is_printed(page: Path, workplace: Path) -> None:
    text = page.read_text("utf-8")
    assert refresh.refreshed(text, workplace) == text, "run: python docs/refresh.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_of_a_page_runs(page: Path, workplace: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    if not blocks:
        pytest.skip("no Python on this page")
    done = subprocess.run([sys.executable, "-c", "\n".join(blocks)], cwd=workplace, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("manual", MANUALS)
def test_every_command_is_in_both_manuals(manual: str) -> None:
    usage = subprocess.run([sys.executable, "-m", "kg", "--help"], capture_output=True, text=True, check=True).stdout
    listed = re.search(r"\{([a-z,]+)\}", usage)
    assert listed is not None, usage
    known = listed.group(1).split(",")
    assert len(known) >= 8
    assert [name for name in known if f"kg {name}" not in words(manual)] == []


@pytest.mark.parametrize("manual", MANUALS)
def test_every_exporter_is_in_both_manuals(manual: str) -> None:
    from kg.export import EXPORTERS

    assert [name for name in EXPORTERS if f"`{name}`" not in words(manual)] == []


def test_every_named_query_is_documented() -> None:
    names = [path.stem for path in sorted(ROOT.glob("ontology/queries/*.rq"))]
    assert len(names) >= 8
    assert [name for name in names if f"`{name}`" not in words("docs/ONTOLOGY.md")] == []


def test_every_ontology_file_is_documented() -> None:
    files = [path.name for path in sorted(ROOT.glob("ontology/**/*.*")) if path.suffix in {".toml", ".ttl"}]
    assert [name for name in files if f"`{name}`" not in words("docs/ONTOLOGY.md")] == []


def test_every_public_name_is_documented() -> None:
    import kg

    assert [name for name in kg.__all__ if f"`{name}" not in words("docs/API.md")] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_make_target_is_explained() -> None:
    makefile = words("Makefile")
    listed = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    assert listed is not None
    assert [target for target in listed.group(1).split() if f"make {target}" not in everything() + makefile] == []
