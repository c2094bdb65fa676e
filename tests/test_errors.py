"""The error tree."""

from __future__ import annotations

import re

from kg import errors


def test_the_docstring_draws_the_whole_tree() -> None:
    tree = [
        name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, errors.KgError)
    ]
    drawn = re.findall(r"\b(\w+Error)\b", errors.__doc__ or "")
    assert sorted(drawn) == sorted(tree)


def test_one_name_catches_all() -> None:
    leaves = errors.KgError.__subclasses__()
    assert len(leaves) == 5
    assert all(issubclass(leaf, errors.KgError) and not issubclass(leaf, OSError) for leaf in leaves)
