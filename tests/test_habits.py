"""The habits that keep the code small and readable, held by counting."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted([*ROOT.glob("kg/**/*.py"), *ROOT.glob("benchmarks/*.py")])
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def body_length(function: Function) -> int:
    """Lines of the body, the docstring apart."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def arguments(function: Function) -> int:
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in named)


def file_length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout: tracked files are unknown")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def test_no_body_is_longer_than_fifty_lines() -> None:
    assert [where for where, function in functions() if body_length(function) > 50] == []


def test_nine_bodies_in_ten_fit_in_twenty_lines() -> None:
    long = {where: body_length(function) for where, function in functions() if body_length(function) > 20}
    assert len(long) <= 0.1 * sum(1 for _ in functions()), long


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert [f"{path.relative_to(ROOT)}: {file_length(path)}" for path in FILES if file_length(path) > 400] == []


def test_nine_files_in_ten_fit_in_three_hundred_lines() -> None:
    long = {str(path.relative_to(ROOT)): file_length(path) for path in FILES if file_length(path) > 300}
    assert len(long) <= 0.1 * len(FILES), long


def test_nothing_takes_more_than_six_arguments() -> None:
    assert [f"{where}: {arguments(function)}" for where, function in functions() if arguments(function) > 6] == []


def test_modules_are_named_for_what_they_do() -> None:
    vague = {"util", "utils", "helper", "helpers", "common", "misc", "shared", "base"}
    assert [str(path) for path in FILES if path.stem in vague or path.parent.name in vague] == []


def test_functions_are_named_for_what_they_give() -> None:
    assert [where for where, function in functions() if re.match(r"_?(get|handle|process|do)_", function.name)] == []


def test_classes_are_named_for_what_they_are() -> None:
    classes = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name in classes if re.search(r"(Manager|Helper|Handler|Processor|Util)s?$", name)] == []


def test_only_the_command_line_prints_or_exits() -> None:
    found = []
    for path in FILES:
        inner = path.relative_to(ROOT)
        if inner.parts[0] != "kg" or inner.name == "__main__.py" or inner.parts[1] in {"cli", "cli.py", "learn"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in {"print", "exit", "quit", "sys.exit", "os._exit"}:
                found.append(f"{inner}:{node.lineno} {called}")
    assert found == []


def test_every_public_thing_says_what_it_is() -> None:
    bare = []
    for path in sorted(ROOT.glob("kg/**/*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if path.stat().st_size and not ast.get_docstring(tree):
            bare.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            if (
                isinstance(node, ast.ClassDef | Function)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                bare.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert bare == []


def test_every_module_has_its_test() -> None:
    by_examples = {"frames", "relate", "happen"}  # tests/test_rules.py runs every example of every rule through them
    tests = "\n".join(path.stem for path in ROOT.glob("tests/**/test_*.py"))
    named = {path for path in ROOT.glob("kg/**/*.py") if path.stem not in {"__init__", "__main__"} | by_examples}
    untested = [
        str(path.relative_to(ROOT))
        for path in sorted(named)
        if not re.search(rf"^test_(\w+_)?{path.stem}(_|$)", tests, re.M)
        and not (path.parent.name != "kg" and re.search(rf"^test_{path.parent.name}(_|$)", tests, re.M))
    ]
    assert untested == []


def test_no_tracked_file_knows_this_machine() -> None:
    place = re.compile(r"(?<![\w.:/])/(?:work|root|home/\w+|Users/\w+)/[\w.-]+")
    assert [f"{name}: {found.group()}" for name, text in texts() if (found := place.search(text))] == []


def test_no_tracked_file_names_a_package_registry() -> None:
    hosts = ["pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"]
    options = ["--index" + "-url", "--extra-index" + "-url"]
    assert [(name, word) for name, text in texts() for word in hosts + options if word in text] == []
