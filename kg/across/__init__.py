"""Resolution across documents: which names of a corpus are one thing, and which are not although they sound alike.

Pure values in, decisions out; workers load nothing of it but `profile`.
"""

from __future__ import annotations

from kg.across.decide import Decisions, Merge, Target, decide
from kg.across.keep import Kept
from kg.across.profile import Profile, Thing, profile
from kg.across.rewrite import rewrite
from kg.across.rules import Rules

__all__ = ["Decisions", "Kept", "Merge", "Profile", "Rules", "Target", "Thing", "decide", "profile", "rewrite"]
