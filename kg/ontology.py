"""The ontology folder, read and checked: terms, names, frames, words. Every error names file, entry and cure.

The folder lies inside the installed package (`kg/ontology_data`) or, in a checkout, beside it (`ontology/`). Workers read
it without rdflib: `terms.toml` is compiled from `kg.ttl`, and a test holds the two together.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.model import PARENTS

SIDES = ("before", "after", "either", "topic")


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a TOML file, with the place where it stands, so that an error can name it."""

    file: str
    number: int
    kind: str
    data: Mapping[str, Any]

    def wrong(self, why: str, cure: str) -> OntologyError:
        """The error to raise: file, entry, reason, cure."""
        name = self.data.get("name") or self.data.get("key")
        called = f" ({name})" if isinstance(name, str) else ""
        return OntologyError(f"{self.file}: [[{self.kind}]] number {self.number}{called}: {why}. {cure}")

    def text(self, key: str, default: str | None = None) -> str:
        """A string value; raises OntologyError where it is missing without a default or no string."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(f"'{key}' must be a string", f'Write {key} = "…".')
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """A list of strings; `default=None` makes the key required."""
        value = self.data.get(key, default)
        if isinstance(value, tuple):
            return value
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.wrong(f"'{key}' must be a list of strings", f'Write {key} = ["…", "…"].')
        return tuple(value)

    def number_of(self, key: str, default: float) -> float:
        """A number; raises OntologyError where it is none."""
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(f"'{key}' must be a number", f"Write {key} = {default}.")
        return value

    def flag(self, key: str) -> bool:
        """A truth value, false where it is absent."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"'{key}' must be true or false", f"Write {key} = true, without quotes.")
        return value

    def known(self, keys: frozenset[str]) -> None:
        """Refuses a key that nobody reads: it is a slip of the pen."""
        for key in self.data:
            if key not in keys:
                raise self.wrong(f"unknown key '{key}'", f"Known are: {', '.join(sorted(keys))}.")

    def examples(self) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """`accepts` (a text, then the facts it must give) and `rejects` (texts that give none): both are required."""
        accepts, rejects = self.data.get("accepts"), self.texts("rejects")
        sound = isinstance(accepts, list) and all(
            isinstance(row, list) and len(row) > 1 and all(isinstance(word, str) for word in row) for row in accepts
        )
        if not sound or not accepts or not rejects:
            cure = 'Write accepts = [["文本。", "S property O"]] and rejects = ["文本。"], at least one of each.'
            raise self.wrong("an entry needs 'accepts' and 'rejects'", cure)
        return tuple(tuple(row) for row in accepts), rejects


@dataclass(frozen=True, slots=True)
class Property:
    """A relation of the vocabulary: between which classes it may stand."""

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    literal: bool = False
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the lexicon; one with `near` counts only in a sentence that has one of those words."""

    name: str
    cls: str
    aliases: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One role of a frame: which classes fill it, on which side of the trigger and how far off they may stand.

    `reach` counts characters between trigger and mention. `across` lets it stand in another clause of the sentence;
    `inherit` falls back to the clause's topics (`lone`: only where nothing stands before the trigger that may be its
    subject); `many` takes a whole list (A、B和C). `link` are the words that may stand
    between (none: any; one that starts with `~` is a pattern), `stop` those that may not; `bar` are classes of which
    none may stand between. `lead` are the words one of which must stand right before the mention or its list (由, 与, 为),
    `unled` those that may not; `named` is a pattern for the words of the mention, `unlike` one for what may not follow it.
    Side `topic` looks at the topics alone,
    `either` takes what follows the trigger before what precedes it. `word` takes the words of the trigger itself as a
    literal, and with `grow` (a pattern) those right before it, as far back as the organisation there (研发部 + 总监).
    """

    role: str
    classes: tuple[str, ...]
    side: str = "either"
    reach: int = 30
    across: bool = False
    inherit: bool = False
    lone: bool = False
    many: bool = False
    optional: bool = False
    link: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    unled: tuple[str, ...] = ()
    named: str = ""
    unlike: str = ""
    bar: tuple[str, ...] = ()
    word: bool = False
    grow: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A way in which Chinese says a relation or an event: triggers, slots, and what blocks it.

    Of `needs`, one word must stand in the clause; of `blocks`, none. Of a frame that `opens`, the trigger stands at the
    head of its clause; `then` is what the clause must go on with behind it (a link), `unlike` what it may not (a pattern).
    """

    name: str
    file: str
    makes: str
    event: bool
    triggers: tuple[str, ...]
    slots: tuple[Slot, ...]
    blocks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    opens: bool = False
    then: tuple[str, ...] = ()
    unlike: str = ""
    stance: str = ""
    status: str = ""
    confidence: float = 0.9
    accepts: tuple[tuple[str, ...], ...] = ()
    rejects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ontology:
    """All that the stages need to know, loaded once."""

    folder: Path
    properties: Mapping[str, Property] = field(default_factory=dict)
    metrics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    frames: tuple[Frame, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def ontology_folder() -> Path:
    """Where the ontology lies: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).parent
    packed = here / "ontology_data"
    return packed if packed.is_dir() else here.parent / "ontology"


