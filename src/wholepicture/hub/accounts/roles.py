"""What somebody is at the hub."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody is at the hub. One account may hold several posts, each in one role."""

    FRONT_LINE = "front_line"
    HUB_PRACTITIONER = "hub_practitioner"
    ANALYST = "analyst"
    MANAGER = "manager"
    SCRUTINEER = "scrutineer"
    EXECUTIVE = "executive"
    ADMINISTRATOR = "administrator"
    CUSTODIAN = "custodian"

    @property
    def label(self) -> str:
        """As a person reads it."""
        return _LABELS[self]


_LABELS: Final = {
    Role.FRONT_LINE: "Front-line professional",
    Role.HUB_PRACTITIONER: "Hub practitioner",
    Role.ANALYST: "Exploitation analyst",
    Role.MANAGER: "Manager",
    Role.SCRUTINEER: "Independent scrutineer",
    Role.EXECUTIVE: "Executive",
    Role.ADMINISTRATOR: "Administrator",
    Role.CUSTODIAN: "Identity custodian",
}

ROLE_CHOICES: Final = tuple((role.value, role.label) for role in Role)
"""For a list to choose from."""
