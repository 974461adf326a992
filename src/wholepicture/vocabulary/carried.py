"""Frozen types that travel between processes quickly."""

from dataclasses import fields
from typing import Any

_KNOWN: dict[type, tuple[str, ...]] = {}
_SETTERS: dict[type, tuple[Any, ...]] = {}


def _names(kind: Any) -> tuple[str, ...]:
    names = _KNOWN.get(kind)
    if names is None:
        names = _KNOWN[kind] = tuple(field.name for field in fields(kind))
    return names


def _setters(kind: Any) -> tuple[Any, ...]:
    setters = _SETTERS.get(kind)
    if setters is None:
        setters = _SETTERS[kind] = tuple(getattr(kind, name).__set__ for name in _names(kind))
    return setters


def _rebuild(kind: type, values: tuple[Any, ...]) -> Any:
    # Through the slots themselves: a snapshot holds millions of these, and a frozen type's own setting refuses anyway.
    made: Any = object.__new__(kind)
    for setter, value in zip(_setters(kind), values, strict=True):
        setter(made, value)
    return made


class Carried:
    """A base for frozen slots dataclasses that are pickled by the million.

    The standard library looks up a class's fields again for every single object; that was a quarter of a scan.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), tuple(getattr(self, name) for name in _names(type(self))))
