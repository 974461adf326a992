"""How people in a hurry write names, dates, addresses, registrations and numbers down."""

from datetime import date
from random import Random

from wholepicture.county.cast import Person, Place, Vehicle
from wholepicture.county.chance import pick
from wholepicture.county.wordlists import names

_NEIGHBOURS = {
    "a": "sq",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "kp",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "ol",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "x",
}
_MISREAD = {
    "0": "O",
    "O": "0",
    "1": "I",
    "I": "1",
    "5": "S",
    "S": "5",
    "8": "B",
    "B": "8",
    "V": "Y",
    "M": "N",
    "D": "O",
    "G": "C",
    "E": "F",
}
_PLAIN = str.maketrans("ąćęłńóśźżöüáéíčēņģøñşŁŚŻØÖÉāš", "acelnoszzouaeiceegonsLSZOOEas")
_SHORT = {
    "Street": ("St", "St.", "Str"),
    "Road": ("Rd", "Rd."),
    "Lane": ("Ln", "La"),
    "Avenue": ("Ave", "Av"),
    "Close": ("Cl", "Clo"),
    "Drive": ("Dr", "Drv"),
    "Terrace": ("Terr", "Tce"),
    "Grove": ("Gr", "Gve"),
    "Court": ("Ct",),
    "Crescent": ("Cres", "Cresc"),
    "Way": ("Wy",),
    "Place": ("Pl",),
}


def slip(rng: Random, word: str) -> str:
    """The word with one slip of the keyboard: a letter doubled, lost, swapped with the next, or hit beside its key."""
    if len(word) < 4:
        return word
    at = 1 + int(rng.random() * (len(word) - 2))
    way = rng.random()
    if way < 0.25:
        return word[:at] + word[at + 1 :]
    if way < 0.45:
        return word[:at] + word[at] + word[at:]
    if way < 0.75:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + pick(rng, _NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]


def write_names(rng: Random, person: Person, care: float) -> tuple[str, str]:
    """Forename and surname as they get into two columns; `care` of 1 is a usual clerk, 0 one who never errs."""
    forename, surname = person.forename, person.surname
    chance = rng.random()
    if chance >= 0.16 * care:
        return forename, surname
    if chance < 0.05 * care:
        forename = person.nickname or forename
    elif chance < 0.08 * care:
        forename = slip(rng, forename)
    elif chance < 0.105 * care:
        surname = slip(rng, surname)
    elif chance < 0.115 * care:
        forename, surname = surname, forename
    elif chance < 0.125 * care:
        surname = surname.split("-")[-1]
    return forename.translate(_PLAIN), surname.translate(_PLAIN)


def speak_name(rng: Random, person: Person) -> str:
    """A person as a narrative names them: mostly in full, at times by a short name, or with an initial."""
    chance = rng.random()
    forename = person.nickname if person.nickname and chance < 0.25 else person.forename
    if chance > 0.97:
        return f"{person.forename[0]}. {person.surname}"
    if chance > 0.94:
        return f"{forename} {slip(rng, person.surname)}"
    return f"{forename} {person.surname}"


def call_by_name(rng: Random, person: Person) -> str:
    """A person as somebody calls them who knows no surname."""
    short = names().nicknames.get(person.forename)
    return person.nickname or (pick(rng, short) if short else person.forename)


def write_birth(rng: Random, born: date, care: float) -> date:
    """A birth date as it gets into a column: at times day and month change places, or a digit is wrong."""
    chance = rng.random()
    if chance < 0.012 * care and born.day <= 12:
        return date(born.year, born.day, born.month)
    if chance < 0.02 * care:
        return date(born.year + pick(rng, (-1, 1)), born.month, min(born.day, 28))
    if chance < 0.028 * care:
        return date(born.year, born.month, 1 + (born.day + 9) % 28)
    return born


def write_postcode(rng: Random, postcode: str) -> str:
    """A postcode, at times in small letters and without its space."""
    chance = rng.random()
    if chance < 0.12:
        return postcode.replace(" ", "").lower()
    return postcode.replace(" ", "") if chance < 0.2 else postcode


def _doorway(rng: Random, place: Place, street: str) -> str:
    if not place.flat:
        return f"{place.number} {street}"
    chance = rng.random()
    if chance < 0.55:
        return f"Flat {place.flat}, {place.number} {street}"
    if chance < 0.68:
        return f"Flt {place.flat} {place.number} {street}"
    if chance < 0.8:
        return f"{place.flat}/{place.number} {street}"
    if chance < 0.9:
        return f"{place.number}{'ABCDEFGHI'[place.flat - 1]} {street}"
    return f"{place.number} {street} (flat {place.flat})"


def write_address(rng: Random, place: Place, postcode: bool = True) -> str:
    """An address or a venue as free text, in one of the many shapes that people give it."""
    words, last = place.street.rsplit(" ", 1)
    street = f"{words} {pick(rng, _SHORT[last])}" if rng.random() < 0.2 else place.street
    if rng.random() < 0.03:
        street = f"{slip(rng, words)} {last}"
    if place.venue and (not place.number or rng.random() < 0.7):
        parts = [place.venue]
        if rng.random() < 0.3 and place.number:
            parts.append(f"{place.number} {street}")
    else:
        parts = [_doorway(rng, place, street)]
    if rng.random() < 0.5 and place.town not in parts[0]:
        parts.append(place.town)
    if postcode and rng.random() < 0.6:
        parts.append(write_postcode(rng, place.postcode))
    return (", " if rng.random() < 0.94 else " ").join(parts)


def write_registration(rng: Random, vehicle: Vehicle, partial: float) -> str:
    """A registration as read from a car: with or without its space, at times misread, with chance `partial` only a part."""
    whole = vehicle.registration
    chance = rng.random()
    if chance < partial:
        return whole[:4] if rng.random() < 0.7 else whole[-3:]
    if chance > 0.94:
        spots = [at for at, sign in enumerate(whole) if sign in _MISREAD]
        if spots:
            at = pick(rng, spots)
            whole = whole[:at] + _MISREAD[whole[at]] + whole[at + 1 :]
    return whole.replace(" ", "") if rng.random() < 0.45 else whole


def write_phone(rng: Random, number: str) -> str:
    """A telephone number in one of the ways that people write it."""
    chance = rng.random()
    if chance < 0.4:
        return number
    plain = number.replace(" ", "")
    if chance < 0.8:
        return plain
    return f"+44 {plain[1:5]} {plain[5:]}" if chance < 0.9 else f"{plain[:5]} {plain[5:8]} {plain[8:]}"
