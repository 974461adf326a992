"""Which lines the network of a finding has: who stands beside whom or what in its records, and what the line says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise

from wholepicture.report.view import Certainty
from wholepicture.vocabulary.pole import Role
from wholepicture.vocabulary.records import EntityId

_SAYS: Mapping[Role, str] = {
    Role.HOME: "lives at",
    Role.LOCATION: "seen at",
    Role.MISSING_FROM: "missing from",
    Role.FOUND_AT: "found at",
    Role.SEEN: "with",
    Role.CONTACT: "has",
    Role.SCHOOL: "goes to",
}
_LIVING = frozenset({_SAYS[Role.HOME], _SAYS[Role.MISSING_FROM]})

MOST_COMPANIONS = 6
"""So many of those who are named beside the children, and not by the finding, are drawn: the most often named."""

Thing = tuple[EntityId, str, Certainty]
"""A place, vehicle, phone or handle in a record, what the line to it says, and how sure that is."""
Link = tuple[EntityId, EntityId, str, Certainty]


def says_of(role: Role, *, told: bool) -> str:
    """What a line says of a thing that stands in a record in this role; `told` where only the narrative names it."""
    return "named in the text" if told else _SAYS.get(role, "beside")


def things_among(
    beside: Iterable[tuple[EntityId, str]], known: Mapping[EntityId, EntityId], fits: Mapping[EntityId, EntityId]
) -> Iterator[Thing]:
    """Of the things in one record, each with what is said of it, those that are drawn.

    `known` gives the id under which an entity is drawn, `fits` that of another one which it fits without being the same.
    """
    for entity, says in beside:
        if entity in known:
            yield known[entity], says, Certainty.SAME
        elif entity in fits:
            yield fits[entity], says, Certainty.COMPATIBLE


def links_among(persons: Sequence[EntityId], subjects: Set[EntityId], things: Sequence[Thing]) -> Iterator[Link]:
    """The lines of one record: each person to each thing, but to a home only from whom the record is about; without things
    person to person, without persons thing to thing.
    """
    for person in persons:
        yield from ((person, *thing) for thing in things if thing[1] not in _LIVING or person in subjects)
    if not things:
        yield from ((one, other, "named with", Certainty.SAME) for one, other in pairwise(persons))
    if not persons:
        yield from ((one, *thing) for (one, _, _), thing in pairwise(things) if one != thing[0])
