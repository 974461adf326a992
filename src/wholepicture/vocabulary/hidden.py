"""Text about people, kept out of logs, tracebacks and stray f-strings."""

from dataclasses import dataclass

from wholepicture.vocabulary.carried import Carried


@dataclass(frozen=True, slots=True, repr=False)
class Hidden(Carried):
    """Holds text that must never reach a log. Every rendering shows its length; read it through `.text`, on purpose."""

    text: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__.lower()}: {len(self.text)} characters>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True, repr=False)
class Narrative(Hidden):
    """A professional's own words, unchanged. Spans elsewhere are Python string offsets into `.text`, end exclusive."""


@dataclass(frozen=True, slots=True, repr=False)
class Words(Hidden):
    """A short stretch of somebody's words: a name, an address, a registration, as it was written."""
