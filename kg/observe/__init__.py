"""Numbers with their meaning: quantity + metric + time + bearer → Observation, Change."""

from kg.observe.observer import Observer

__all__ = ["Observer"]
