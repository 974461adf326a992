"""Drawing in SVG: elements, lettering that fits, and pictures that say in words what they show."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from wholepicture.report.wording import show_controls

LETTER = 0.56
"""The usual width of a letter of Arial, as a share of its size; enough to tell whether a label fits."""


def element(tag: str, content: str | Markup = "", /, **attributes: str | float) -> Markup:
    """One SVG element, everything escaped; `stroke_width` is written `stroke-width`, `class_` is written `class`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), _written(value)) for name, value in attributes.items()
    )
    inner = content if isinstance(content, Markup) else escape(show_controls(content))
    return Markup("<{}{}>{}</{}>").format(tag, written, inner, tag)


def _written(value: str | float) -> str:
    return show_controls(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def group(parts: Iterable[Markup], **attributes: str | float) -> Markup:
    """Elements together."""
    return element("g", Markup("").join(parts), **attributes)


def letters(text: str, x: float, y: float, *, anchor: str = "start", class_: str = "t") -> Markup:
    """A line of text whose baseline starts, ends or is centred at (x, y)."""
    return element("text", text, x=x, y=y, text_anchor=anchor, class_=class_)


def shorten(text: str, width: float, size: float = 14) -> str:
    """The text cut with an ellipsis so that it fits a width; drawings cut, the table beside them never does."""
    room = max(1, int(width / (size * LETTER)))
    return text if len(text) <= room else text[: room - 1].rstrip(" ,;") + "…"


def wrap(text: str, width: float, size: float = 14, lines: int = 2) -> tuple[str, ...]:
    """The text in at most so many lines of a width, the last one cut where there is more."""
    room = max(1, int(width / (size * LETTER)))
    words, done = show_controls(text).split(), list[str]()
    while words and len(done) < lines - 1:
        line = words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= room:
            line = f"{line} {words.pop(0)}"
        done.append(shorten(line, width, size))
    if words:
        done.append(shorten(" ".join(words), width, size))
    return tuple(done) or ("",)


def picture(anchor: str, title: str, described: str, size: tuple[float, float], parts: Iterable[Markup]) -> Markup:
    """A whole drawing. `title` names it and `described` says what it shows, for those who cannot see it."""
    head = element("title", title, id=f"{anchor}-title") + element("desc", described, id=f"{anchor}-desc")
    return element(
        "svg",
        head + Markup("").join(parts),
        role="img",
        aria_labelledby=f"{anchor}-title {anchor}-desc",
        viewBox=f"0 0 {size[0]:.0f} {size[1]:.0f}",
        class_="drawing",
    )
