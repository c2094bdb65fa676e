"""No word of a graph runs, asks or breaks anything on its page, wherever it stands and wherever the page was written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_tab import Tab, opened

from kg.visualise import Network, View
from kg.visualise.inline import RIGHTS, frame
from kg.visualise.page import SCRIPTS, STYLES, part, save
from kg.visualise.values import Asked, Claim, Happening, Link, Number, Paper, Proof, Thing, Words

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    '"><img src=x onerror=window.pwned=1>',
    "'-window.pwned=1-'",
    "javascript:window.pwned=1",
    "data:text/html,<script>parent.pwned=1</script>",
    "<!--<script>window.pwned=1",
    "-->window.pwned=1",
    "${window.pwned=1}",
    "{{constructor.constructor('window.pwned=1')()}}",
    "\\u003cscript\\u003ewindow.pwned=1\\u003c/script\\u003e",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    '<a href="javascript:window.pwned=1">href</a>',
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "\u2028window.pwned=1\u2029",
    "\u202ewindow.pwned=1\u202c\nnew\tline\x00\x07",
    "<style>*{background:url(https://example.com/x)}</style>",
    "__proto__",
)
FIELDS = ("label", "alias", "class", "relation", "sentence", "title", "source")


def hostile(*, told_apart: bool) -> View:
    """Every text of the view is hostile: one thing, document and set of facts for each string.

    Told apart, each text ends with what it is, so that it can be looked for; otherwise it is the bare string.
    """

    def say(words: str, field: str) -> str:
        return f"{words} {field}" if told_apart else words

    things, links, numbers, events, papers = [], [], [], [], []
    for number, words in enumerate(HOSTILE):
        id, other, paper = f"urn:{number}", f"urn:{(number + 1) % len(HOSTILE)}", f"urn:doc:{number}"
        claim = Claim("Asserted", id, (Proof(paper, 0, 9, say(words, "sentence")),))
        doubt = Claim(words, id, claim.proofs)
        things.append(Thing(id, say(words, "label"), say(words, "class"), (say(words, "alias"),), (words,)))
        source = f"{words}#source" if told_apart else words
        papers.append(Paper(paper, words, say(words, "title"), words, words, source))
        relation = say(words, "relation")
        links += [Link(id, relation, other, claim, words), Link(id, relation, Words(words), claim)]
        links.append(Link(id, relation, other, doubt))
        plain = (words, "", "", words, words, words, words, words, words, words)
        numbers.append(Number(f"{id}:n", id, words, "1", *plain[1:3], *plain[3:], "", claim))
        events.append(Happening(f"{id}:e", words, (("agent", id), ("object", other)), words, words, words, claim))
    labels = tuple((words, words) for words in HOSTILE)
    asked = Asked("select", "".join(HOSTILE), 1, 1, 1)
    facts = (tuple(things), tuple(links), tuple(numbers), (), tuple(events), tuple(papers))
    return View(*facts, labels, marked=("urn:0",), asked=asked)


def watched(browser: Any, path: Path) -> Tab:
    """The page, with what its policy had to forbid in `window.forbidden`."""
    tab = opened(browser, path)
    tab.page.add_init_script(
        "window.forbidden = []; document.addEventListener('securitypolicyviolation',"
        " (event) => window.forbidden.push(event.violatedDirective + ' ' + event.blockedURI));"
    )
    tab.page.reload()
    tab.page.wait_for_selector("html[data-ready]")
    return tab


def assert_harmless(tab: Tab) -> None:
    assert tab.page.evaluate("window.pwned") is None
    assert tab.page.evaluate("Object.prototype.pwned") is None
    assert tab.page.evaluate("window.forbidden") == []
    assert set(tab.asked) == {tab.path.as_uri()}
    assert tab.said == []
    assert tab.page.evaluate("document.scripts.length") == 2
    assert tab.page.locator("body img, iframe, object, embed, style:not(head style)").count() == 0
    wrong = "[...document.querySelectorAll('[href], [src], [action]')].map((e) => e.href || e.src || e.action)"
    assert [url for url in tab.page.evaluate(wrong) if not re.match(r"https?://|blob:", url)] == []
    handlers = "[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes].map((a) => a.name))"
    assert [name for name in tab.page.evaluate(handlers) if name.startswith("on")] == []


OPEN_FACTS = "for (const fact of document.querySelectorAll('#panel .fact')) fact.click()"


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """The page of texts told apart; all tests share it."""
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    save(path, Network(hostile(told_apart=True), title="".join(HOSTILE)).generate_html())
    found = watched(browser, path)
    found.page.evaluate("document.getElementById('doubtful').click()")
    yield found
    found.page.context.close()


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=lambda number: ascii(HOSTILE[number])[1:25])
def test_hostile_words_are_shown_as_they_are_in_every_place(page: Tab, number: int) -> None:
    page.search(f"urn:{number}")
    page.page.evaluate(OPEN_FACTS)
    shown = str(page.page.evaluate("document.getElementById('panel').textContent"))
    missing = [field for field in FIELDS[:-1] if f"{HOSTILE[number]} {field}" not in shown]
    assert missing == []
    assert_harmless(page)


def test_bare_hostile_words_do_no_harm_in_any_view(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    save(path, Network(hostile(told_apart=False), title=HOSTILE[1]).generate_html())
    tab = watched(browser, path)
    tab.page.evaluate("document.getElementById('doubtful').click()")
    for number in range(len(HOSTILE)):
        tab.search(f"urn:{number}")
        tab.page.evaluate(OPEN_FACTS)
        assert tab.page.locator("#panel blockquote").count() >= 3
    for words in HOSTILE:
        tab.page.fill("#search", words)
    tab.page.keyboard.press("Escape")
    tab.page.click("#tool-language")
    tab.page.focus("#canvas")
    tab.page.keyboard.press("l")
    assert_harmless(tab)
    tab.page.context.close()


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words)[1:25])
def test_a_hostile_address_does_no_harm(page: Tab, words: str) -> None:
    page.page.evaluate("(words) => { location.hash = words; location.hash = 'id=' + words }", words)
    assert_harmless_address(page)


def assert_harmless_address(tab: Tab) -> None:
    assert tab.page.evaluate("window.pwned") is None
    assert tab.said == []


def test_only_a_web_address_becomes_a_link(browser: Any, tmp_path: Path) -> None:
    sources = (*HOSTILE, "JavaScript:alert(1)", " https://example.com/b", "vbscript:x", "file:///etc/passwd")
    papers = tuple(Paper(f"urn:doc:{n}", "d", "题", "2026-01-01", "报", source) for n, source in enumerate(sources))
    papers += (Paper("urn:doc:ok", "d", "题", "2026-01-01", "报", "https://example.com/a"),)
    links = tuple(
        Link("urn:a", "partner", "urn:b", Claim("Asserted", "", (Proof(one.id, 0, 2, "甲乙"),))) for one in papers
    )
    things = (Thing("urn:a", "甲", "Company"), Thing("urn:b", "乙", "Company"))
    save(tmp_path / "page.html", Network(View(things, links, papers=papers)).generate_html())
    tab = watched(browser, tmp_path / "page.html")
    tab.search("甲")
    tab.page.evaluate(OPEN_FACTS)
    hrefs = tab.page.evaluate("[...new Set([...document.querySelectorAll('a')].map((a) => a.getAttribute('href')))]")
    assert "https://example.com/a" in hrefs
    assert [href for href in hrefs if not href.startswith("https://example.com/")] == []
    assert_harmless(tab)
    tab.page.context.close()


@pytest.mark.parametrize("policy", [True, False], ids=["with its policy", "without"])
def test_a_page_that_did_let_words_run_would_be_noticed(browser: Any, tmp_path: Path, policy: bool) -> None:
    text = Network().generate_html().replace("<main>", "<main><img src=x onerror=window.pwned=1>")
    path = tmp_path / "page.html"
    save(path, text if policy else re.sub(r"<meta http-equiv[^>]*>", "", text))
    tab = watched(browser, path)
    if not policy:
        tab.page.wait_for_function("window.pwned === 1")
    with pytest.raises(AssertionError):
        assert_harmless(tab)
    tab.page.context.close()


# ------------------------------------------------------------ inside another page


def test_in_a_frame_the_page_works_and_its_words_do_not_reach_the_notebook(browser: Any, tmp_path: Path) -> None:
    host = tmp_path / "notebook.html"
    held = frame(Network(hostile(told_apart=True), title=HOSTILE[1]))
    host.write_text(f"<!doctype html><html data-ready><meta charset=utf-8><body>{held}</body></html>", "utf-8")
    tab = watched(browser, host)
    inner = tab.page.frames[1]
    inner.wait_for_selector("html[data-ready]")
    inner.fill("#search", "urn:3")
    inner.press("#search", "Enter")
    inner.evaluate(OPEN_FACTS)
    assert f"{HOSTILE[3]} sentence" in str(inner.evaluate("document.getElementById('panel').textContent"))
    assert [frame.evaluate("window.pwned") for frame in tab.page.frames] == [None, None]
    assert inner.evaluate("origin") == "null"
    assert (tab.said, set(tab.asked) - {"about:srcdoc"}) == ([], {host.as_uri()})
    assert inner.evaluate("document.scripts.length") == 2
    tab.page.context.close()


def test_a_frame_has_no_right_to_its_host() -> None:
    assert not {"allow-same-origin", "allow-top-navigation", "allow-forms", "allow-modals"} & set(RIGHTS.split())


# ------------------------------------------------------------ the sources

#: what no script of the page may hold, each with words that must be caught
FORBIDDEN = {
    r"(inner|outer)HTML|insertAdjacentHTML|setHTML": "node.innerHTML = words",
    r"document\.write|createContextualFragment|DOMParser|srcdoc": "document.write(words)",
    r"\beval\b|\bFunction\s*\(": "new Function(words)",
    r"set(Timeout|Interval)\(\s*[\"'`]": "setTimeout('f()', 1)",
    r"setAttribute(NS)?\([^)]*[\"'`]on": 'node.setAttribute("onclick", words)',
    r"(?i)javascript:": "link.href = 'JavaScript:f()'",
    r"\bfetch\b|XMLHttpRequest|WebSocket|WebTransport|EventSource|RTCPeer": "fetch(address)",
    r"sendBeacon|importScripts|\bimport\b|\bWorker\(|serviceWorker|\bping\b": "await import('./x.js')",
    r"\bnew Image\b|\.src\s*=|\bFontFace\b": "new Image().src = address",
    r"document\.cookie|localStorage|sessionStorage|indexedDB": "localStorage.setItem('a', 1)",
    r"window\.open|location\s*=|location\.(href|assign|replace)": "location.href = address",
    r"postMessage|document\.domain|window\.(name|opener)": "parent.postMessage(words, '*')",
    r"(?<!\w)__proto__": "object.__proto__",
}


@pytest.mark.parametrize("pattern", FORBIDDEN, ids=lambda pattern: pattern[:24])
def test_no_script_holds_a_call_that_turns_words_into_code_or_asks_the_network(pattern: str) -> None:
    assert re.search(pattern, FORBIDDEN[pattern])
    found = [f"{name}: {hit.group()}" for name in SCRIPTS for hit in re.finditer(pattern, part(name))]
    assert found == []


def test_the_only_addresses_in_the_scripts_are_names_of_vocabularies() -> None:
    known = ("http://www.w3.org/", "https://w3id.org/", "http://purl.org/dc/", "https://schema.org/")
    found = [
        address for name in SCRIPTS for address in re.findall(r"(?:https?|wss?|ftp|file)://[^\s\"'`]*", part(name))
    ]
    assert "http://www.w3.org/2000/svg" in found
    assert [address for address in found if not address.startswith(known)] == []


def test_every_script_of_the_template_is_one_of_the_page() -> None:
    lying = {path.name for path in (ROOT / "kg" / "visualise" / "template").iterdir()}
    assert lying == {*SCRIPTS, *STYLES, "page.html"}


@pytest.mark.parametrize("pattern", [r"url\(", r"@import", r"expression\(", r"@font-face", r"https?:"])
def test_the_style_asks_for_nothing(pattern: str) -> None:
    assert [found for name in STYLES for found in re.findall(pattern, part(name))] == []


@pytest.mark.parametrize(
    "pattern", [r"\son\w+=", r"\ssrc=", r"\shref=", r"\sstyle=", r"<(link|iframe|object|embed|base|img|form)"]
)
def test_the_template_has_no_handler_address_or_own_style(pattern: str) -> None:
    assert re.findall(pattern, part("page.html")) == []


# ------------------------------------------------------------ wherever it is written

LOCALES = {"gbk": ("zh_CN", "GBK"), "cp1252": ("en_US", "CP1252"), "latin1": ("en_US", "ISO-8859-1")}
WRITE = """
import locale, runpy, sys
from kg.visualise import to_pyvis, write
data = runpy.run_path(sys.argv[1])["sample"]()
write(data, sys.argv[2], title=chr(22270))
open(sys.argv[3], "w", encoding="ascii", errors="xmlcharrefreplace").write(to_pyvis(data)._repr_html_())
print(locale.getpreferredencoding(False).lower().replace("-", ""))
"""


def written(folder: Path, name: str, **environment: str) -> tuple[str, bytes, bytes]:
    """The encoding that Python took from its surroundings, and the page and the frame that it wrote there."""
    sample = str(Path(__file__).with_name("visual_sample.py"))
    files = [folder / f"{name}.html", folder / f"{name}.frame.html"]
    env = {**os.environ, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **environment}
    command = [sys.executable, "-c", WRITE, sample, *map(str, files)]
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip(), files[0].read_bytes(), files[1].read_bytes()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes, bytes]:
    environment = {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}
    return written(tmp_path_factory.mktemp("plain"), "page", **environment)


@pytest.mark.parametrize("encoding", LOCALES)
def test_in_any_locale_the_bytes_are_the_same(encoding: str, plain: tuple[str, bytes, bytes], tmp_path: Path) -> None:
    if not shutil.which("localedef"):
        pytest.skip("localedef is not installed: no other locale can be made")
    language, charmap = LOCALES[encoding]
    name = f"{language}.{charmap}"
    made = subprocess.run(["localedef", "-i", language, "-f", charmap, str(tmp_path / name)], capture_output=True)
    if not (tmp_path / name).is_dir():
        pytest.skip(f"no locale sources on this machine for {name}: {made.stderr.decode(errors='replace')[:80]}")
    environment = {"LOCPATH": str(tmp_path), "LC_ALL": name, "PYTHONIOENCODING": encoding, "PYTHONHASHSEED": "5"}
    found = written(tmp_path, "page", **environment)
    assert found[0] in (encoding, charmap.lower().replace("-", ""))
    assert found[1:] == plain[1:]


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_in_ascii_the_bytes_are_the_same(locale: str, plain: tuple[str, bytes, bytes], tmp_path: Path) -> None:
    found = written(tmp_path, "page", LC_ALL=locale, PYTHONIOENCODING="ascii", PYTHONHASHSEED="123")
    assert found[0] == "ansi_x3.41968"
    assert found[1:] == plain[1:]
