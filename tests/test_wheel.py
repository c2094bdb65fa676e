"""The wheel carries all that it needs: built here, installed into an empty environment elsewhere, used there."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel; what kg depends on is lent from this one, by path, so that no download is needed."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=True)
    scheme = {"base": str(home), "platbase": str(home)}
    packages = Path(sysconfig.get_path("purelib", vars=scheme))
    lent = sysconfig.get_path("purelib")
    (packages / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    python = home / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel]
    done = subprocess.run(install, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return home


def test_the_whole_ontology_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [path.relative_to(ROOT / "ontology") for path in (ROOT / "ontology").rglob("*.*") if path.is_file()]
    assert len(files) > 20
    assert [str(path) for path in files if f"kg/ontology_data/{path.as_posix()}" not in names] == []


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [path for path in (ROOT / "kg").rglob("*.*") if path.is_file() and "__pycache__" not in path.parts]
    assert [str(path) for path in files if path.relative_to(ROOT).as_posix() not in names] == []


def test_the_licence_is_in_the_wheel(wheel: Path) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_a_file_is_built_with_the_wheel_alone(elsewhere: Path, tmp_path: Path) -> None:
    article = tmp_path / "news.txt"
    article.write_text("2026-03-01\n小米汽车总部位于北京。小米汽车2025年交付量超过40万辆。\n", encoding="utf-8")
    python = elsewhere / "bin" / "python"
    where = subprocess.run(
        [python, "-c", "import kg; print(kg.__file__)"], cwd=tmp_path, capture_output=True, text=True
    )
    assert Path(where.stdout.strip()).is_relative_to(elsewhere)
    command = [elsewhere / "bin" / "kg", "build", article, "-o", tmp_path / "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "小米汽车" in (tmp_path / "out" / "graph.ttl").read_text("utf-8")
    assert (tmp_path / "out" / "graph.html").stat().st_size > 1000
