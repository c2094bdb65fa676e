"""The last word on whose number it is: candidates weighed by what was learned, nobody among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.errors import OntologyError
from kg.model import Mention, Span
from kg.observe.candidates import Asked, Candidate, Setting, candidates
from kg.ontology import table

#: Says who bears a number; None for nobody.
Judge = Callable[[Setting, Asked], Mention | None]


class Score(NamedTuple):
    """A candidate by name (None for nobody), its score, and the features that weigh most, with their weights."""

    name: str | None
    score: float
    features: tuple[tuple[str, float], ...]


class Weighed(NamedTuple):
    """A number, and all who might bear it, best first."""

    span: Span
    scores: tuple[Score, ...]


class Ranker:
    """A linear model over the features of candidates; the highest score bears the number."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    @classmethod
    def load(cls, path: Path) -> Ranker | None:
        """The ranker of a file; None where there is none: the rules alone decide. Raises OntologyError."""
        if not path.exists():
            return None
        weights = table(path).get("weights")
        if not isinstance(weights, dict) or not all(type(weight) in (int, float) for weight in weights.values()):
            raise OntologyError(f"{path}: [weights] must give a number for each feature. Train it anew.")
        return cls(weights)

    def best(self, setting: Setting, asked: Asked) -> Mention | None:
        """Who bears the number, by score; the first of equals."""
        weight = self._weights.get
        top, best = float("-inf"), None
        for mention, features in candidates(setting, asked):
            score = 0.0
            for feature in features:
                score += weight(feature, 0.0)
            if score > top:
                top, best = score, mention
        return best

    def watched(self, read: Callable[[Judge], object]) -> tuple[Weighed, ...]:
        """What the ranker is asked while `read` runs, and how it scores."""
        seen: list[Weighed] = []

        def judge(setting: Setting, asked: Asked) -> Mention | None:
            scores = sorted(map(self._score, candidates(setting, asked)), key=lambda score: -score.score)
            seen.append(Weighed(asked.run.span, tuple(scores)))
            return self.best(setting, asked)

        read(judge)
        return tuple(seen)

    def _score(self, candidate: Candidate) -> Score:
        weights = [(feature, self._weights[feature]) for feature in candidate.features if feature in self._weights]
        main = sorted(weights, key=lambda pair: -abs(pair[1]))
        return Score(candidate.mention and candidate.mention.name, sum(weight for _, weight in weights), tuple(main))
