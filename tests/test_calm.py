"""The collector of cyclic garbage rests, and is afterwards as it was."""

import gc

import pytest

from kg.calm import calm


@pytest.mark.parametrize("before", [True, False])
def test_it_is_as_it_was_after_an_error_too(before: bool) -> None:
    searching = gc.isenabled()
    try:
        (gc.enable if before else gc.disable)()
        with pytest.raises(ValueError), calm():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() is before
    finally:
        (gc.enable if searching else gc.disable)()
