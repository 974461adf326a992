"""How long work tells how far it is. What is told is a step's name and two counts, never anything that was read."""

from typing import Protocol


class Watch(Protocol):
    """Is told how far the work is."""

    def says(self, step: str) -> None:
        """A step begins."""
        ...

    def at(self, done: int, total: int) -> None:
        """The step that began last is at `done` of `total`."""
        ...


class Silence:
    """Is told, and tells nobody."""

    def says(self, step: str) -> None:
        """A step begins."""

    def at(self, done: int, total: int) -> None:
        """The step is further."""
