"""Frozen types that travel between processes quickly."""

from dataclasses import fields
from typing import Any

_KNOWN: dict[type, tuple[str, ...]] = {}


def _names(kind: Any) -> tuple[str, ...]:
    names = _KNOWN.get(kind)
    if names is None:
        names = _KNOWN[kind] = tuple(field.name for field in fields(kind))
    return names


def _rebuild(kind: type, values: tuple[Any, ...]) -> Any:
    made: Any = object.__new__(kind)
    for name, value in zip(_names(kind), values, strict=True):
        object.__setattr__(made, name, value)
    return made


class Carried:
    """A base for frozen slots dataclasses that are pickled by the million.

    The standard library looks up a class's fields again for every single object; that was a quarter of a scan.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), tuple(getattr(self, name) for name in _names(type(self))))
