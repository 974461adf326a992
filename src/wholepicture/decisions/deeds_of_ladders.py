"""What can be done about a partnership's ladders. Each docstring is what the page says of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LaddersProposed:
    """Somebody proposed other ladders for the partnership. They hold only once somebody of another agency adopts them.
    `text` is the file of ladders.
    """

    text: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LaddersAdopted:
    """The proposed ladders were adopted by a second person. They hold for what begins from now on; what began before keeps
    its own.
    """

    on: str
    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LaddersRefused:
    """The proposed ladders were not adopted. Those that hold go on."""

    on: str
    because: str = field(repr=False)


Deed = LaddersProposed | LaddersAdopted | LaddersRefused