def table(path: Path) -> Mapping[str, Any]:
    """A TOML file as a mapping; raises OntologyError with the line where it is broken."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error.strerror}. Restore the file or reinstall kg.") from error
    except UnicodeDecodeError as error:
        raise OntologyError(f"{path}: is not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path}: not valid TOML: {error}. Mend that line.") from error


def tables(path: Path, kind: str) -> Iterator[Entry]:
    """The tables `[[kind]]` of a file, in order."""
    found = table(path).get(kind, [])
    if not isinstance(found, list):
        raise OntologyError(f"{path}: '{kind}' must be written as [[{kind}]]. Use double brackets.")
    for number, data in enumerate(found, 1):
        if not isinstance(data, dict):
            raise OntologyError(f"{path}: [[{kind}]] number {number} is no table. Write key = value lines below it.")
        yield Entry(path.name, number, kind, data)


def load(folder: Path | None = None) -> Ontology:
    """The whole ontology, checked; raises OntologyError at the first entry that is wrong.

    >>> load().properties["manufacturer"].range
    ('Organization',)
    """
    return _load(folder or ontology_folder())


@cache
def _load(folder: Path) -> Ontology:
    terms = table(folder / "terms.toml")
    properties = {
        name: Property(
            name,
            tuple(data.get("domain", ())),
            tuple(data.get("range", ())),
            bool(data.get("literal", False)),
            bool(data.get("symmetric", False)),
        )
        for name, data in terms.get("properties", {}).items()
    }
    return Ontology(
        folder=folder,
        properties=properties,
        metrics=terms.get("metrics", {}),
        units=terms.get("units", {}),
        labels=terms.get("labels", {}),
        names=tuple(name for path in sorted((folder / "names").glob("*.toml")) for name in names(path)),
        frames=_frames(folder, frozenset(properties)),
        words=_words(folder),
    )


def names(path: Path) -> Iterator[Name]:
    """The names of one file: `names`, one thing a line (`preferred | other | other`), then its `[[guarded]]` ones."""
    data = table(path)
    cls = data.get("class", "")
    for line in str(data.get("names", "")).splitlines():
        first, *others = [word.strip() for word in line.split("|")]
        if first:
            yield Name(first, cls, tuple(word for word in others if word))
    for entry in tables(path, "guarded"):
        entry.known(frozenset({"name", "class", "aliases", "near"}))
        yield Name(entry.text("name"), entry.text("class", cls), entry.texts("aliases"), entry.texts("near", None))


def with_examples(ontology: Ontology) -> Ontology:
    """The ontology with the invented things of rules/examples.toml among its names: for running the rules' examples."""
    entries = tables(ontology.folder / "rules" / "examples.toml", "thing")
    invented = tuple(Name(name, entry.text("class")) for entry in entries for name in entry.texts("names", None))
    return replace(ontology, names=(*ontology.names, *invented))


