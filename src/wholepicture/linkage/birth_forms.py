"""Dates of birth in any form that a register writes them: the form of a column is told from all its values together."""

import re
from collections.abc import Iterable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PIECES = re.compile(r"[^\s/.,\-T]+")
ORDERS = ("ymd", "dmy", "mdy")
"""The orders of year, month and day that are told apart; of two that fit a column alike, the one that stands first here."""


def tell_order(texts: Iterable[str]) -> str:
    """The order of year, month and day in which a column writes its dates: the one in which most of them are days."""
    counts = dict.fromkeys(ORDERS, 0)
    for text in texts:
        for order in ORDERS:
            counts[order] += _is_day(_parts(text, order))
    return max(ORDERS, key=lambda order: (counts[order], -ORDERS.index(order)))


def read_birth(text: str, order: str) -> str:
    """A date of birth as eight signs, year month day, as far as they can be told apart; a year alone as four.

    What is no day keeps the signs that were typed, so that a slip of the keyboard can still be seen as one. Empty where
    nothing was given.
    """
    text = text.strip()
    if not text:
        return ""
    parts = _parts(text, order)
    if parts is None:
        kept = "".join(c for c in text.lower() if c.isalnum())
        return kept[:4] if len(kept) == 4 and kept.isdigit() else kept[:8]
    return "".join(parts)


def join_birth(year: str, month: str, day: str) -> str:
    """A date of birth from its own columns, as `read_birth` writes it; the year alone where the rest is not given."""
    year, month, day = (part.strip().split(".")[0] for part in (year, month, day))
    if not year:
        return ""
    return f"{year:0>4}{month:0>2}{day:0>2}"[:8] if month and day else year[:4]


def _parts(text: str, order: str) -> tuple[str, str, str] | None:
    pieces = _PIECES.findall(text.strip().removesuffix("00:00:00"))
    if len(pieces) == 1 and len(pieces[0]) == 8:
        cut = (4, 6) if order == "ymd" else (2, 4)
        pieces = [pieces[0][: cut[0]], pieces[0][cut[0] : cut[1]], pieces[0][cut[1] :]]
    if len(pieces) < 3:
        return None
    found = dict(zip(order, pieces[:3], strict=True))
    if len(pieces[0]) == 4 and order != "ymd" and len(pieces[2]) <= 2:
        found = dict(zip("ymd", pieces[:3], strict=True))
    name = found["m"][:3].lower()
    if name not in _MONTHS and order == "mdy" and found["d"][:3].lower() in _MONTHS:
        found["m"], found["d"] = found["d"], found["m"]
        name = found["m"][:3].lower()
    month = f"{_MONTHS.index(name) + 1:02}" if name in _MONTHS else f"{found['m']:0>2}"
    year = found["y"]
    if len(year) == 2 and year.isdigit():
        year = f"20{year}" if int(year) < 30 else f"19{year}"
    if len(year) != 4 or len(month) != 2 or len(found["d"]) > 2:
        return None
    return year, month, f"{found['d']:0>2}"


def _is_day(parts: tuple[str, str, str] | None) -> bool:
    if parts is None or not all(part.isdigit() for part in parts):
        return False
    year, month, day = (int(part) for part in parts)
    return 1000 <= year <= 2199 and 1 <= month <= 12 and 1 <= day <= 31
