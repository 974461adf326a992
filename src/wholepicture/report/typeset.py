"""Text for the typesetter: what its fonts cannot show is written out, so that no document fails for a smile."""

from functools import lru_cache
from importlib import resources

from wholepicture.report.wording import show_controls


@lru_cache(maxsize=1)
def _covered() -> frozenset[str]:
    """The characters that the fonts of documents can show."""
    ranges = resources.files("wholepicture.report").joinpath("fonts", "covered.txt").read_text(encoding="ascii").split()
    bounds = (one.split("-") for one in ranges)
    return frozenset(chr(point) for first, last in bounds for point in range(int(first, 16), int(last, 16) + 1))


def showable(text: str) -> str:
    """The text with each character that the fonts lack written out as its code."""
    covered = _covered()
    return "".join(
        c if c in covered or c == "\n" else f"[U+{ord(c):04X}]" for c in show_controls(text).replace("\t", "    ")
    )
