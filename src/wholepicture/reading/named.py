"""Persons, places, vehicles, phones and handles that stand in a narrative, where they stand, and as what."""

from collections.abc import Iterable

from wholepicture.reading.contacts import handles_in, phones_in
from wholepicture.reading.lexicon import Lexicon
from wholepicture.reading.persons import persons_in, stated_persons
from wholepicture.reading.places import places_in
from wholepicture.reading.tokens import Tokens
from wholepicture.reading.vehicles import vehicles_in
from wholepicture.vocabulary.readings import NamedInText


def named_in(tokens: Tokens, words: frozenset[str], lexicon: Lexicon) -> tuple[NamedInText, ...]:
    """Everything named, in order of where it stands; the order numbers the mentions.

    `words` are the narrative's words, so that what cannot be there is not looked for. A name that the writer introduces
    ("Parent is", "known as") is a person whatever else it looks like.
    """
    narrative = tokens.text
    digits = any(word[0] in "0123456789" for word in words)
    stated = stated_persons(tokens)
    contacts = [*(phones_in(narrative) if digits else ()), *handles_in(narrative, words)]
    vehicles = _clear_of(vehicles_in(tokens, words), [*contacts, *stated])
    places = _clear_of(places_in(tokens, words), [*vehicles, *contacts, *stated])
    persons = [*stated, *_clear_of(persons_in(tokens, words, lexicon), [*vehicles, *contacts, *places, *stated])]
    found = [*vehicles, *contacts, *places, *persons]
    return tuple(sorted(found, key=lambda named: (named.span.start, named.span.end, named.kind)))


def _clear_of(candidates: Iterable[NamedInText], taken: list[NamedInText]) -> list[NamedInText]:
    return [
        named
        for named in candidates
        if not any(named.span.start < other.span.end and other.span.start < named.span.end for other in taken)
    ]
