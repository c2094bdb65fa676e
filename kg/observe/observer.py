"""Numbers with their meaning: quantity + metric + bearer + time → Observation; two of them → Change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from kg.model import Change, Clause, Observation, Reading, Refusal, Time
from kg.observe.candidates import Article
from kg.observe.change import changes
from kg.observe.denied import taken_back
from kg.observe.elided import converted, inherited
from kg.observe.grown import grown
from kg.observe.measured import measured
from kg.observe.milestone import reached
from kg.observe.named import counted, embedded, minted, numbered
from kg.observe.period import era, framed
from kg.observe.quote import quoted
from kg.observe.ranker import Judge, Ranker, Weighed
from kg.observe.rules import Cue, Lexicon
from kg.observe.runs import Run, runs
from kg.observe.scene import Found, Scene
from kg.observe.share import shared
from kg.ontology import Ontology

#: The ways to read a number, tried in this order; the first that applies decides.
WAYS: tuple[Callable[[Scene, Run], Found], ...] = (
    converted,
    quoted,
    grown,
    reached,
    measured,
    shared,
    inherited,
    counted,
    minted,
)


class Observer:
    """Reads the numbers of an article. Built once from the ontology, called per text."""

    def __init__(self, ontology: Ontology) -> None:
        self._lexicon = Lexicon(ontology)
        self._ranker = Ranker.load(ontology.folder / "models" / "bearer.toml")

    def __call__(self, reading: Reading) -> tuple[tuple[Observation, ...], tuple[Change, ...], tuple[Refusal, ...]]:
        """The observations and changes of a text in order, and the numbers that were refused, each with the reason."""
        return self.judged(reading, self._ranker.best if self._ranker else None)

    def weighed(self, reading: Reading) -> tuple[Weighed, ...]:
        """The numbers of a text with all who might bear them, scored; empty where nothing has been learned."""
        return () if self._ranker is None else self._ranker.watched(partial(self.judged, reading))

    def judged(
        self, reading: Reading, judge: Judge | None
    ) -> tuple[tuple[Observation, ...], tuple[Change, ...], tuple[Refusal, ...]]:
        """The same where `judge` says who bears a number; the rules alone do where there is none."""
        observations: list[Observation] = []
        moves: list[Change] = []
        refusals: list[Refusal] = []
        age: Time | None = None
        scene: Scene | None = None
        told = _told(reading.clauses)
        article = Article(reading) if told and judge else None
        for clause, cues in zip(told, self._lexicon.cues(reading.text, told, _heard(told)), strict=True):
            if scene is None or clause.opens:
                if scene is not None:
                    _keep(scene, observations, moves)
                    age = era(scene.frame, age)
                scene = self._scene(reading, clause, cues, age)
                scene.judge, scene.article, scene.first = judge, article, clause
            scene.clause, scene.cues = clause, cues
            if clause.quantities or clause.mentions or clause.times:
                self._read(scene, refusals)
            scene.before = (clause, cues)
        if scene is not None:
            _keep(scene, observations, moves)
        return tuple(observations), tuple(moves), tuple(refusals)

    def _scene(self, reading: Reading, clause: Clause, cues: list[Cue], age: Time | None) -> Scene:
        document = reading.document
        issued = document.issued.isoformat() if document.issued else ""
        return Scene(reading.text, document.id, issued, self._lexicon, clause, cues, clause.time, age)

    @staticmethod
    def _read(scene: Scene, refusals: list[Refusal]) -> None:
        """All numbers of the present clause."""
        clause = scene.clause
        for run in runs(scene.text, clause) if clause.quantities else ():
            found = _found(scene, run)
            scene.lost = lost(found)
            if found is None or isinstance(found, str):
                refusals.append(Refusal(run.span, "observe", found or "no word says what the number measures"))
            else:
                scene.said.extend(found)
        if numbered(clause):
            scene.said.extend(embedded(scene))
        if clause.times:
            scene.frame = framed(scene.text, clause, scene.frame)


def lost(found: Found) -> str:
    """Why a number was refused, as a feature of those behind it: no metric, or nobody to bear it; empty where it was told.

    >>> lost(None), lost("nobody to bear sales"), lost([])
    ('metric', 'bearer', '')
    """
    if found is None:
        return "metric"
    return "bearer" if isinstance(found, str) else ""


def _keep(scene: Scene, observations: list[Observation], moves: list[Change]) -> None:
    """Adds what a sentence said, and how it moved."""
    scene.said[:] = [taken_back(scene.text, one) for one in scene.said]
    observations += scene.said
    if len(scene.said) > 1:
        moves += changes(scene.text, scene.document, scene.said)


def _told(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of the sentences that hold a number or a time: the others have nothing to read here."""
    kept: list[Clause] = []
    first, tells = 0, False
    for at, clause in enumerate(clauses):
        if clause.opens:
            if tells:
                kept += clauses[first:at]
            first, tells = at, False
        if not tells:
            tells = bool(clause.quantities or clause.times) or numbered(clause)
    return [*kept, *clauses[first:]] if tells else kept


def _heard(clauses: Iterable[Clause]) -> list[bool]:
    """For each clause, whether its words tell of a number: of its own or of one in the clause behind it."""
    own = [bool(clause.quantities) or numbered(clause) for clause in clauses]
    return [here or behind for here, behind in zip(own, [*own[1:], False], strict=False)]


def _found(scene: Scene, run: Run) -> Found:
    """What the first way of reading that applies gives."""
    first = run.first
    if first.value is None and first.minimum is None and first.maximum is None:
        return "the words name no number"
    for way in WAYS:
        found = way(scene, run)
        if found is not None:
            return found
    return None
