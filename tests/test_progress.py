"""How far a build is: told now and then, with rate and time to go."""

import io

from kg.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(out: io.StringIO, seconds: float, documents: int, *, read: bool) -> str:
    times = iter([0.0, *(seconds * number / documents for number in range(1, documents + 1))])
    with Progress(out, clock=lambda: next(times)) as progress:
        for number in range(1, documents + 1):
            if read:
                progress.read(number / documents / 2)
            progress.one(f"a{number}")
    return out.getvalue()


def test_outside_a_terminal_a_line_every_ten_seconds() -> None:
    lines = told(io.StringIO(), 35, 70, read=True).splitlines()
    assert lines[0] == "kg build: 14% · 20 documents 文档 · 2.0/s · 1:00 to go 剩余"
    assert len(lines) == 3


def test_on_a_terminal_one_line_that_goes_in_the_end() -> None:
    words = told(Terminal(), 2, 8, read=True)
    assert "\n" not in words and words.count("\r") == 5 and words.endswith("\r\x1b[K")


def test_without_a_known_size_there_is_a_rate_and_no_time_to_go() -> None:
    assert told(io.StringIO(), 10, 5, read=False) == "kg build: 5 documents 文档 · 0.5/s\n"


def test_a_build_that_is_asked_tells_how_far_it_is(tmp_path, monkeypatch, capsys) -> None:
    from kg.cli import main

    monkeypatch.setattr("kg.cli.progress.SELDOM", 0.0)
    (tmp_path / "a.txt").write_text("2026年3月1日 云帆汽车发布云帆E1。", "utf-8")
    assert main(["build", str(tmp_path), "-o", str(tmp_path / "out"), "--fast", "--progress", "--quiet"]) == 0
    assert "kg build: 100% · 1 documents 文档" in capsys.readouterr().err
