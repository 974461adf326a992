"""What one may look for: a closed list. Each purpose says in plain English what it is for, and what it opens to whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


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


_LABELS: Mapping[Role, str] = {
    Role.FRONT_LINE: "Front-line professional",
    Role.HUB_PRACTITIONER: "Hub practitioner",
    Role.ANALYST: "Exploitation analyst",
    Role.MANAGER: "Manager",
    Role.SCRUTINEER: "Independent scrutineer",
    Role.EXECUTIVE: "Executive",
    Role.ADMINISTRATOR: "Administrator",
    Role.CUSTODIAN: "Identity custodian",
}


class Way(StrEnum):
    """By what somebody may come to a record or a finding."""

    RAISED = "raised"
    """They wrote it."""
    RELATION = "relation"
    """They have a relation to it, or to a person whom a practitioner confirmed in it."""
    HUB = "hub"
    """They answer what reaches the hub."""
    TEAM = "team"
    """It came from a team in their line."""
    FINDING = "finding"
    """A finding rests on it."""
    SCRUTINY = "scrutiny"
    """They scrutinise the partnership and belong to none of it."""
    BREAK_GLASS = "break glass"
    """They opened it in an emergency; it is reviewed."""
    UNNAMED = "unnamed"
    """Findings as paragraphs and counts, without names. No record."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose. `ways` says which roles may state it, and by what each then comes to records; a role may state a purpose
    that opens no record. Where `below` is set, only somebody may state it below whom somebody is in that role now.
    """

    key: str
    name: str
    explanation: str
    ways: Mapping[Role, frozenset[Way]]
    below: Role | None = None

    def opens(self, way: Way, roles: Iterable[Role]) -> bool:
        """Whether one of these roles comes to something by this way for this purpose."""
        return any(way in self.ways.get(role, ()) for role in roles)

    def opens_a_record(self, roles: Iterable[Role]) -> bool:
        """Whether one of these roles comes to any record at all for this purpose."""
        return any(self.ways.get(role, _NOTHING) - {Way.UNNAMED} for role in roles)

    def may_be_stated_by(self, roles: Iterable[Role]) -> bool:
        """Whether one of these roles may state it."""
        return any(role in self.ways for role in roles)


_OWN = frozenset({Way.RAISED, Way.RELATION})
_WITH_HUB = _OWN | {Way.HUB}
_WITH_TEAM = _OWN | {Way.TEAM}
_WITH_FINDING = _OWN | {Way.FINDING}
_NOTHING: frozenset[Way] = frozenset()

PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        "direct_work",
        "Work with a child, an adult or a family",
        "You work with them now: as allocated or named worker, at their school, or on their health team.",
        {Role.FRONT_LINE: _OWN, Role.HUB_PRACTITIONER: _OWN, Role.MANAGER: _OWN},
    ),
    Purpose(
        "deal_with_concern",
        "Deal with a concern that reached the hub",
        "To read a concern and what is linked with it, and to decide what happens next.",
        {Role.HUB_PRACTITIONER: _WITH_HUB},
    ),
    Purpose(
        "review_links",
        "Say whether two mentions are the same",
        "To compare two mentions of people, places or vehicles and to confirm or undo what the machine proposed.",
        {Role.HUB_PRACTITIONER: _WITH_HUB, Role.ANALYST: _WITH_FINDING},
    ),
    Purpose(
        "work_on_finding",
        "Work on a finding",
        "To weigh a pattern across children against the records that it rests on.",
        {Role.HUB_PRACTITIONER: _WITH_HUB, Role.ANALYST: _WITH_FINDING},
    ),
    Purpose(
        "prepare_meeting",
        "Prepare a strategy discussion or a conference",
        "To bring together what a meeting about a child or an adult needs to know.",
        {
            Role.FRONT_LINE: _OWN,
            Role.HUB_PRACTITIONER: _WITH_HUB,
            Role.ANALYST: _WITH_FINDING,
            Role.MANAGER: _WITH_TEAM,
        },
    ),
    Purpose(
        "put_right",
        "Put right a wrong record",
        "Somebody was taken for somebody else, or a record says what is not so.",
        {Role.HUB_PRACTITIONER: _WITH_HUB, Role.MANAGER: _WITH_TEAM},
    ),
    Purpose(
        "oversee_team",
        "Oversee my team's work",
        "To see what your team raised and what became of it. Never what was raised about you or your line.",
        {Role.MANAGER: _WITH_TEAM},
    ),
    Purpose(
        "follow_own",
        "Follow what I reported",
        "To see who opened a concern that you raised, what was decided and what is due, and to add to it.",
        {role: frozenset({Way.RAISED}) for role in (Role.FRONT_LINE, Role.HUB_PRACTITIONER, Role.ANALYST, Role.MANAGER)},
    ),
    Purpose(
        "immediate_danger",
        "Somebody is in danger now",
        "To open, for a few hours, what you may not otherwise see. You say why; somebody in another agency reviews it.",
        {
            Role.FRONT_LINE: _OWN | {Way.BREAK_GLASS},
            Role.HUB_PRACTITIONER: _WITH_HUB | {Way.BREAK_GLASS},
            Role.ANALYST: _WITH_FINDING | {Way.BREAK_GLASS},
            Role.MANAGER: _WITH_TEAM | {Way.BREAK_GLASS},
        },
    ),
    Purpose(
        "scrutinise",
        "Scrutinise how the partnership acted",
        "To see for yourself what was raised, who looked, and what was done or left undone.",
        {Role.SCRUTINEER: frozenset({Way.SCRUTINY})},
    ),
    Purpose(
        "review_access",
        "Review who has looked",
        "To see who opened a record and what for. That you looked at this is written down too.",
        {Role.SCRUTINEER: frozenset({Way.SCRUTINY}), Role.MANAGER: frozenset({Way.TEAM})},
    ),
    Purpose(
        "review_break_glass",
        "Review an emergency opening",
        "To judge whether somebody outside your line and your agency was right to open a record in an emergency.",
        {Role.SCRUTINEER: _NOTHING, Role.MANAGER: _NOTHING},
    ),
    Purpose(
        "oversee_partnership",
        "See how the partnership is doing",
        "Findings as paragraphs and counts, without names, and no record.",
        {Role.EXECUTIVE: frozenset({Way.UNNAMED})},
    ),
    Purpose(
        "answer_for_hub",
        "Answer for the hub's work",
        "To see what reached the hub and what nobody has dealt with or opened, and to act where a practitioner has not. "
        "Never what was raised about you or your line.",
        {Role.MANAGER: _WITH_HUB},
        below=Role.HUB_PRACTITIONER,
    ),
    Purpose(
        "answer_objection",
        "Answer for what was decided",
        "To read what was decided on a concern and why the raiser objects, where it has climbed to you. Not the record.",
        {Role.MANAGER: _NOTHING, Role.EXECUTIVE: _NOTHING},
    ),
    Purpose(
        "take_in_extract",
        "Take in an extract",
        "To look at what the rows of a file would become here, and to take it or not. It opens no record.",
        {Role.HUB_PRACTITIONER: _NOTHING, Role.ANALYST: _NOTHING},
    ),
    Purpose(
        "open_identity",
        "Open who raised a protected concern",
        "Only the raiser's identity, only with a second person, and the raiser is told.",
        {Role.CUSTODIAN: _NOTHING},
    ),
)

_BY_KEY = {purpose.key: purpose for purpose in PURPOSES}


class UnknownPurpose(Exception):
    """Choose what you are looking for from the list."""


def purpose(key: str) -> Purpose:
    """The purpose of that key. Raises UnknownPurpose."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise UnknownPurpose(key) from None


def purposes_of(roles: Iterable[Role]) -> tuple[Purpose, ...]:
    """The purposes that somebody in these roles may state, in the order of the list."""
    held = frozenset(roles)
    if Role.ADMINISTRATOR in held:
        return ()
    return tuple(one for one in PURPOSES if one.may_be_stated_by(held))
