"""What can be done about a finding. Each docstring is what the page says of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FindingOwned:
    """Somebody looks into the finding from now on."""


@dataclass(frozen=True, slots=True)
class FindingAccepted:
    """The finding was accepted: people work on what it shows. `leads_to` names the meeting or concern where they do."""

    because: str = field(repr=False)
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class FindingDismissed:
    """The finding was looked into and is nothing to act on, for a reason. It takes a second person; what is new in it later
    brings it back.
    """

    because: str = field(repr=False)
    evidence: int
    """How many records it rested on, so that it is seen when there are more."""


@dataclass(frozen=True, slots=True)
class DismissalAgreed:
    """A second person agreed to dismiss the finding."""

    on: str
    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DismissalRefused:
    """A second person did not agree to dismiss the finding. It stays."""

    on: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindingRead:
    """Somebody who leads an agency confirmed that they read it."""


Deed = FindingOwned | FindingAccepted | FindingDismissed | DismissalAgreed | DismissalRefused | FindingRead
