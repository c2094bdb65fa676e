"""What a document says of its own names: （以下简称“…”）, short forms, and a name found once, found everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.recognise.guess import Guess, Page

_SHORT = re.compile(
    r"[（(](?:以下|下文|下称|股票|证券)?(?:简称|统称|称|下称)(?:为)?[:：]?[“\"「'‘]?"
    r"([^“”\"「」（）()，。、]{2,14}?)[”\"」'’]?(?:[，、或].{0,14})?[）)]"
)
_OTHER = re.compile(r"[（(]([A-Za-z][A-Za-z0-9 .&-]{1,30})[）)]")
#: what a text may be told to call a body, though these words refer to any
_REFERENCES = frozenset({"公司", "本公司", "该公司", "集团", "本集团", "上市公司", "本行", "该行"})
_ORGANIZATION = frozenset({"Company", "Media", "Government", "Institution", "Organization"})
_NAMED = frozenset({"Product", "Technology", "Component", "Standard", "Work", "NamedEvent", "Facility", "Software"})
#: the patterns of brackets, with the classes of the names that they may stand behind
_BRACKETED = ((_SHORT, _ORGANIZATION | _NAMED), (_OTHER, _ORGANIZATION | {"Person"}))


def echo(page: Page, guesses: Iterable[Guess], given: Mapping[str, str] | None = None) -> list[Guess]:
    """Every place where the names of `guesses`, which stand in order, and their short forms stand.

    `given` are names that the document's metadata knows, with their classes.

    >>> text = "星岭机器人有限公司（简称“星岭”）宣布，星岭将上市"
    >>> known = [Guess(0, 9, text[:9], "Company", "shape:legal", 2)]
    >>> [(guess.start, guess.name) for guess in echo(Page(text), known) if guess.start]
    [(13, '星岭机器人有限公司'), (20, '星岭机器人有限公司')]
    """
    found = list(guesses)
    names = {name: Guess(0, 0, name, cls, "metadata", 3) for name, cls in (given or {}).items() if len(name) > 1}
    for guess in found:
        if guess.rule != "gazetteer" and (guess.strength > 1 or guess.cls == "Person"):
            names.setdefault(page.text[guess.start : guess.end], guess)
    names.update(_short(page, found))
    return [
        Guess(start, start + len(word), guess.name, guess.cls, f"{guess.rule}:again", max(2, guess.strength))
        for word, guess in names.items()
        for start in _places(page.text, word)
        if page.whole(start, start + len(word), 2)
    ]


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def _short(page: Page, found: list[Guess]) -> Iterator[tuple[str, Guess]]:
    """Short forms with the guess that they stand for."""
    text = page.text
    if "(" in text or "（" in text:
        yield from _bracketed(text, found)
    for guess in found:
        if guess.rule == "person:foreign":
            last = re.split("[·•・]", guess.name)[-1]
            if len(last) > 1:
                yield last, guess
        elif guess.rule == "shape:odd" and guess.end - guess.start >= 4:
            core = guess.name[: _core(page, guess)]
            if len(core) >= 2 and text.count(core) > text.count(guess.name):
                yield core, guess


def _bracketed(text: str, found: list[Guess]) -> Iterator[tuple[str, Guess]]:
    """What stands in brackets behind a name, with the guess that it stands for."""
    ends = {guess.end: guess for guess in found}
    for pattern, classes in _BRACKETED if "称" in text else _BRACKETED[1:]:
        for match in pattern.finditer(text):
            place, word = match.start(), match.group(1).strip()
            full = ends.get(place)
            if full is None or full.cls not in classes or word in _REFERENCES:
                continue
            usual = next((g for g in reversed(found) if g.rule == "gazetteer" and text[g.start : g.end] == word), None)
            if usual is not None and usual.cls in _ORGANIZATION:
                # the lexicon's name is the better one: the legal name is another name of the same thing
                yield text[full.start : place], usual._replace(strength=3)
                full = usual
            yield word, full._replace(strength=3)


def _core(page: Page, guess: Guess) -> int:
    """How many characters stand before the head of the name: all but its last word."""
    return max(page.before(guess.end) - guess.start, 0)
