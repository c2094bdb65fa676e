"""Which relation stands between two names of a sentence, by what was learned: `Pairs` goes behind the rules."""

from kg.pairs.judge import Pairs, Tied

__all__ = ["Pairs", "Tied"]
