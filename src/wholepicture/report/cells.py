"""Cells of CSV files that people open in a spreadsheet."""

_CALCULATED = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BLANKS = ("\t", "\r", "\n")


def defused(cell: str) -> str:
    """A cell as no spreadsheet calculates it: with an apostrophe before what would be taken for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_CALCULATED) or cell[:1] in _BLANKS else cell
