"""What each role finds along the top of every page. One list; screens that are not there yet are left out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from wholepicture.hub.accounts.roles import Role

WRITERS = frozenset({Role.FRONT_LINE, Role.HUB_PRACTITIONER, Role.ANALYST, Role.MANAGER})
REPLAYERS = frozenset({Role.HUB_PRACTITIONER, Role.MANAGER, Role.SCRUTINEER})
PICTURE = frozenset({Role.HUB_PRACTITIONER, Role.ANALYST})


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen, and who is shown the way to it; where `purpose` is set, only whoever may state that. Not being shown it is a
    courtesy: the screen itself refuses.
    """

    words: str
    screen: str
    roles: frozenset[Role]
    purpose: str = ""


ENTRIES = (
    Entry("Record a concern", "record:new", WRITERS),
    Entry("My concerns", "concerns:mine", WRITERS),
    Entry("Whom I work with", "relations:mine", frozenset({Role.FRONT_LINE})),
    Entry("Work list", "work:list", frozenset({Role.HUB_PRACTITIONER})),
    Entry("Work list", "work:list", frozenset({Role.MANAGER}), "answer_for_hub"),
    Entry("Decisions", "deciding:list", frozenset({Role.HUB_PRACTITIONER, Role.MANAGER, Role.EXECUTIVE, Role.SCRUTINEER})),
    Entry("Ladders", "ladders:list", frozenset({Role.MANAGER, Role.EXECUTIVE, Role.SCRUTINEER})),
    Entry("Meetings", "meetings:list", frozenset({*WRITERS, Role.SCRUTINEER})),
    Entry(
        "Returns",
        "returns:list",
        frozenset({Role.FRONT_LINE, Role.HUB_PRACTITIONER, Role.MANAGER, Role.SCRUTINEER}),
    ),
    Entry(
        "Case reviews",
        "case_reviews:list",
        frozenset({Role.FRONT_LINE, Role.HUB_PRACTITIONER, Role.MANAGER, Role.SCRUTINEER}),
    ),
    Entry("My teams", "team:list", frozenset({Role.MANAGER})),
    Entry("Findings", "findings:list", frozenset({Role.HUB_PRACTITIONER, Role.ANALYST, Role.SCRUTINEER})),
    Entry("Findings", "findings:list", frozenset({Role.MANAGER}), "answer_for_hub"),
    Entry("Across children", "partnership:week", frozenset({Role.EXECUTIVE})),
    Entry("Review links", "links:next", PICTURE),
    Entry("Search", "search:search", frozenset({Role.HUB_PRACTITIONER, Role.ANALYST, Role.SCRUTINEER})),
    Entry("Imports", "imports:list", PICTURE),
    Entry("Scrutiny", "scrutiny:list", frozenset({Role.SCRUTINEER})),
    Entry("Seals", "scrutiny:seals", frozenset({Role.SCRUTINEER})),
    Entry("Register", "deciding:register", frozenset({Role.SCRUTINEER})),
    Entry("Who looked", "access:list", frozenset({Role.SCRUTINEER})),
    Entry("Requests", "asking:list", WRITERS),
    Entry("Emergency openings", "emergencies:list", frozenset({*WRITERS, Role.SCRUTINEER})),
    Entry("Emergency openings", "emergencies:counts", frozenset({Role.EXECUTIVE})),
    Entry("Sealed", "sealing:list", frozenset({Role.HUB_PRACTITIONER})),
    Entry("Notices", "notices:list", frozenset({*WRITERS, Role.SCRUTINEER})),
    Entry("Checkpoints", "checkpoints:list", frozenset({Role.SCRUTINEER, Role.EXECUTIVE, Role.ADMINISTRATOR})),
    Entry("Identity requests", "identity:list", frozenset({Role.CUSTODIAN})),
    Entry("People", "people:list", frozenset({Role.ADMINISTRATOR})),
    Entry("Changes to decide", "people:proposals", frozenset({Role.ADMINISTRATOR})),
    Entry("Agency tokens", "tokens:list", frozenset({Role.ADMINISTRATOR})),
)


class Way(NamedTuple):
    """An entry as a template draws it: its three parts in this order."""

    words: str
    href: str
    current: bool


def ways_for(role: Role, path: str, purposes: Collection[str] = (), entries: Iterable[Entry] = ENTRIES) -> tuple[Way, ...]:
    """The entries for that role, which may state these purposes (keys), whose screens exist; `current` marks the one, if
    any, that best fits the path asked for.
    """
    found = []
    for entry in entries:
        if role in entry.roles and (not entry.purpose or entry.purpose in purposes):
            try:
                found.append((entry.words, reverse(entry.screen)))
            except NoReverseMatch:
                continue
    best = max((href for _, href in found if path.startswith(href)), key=len, default=None)
    return tuple(Way(words, href, href == best) for words, href in found)
