"""What a search looks up by plain equality: names, dates, numbers and words of addresses, as linkage reads them."""

from collections.abc import Iterator

from wholepicture.linkage.addresses import read_address, read_postcode
from wholepicture.linkage.identifiers import read_handle, read_nhs_number, read_phone, read_upn
from wholepicture.linkage.names import fold
from wholepicture.linkage.registrations import read_registration
from wholepicture.vocabulary.pole import (
    Description,
    HandleDescription,
    PersonDescription,
    PhoneDescription,
    PlaceDescription,
    VehicleDescription,
)

Key = tuple[str, str]
SHORTEST_PART = 3
"""The fewest signs of a registration that a part of one must have to be looked up."""


def keys_of(description: Description) -> tuple[Key, ...]:
    """The (kind, key) pairs under which a mention is found, sorted, each once."""
    match description:
        case PersonDescription():
            keys = _person(description)
        case PlaceDescription():
            keys = address_keys(description.text, description.postcode, description.venue)
        case VehicleDescription():
            keys = registration_keys(description.registration)
        case PhoneDescription():
            keys = phone_keys(description.number)
        case HandleDescription():
            keys = iter((("handle", read_handle(description.handle)),))
    return tuple(sorted({(kind, key) for kind, key in keys if key}))


def _person(person: PersonDescription) -> Iterator[Key]:
    yield from name_keys(f"{person.surname} {person.forename} {person.name} {person.known_as}")
    if person.born is not None:
        yield "born", person.born.isoformat()
        yield "born_year", str(person.born.year)
    yield "upn", read_upn(person.upn)[0]
    yield "nhs_number", read_nhs_number(person.nhs_number)[0]
    yield "child_id", person.child_id.strip().casefold()
    yield from phone_keys(person.phone)
    if person.address or person.postcode:
        yield from address_keys(person.address, person.postcode, "")


def name_keys(text: str) -> Iterator[Key]:
    """Each word of a name, folded. A search asks for the same keys, and for words like them."""
    for word in fold(text).replace("-", " ").split():
        if len(word) > 1:
            yield "name", word


def phone_keys(text: str) -> Iterator[Key]:
    """A number in international form."""
    yield "phone", read_phone(text)


def registration_keys(text: str) -> Iterator[Key]:
    """A registration, and every part of it that is long enough to ask for: starts, ends and what lies between."""
    whole = read_registration(text)
    yield "registration", whole
    for start in range(len(whole)):
        for end in range(start + SHORTEST_PART, len(whole) + 1):
            if end - start < len(whole):
                yield "registration_part", whole[start:end]


def address_keys(text: str, postcode: str, venue: str) -> Iterator[Key]:
    """The postcode, the number with its street, the street's words and the words of a venue's name."""
    address = read_address(text, postcode, venue)
    yield "postcode", read_postcode(postcode) or address.postcode
    if address.number and address.street:
        yield "house", f"{address.number} {address.street}"
    for word in f"{address.street} {address.venue}".split():
        if len(word) > 2:
            yield "address", word
