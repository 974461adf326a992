"""What somebody is at the hub: the roles of need to know, and how a list offers them."""

from typing import Final

from wholepicture.hub.need_to_know.purposes import Role

__all__ = ["ROLE_CHOICES", "Role"]

ROLE_CHOICES: Final = tuple((role.value, role.label) for role in Role)
"""For a list to choose from."""
