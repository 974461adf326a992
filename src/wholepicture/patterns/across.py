"""What the patterns that hang on one shared thing have in common: a place, an adult, a vehicle or a phone."""

from collections.abc import Sequence

from wholepicture.knowledge.picture import Picture
from wholepicture.patterns import wording
from wholepicture.patterns.question import Held, Norms
from wholepicture.patterns.threads import Thread, others_present
from wholepicture.patterns.weight import weigh
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId

FEWEST = 3


def runs_across(found: Thread, *, absence_counts: bool = False, agencies_count: bool = False) -> bool:
    """Whether a thread is about more than one family, on enough records that speak of somebody else's hand.

    Where several families are named, absence can take the place of some of it (`absence_counts`): a thing or a person with
    whom children of two families are missing needs fewer words. So can it that several agencies recorded it
    (`agencies_count`): one agency's taxi or telephone is its own.
    """
    records = len(found.evidence)
    if len(found.families) >= 2 and records >= 2:
        several = agencies_count and len({sighting.agency for sighting in found.evidence}) >= 2
        return several or 3 * found.marked >= records or (absence_counts and 2 * found.away >= records)
    return records >= FEWEST and bool(found.families and found.unnamed) and found.signed >= 2 and 2 * found.signed >= records


def hold(
    picture: Picture, norms: Norms, found: Thread, shared: EntityId, sort: str, days: int, fitting: Sequence[EntityId] = ()
) -> Held:
    """A thread as a finding holds it."""
    expected, chance = weigh(picture, norms, found, shared, sort, days)
    others = others_present(picture, found.evidence)
    return Held(
        anchor=shared,
        evidence=found.evidence,
        children=found.children,
        adults=others["adults"],
        places=others["places"],
        vehicles=others["vehicles"],
        phones=others["phones"],
        families=len(found.families),
        unnamed=bool(found.unnamed),
        fitting=tuple(fitting),
        expected=expected,
        observed=float(found.groups),
        p_value=chance,
    )


def seen_with(picture: Picture, held: Held, what: str) -> str:
    """The sentences that every such finding opens with."""
    first, last = wording.span(held.evidence)
    held_by = wording.agencies(held.evidence)
    unnamed = " and a child whom nobody names" if held.unnamed else ""
    families = (
        f"children of {wording.counted(held.families, 'unrelated family', 'unrelated families')}"
        if held.families > 1
        else "a child"
    )
    seen = wording.number(int(held.observed or 0))
    signs = wording.listed(wording.signs_of(held.evidence))
    return (
        f"{wording.started(wording.counted(len(held.evidence), 'record'))} of "
        f"{wording.counted(len(held_by), 'agency', 'agencies')} ({wording.listed(held_by)}) {wording.between(first, last)} "
        f"connect {families} with {what}: {wording.people(picture, held.children, last)}{unnamed}. "
        f"The records are {wording.records(held.evidence)}."
        + (f" They speak of {signs}." if signs else "")
        + f" About {held.expected:.1f} unrelated families would be expected; {seen} were seen."
    )


def where_it_fits(picture: Picture, held: Held) -> str:
    """The sentence that names the records in which a place only fits; empty where it is the same in all."""
    only = [
        s
        for s in held.evidence
        if held.anchor not in picture.entities(s, EntityKind.PLACE)
        and any(place in held.fitting for place in picture.entities(s, EntityKind.PLACE))
    ]
    return f" In {wording.records(only)} the place as written fits this one and could be another." if only else ""