def _words(folder: Path) -> dict[str, tuple[str, ...]]:
    """Plain word lists of rules/words.toml: stance, status, references, speech."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in tables(folder / "rules" / "words.toml", "words"):
        entry.known(frozenset({"name", "words", "note"}))
        found[entry.text("name")] = entry.texts("words", None)
    return found


def _patterns(folder: Path) -> dict[str, str]:
    """The named patterns of rules/words.toml, which links and `grow` may use as `@name`; each may use those above it."""
    found: dict[str, str] = {}
    for entry in tables(folder / "rules" / "words.toml", "pattern"):
        entry.known(frozenset({"name", "pattern", "note"}))
        found[entry.text("name")] = f"(?:{_expanded(entry, entry.text('pattern'), found)})"
    return found


def _links(entry: Entry, key: str, patterns: Mapping[str, str]) -> tuple[str, ...]:
    """A list of words, of which those that start with `~` are patterns."""
    return tuple(_expanded(entry, word, patterns) if word[:1] == "~" else word for word in entry.texts(key))


def _expanded(entry: Entry, pattern: str, patterns: Mapping[str, str]) -> str:
    """The pattern with the named ones spelt out; raises OntologyError where a name is unknown or the pattern is broken."""
    for name in re.findall("@([a-z]+)", pattern):
        if name not in patterns:
            raise entry.wrong(f"pattern '@{name}' is unknown", f"Choose of {', '.join(sorted(patterns))}.")
        pattern = pattern.replace(f"@{name}", patterns[name])
    try:
        re.compile(pattern)
    except re.error as error:
        raise entry.wrong(f"'{pattern}' is no pattern: {error}", "Mend the regular expression.") from error
    return pattern


def _frames(folder: Path, properties: frozenset[str]) -> tuple[Frame, ...]:
    found: dict[str, Frame] = {}
    patterns = _patterns(folder)
    for path in sorted((folder / "rules").glob("*.toml")):
        for entry in tables(path, "frame"):
            frame = _frame(entry, properties, patterns)
            if frame.name in found:
                raise entry.wrong("the name is taken", f"{found[frame.name].file} has it; choose another.")
            found[frame.name] = frame
    return tuple(found.values())


_FRAME_KEYS = frozenset(
    "name relation event trigger subject object agent counterparty place blocks needs opens then unlike stance status confidence "
    "accepts rejects note".split()
)
_SLOT_KEYS = frozenset(
    "is side reach across inherit lone many optional link stop lead unled named unlike bar word grow".split()
)
_ROLES = ("subject", "object", "agent", "counterparty", "place")


def _frame(entry: Entry, properties: frozenset[str], patterns: Mapping[str, str]) -> Frame:
    entry.known(_FRAME_KEYS)
    event = "event" in entry.data
    makes = entry.text("event" if event else "relation")
    if not event and makes not in properties:
        raise entry.wrong(f"'{makes}' is no relation", "Use a property of terms.toml.")
    accepts, rejects = entry.examples()
    return Frame(
        name=entry.text("name"),
        file=entry.file,
        makes=makes,
        event=event,
        triggers=entry.texts("trigger"),
        slots=tuple(_slot(entry, role, patterns) for role in _ROLES if role in entry.data),
        blocks=entry.texts("blocks"),
        needs=entry.texts("needs"),
        opens=entry.flag("opens"),
        then=_links(entry, "then", patterns),
        unlike=_expanded(entry, entry.text("unlike", ""), patterns),
        stance=entry.text("stance", ""),
        status=entry.text("status", ""),
        confidence=entry.number_of("confidence", 0.9),
        accepts=accepts,
        rejects=rejects,
    )


def _slot(entry: Entry, role: str, patterns: Mapping[str, str]) -> Slot:
    data = entry.data[role]
    if not isinstance(data, dict):
        raise entry.wrong(f"'{role}' must be a table", f'Write {role} = {{ is = ["Company"], side = "before" }}.')
    slot = Entry(entry.file, entry.number, f"{entry.kind}.{role}", data | {"name": entry.data.get("name", "")})
    slot.known(_SLOT_KEYS | {"name"})
    side = slot.text("side", "either")
    if side not in SIDES:
        raise slot.wrong(f"side '{side}' is unknown", f"Choose one of {', '.join(SIDES)}.")
    classes, bar = slot.texts("is"), slot.texts("bar")
    for cls in (*classes, *bar):
        if cls not in CLASSES:
            raise slot.wrong(f"class '{cls}' is unknown", f"Choose of {', '.join(sorted(CLASSES))}.")
    return Slot(
        role=role,
        classes=classes,
        side=side,
        reach=int(slot.number_of("reach", 30)),
        across=slot.flag("across"),
        inherit=slot.flag("inherit"),
        lone=slot.flag("lone"),
        many=slot.flag("many"),
        optional=slot.flag("optional"),
        link=_links(slot, "link", patterns),
        stop=slot.texts("stop"),
        lead=slot.texts("lead"),
        unled=slot.texts("unled"),
        named=_expanded(slot, slot.text("named", ""), patterns),
        unlike=_expanded(slot, slot.text("unlike", ""), patterns),
        bar=bar,
        word=slot.flag("word"),
        grow=_expanded(slot, slot.text("grow", ""), patterns),
    )


CLASSES = frozenset(PARENTS) | frozenset(PARENTS.values()) | {"Standard", "NamedEvent", "Work", "Industry"}
