"""By what a person can be found among those who are known, and in which order those of one record are looked for."""

from wholepicture.linkage.names import sound
from wholepicture.linkage.portraits import Portrait


def strength_of(portrait: Portrait) -> int:
    """Who can be resolved on their own come first, so that the others can be known by their company."""
    name = portrait.names[0] if portrait.names else None
    full = bool(name and name.forename and name.surname)
    if portrait.upns or portrait.nhs or (full and portrait.births):
        return 0
    if full:
        return 1 if portrait.ages or portrait.addresses else 2
    return 3 if name else 4


def keys_of(portrait: Portrait) -> list[str]:
    """The blocking keys of what one mention says of a person."""
    keys: list[str] = []
    keys += [f"u{number}" for number, _ in portrait.upns]
    keys += [f"h{number}" for number, _ in portrait.nhs]
    keys += [f"c{number}" for number in portrait.child_ids]
    keys += [f"t{number}" for number in portrait.phones]
    for name in portrait.names:
        if name.forename and name.surname:
            first, second = sorted((sound(name.forename), sound(name.surname)))
            keys.append(f"n{first}|{second}")
    for born, _ in portrait.births:
        keys += [f"b{born.toordinal()}|{code}" for code in portrait.codes]
    for address in portrait.addresses:
        place = f"{address.number}|{address.street_letters[:6]}" if address.number else address.venue
        if place:
            keys += [f"a{place}|{code}" for code in portrait.codes]
    return keys
