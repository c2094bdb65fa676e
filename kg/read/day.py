"""The day that a metadata field names, in the ways in which such fields write it."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)|(\d{2})(\d{2})(?!\d))")


def day(words: str | None) -> date | None:
    """The first day that the words name, None where they name none.

    >>> day("2023-08-01T10:20:00+08:00"), day("2023年8月1日 10:20"), day("20230801"), day("August")
    (datetime.date(2023, 8, 1), datetime.date(2023, 8, 1), datetime.date(2023, 8, 1), None)
    """
    for found in _DAY.finditer(words or ""):
        year, *rest = found.groups()
        month, number = (part for part in rest if part)
        try:
            return date(int(year), int(month), int(number))
        except ValueError:
            continue
    return None
