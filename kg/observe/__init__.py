"""Numbers with their meaning: quantity + metric + time + bearer → Observation, Change."""

from kg.observe.observer import Observer
from kg.observe.ranker import Weighed

__all__ = ["Observer", "Weighed"]
