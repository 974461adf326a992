"""Text that PostgreSQL cannot hold: NUL, and halves of surrogate pairs. People and systems send both."""

import re

_ODD = re.compile("[\0\\\\\ud800-\udfff]")
_UNFIT = re.compile("[\0\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


def escape(text: str) -> str:
    """The text with what cannot be held written as \\uXXXX; `unescape` gives back exactly what went in."""
    return _ODD.sub(lambda odd: "\\\\" if odd[0] == "\\" else f"\\u{ord(odd[0]):04x}", text) if _ODD.search(text) else text


def unescape(text: str) -> str:
    """What `escape` was given."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)) if code[1] else "\\", text) if "\\" in text else text


def presentable(text: str) -> str:
    """The text with one visible sign for each character that cannot be held: offsets into it stay what they were."""
    return _UNFIT.sub(lambda odd: "\u2400" if odd[0] == "\0" else "\ufffd", text) if _UNFIT.search(text) else text
