"""Which encoding a file is in: decided once, from all of its bytes, and never by guessing at words."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNREADABLE_BYTES = "wholepicture.cp1252"
"""The name under which codecs know how to read bytes that are not UTF-8: as cp1252, and what that lacks as Latin-1."""


def _as_cp1252(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    text = "".join(_character(byte) for byte in problem.object[problem.start : problem.end])
    return text, problem.end


def _character(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(UNREADABLE_BYTES, _as_cp1252)


def decide_encoding(stream: BinaryIO) -> tuple[str, str]:
    """The codec's name and its error mode for a whole file, read from its start and left there.

    A byte order mark decides; so do the zero bytes of UTF-16 without one. Then UTF-8 where all bytes are valid, or where
    most of what is not ASCII is (single stray bytes are read as cp1252), else cp1252.
    """
    stream.seek(0)
    start = stream.read(4096)
    stream.seek(0)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, UNREADABLE_BYTES if name == "utf-8-sig" else "replace"
    if len(start) >= 4:
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if max(even, odd) > len(start) * 0.2 and min(even, odd) < len(start) * 0.02:
            return ("utf-16-be" if even > odd else "utf-16-le"), "replace"
    return _utf8_or_cp1252(stream)


def _utf8_or_cp1252(stream: BinaryIO) -> tuple[str, str]:
    try:
        for _ in _decoded(stream, "strict"):
            pass
    except UnicodeDecodeError:
        valid = broken = 0
        for text in _decoded(stream, "surrogateescape"):
            for character in text:
                if character > "\x7f":
                    valid, broken = (valid, broken + 1) if "\udc80" <= character <= "\udcff" else (valid + 1, broken)
        name = "utf-8" if valid > broken else "cp1252"
        return name, UNREADABLE_BYTES
    else:
        return "utf-8", "strict"
    finally:
        stream.seek(0)


def _decoded(stream: BinaryIO, errors: str) -> Iterator[str]:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")(errors)
    while chunk := stream.read(_CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def say_encoding(name: str, errors: str) -> str:
    """The encoding in words for the report of a file."""
    words = {"utf-8-sig": "UTF-8 with a byte order mark", "utf-8": "UTF-8", "cp1252": "Windows cp1252"}
    if name == "utf-8" and errors != "strict":
        return "UTF-8 with stray bytes of Windows cp1252"
    return words.get(name, "UTF-16")
