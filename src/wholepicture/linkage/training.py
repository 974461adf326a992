"""Training: what it is given, what it returns, and the port behind which a trainer stands.

Training is an act of its own and makes a new version; a run never trains. It looks only at what it is given.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Protocol

from wholepicture.linkage.addresses import read_address
from wholepicture.linkage.identifiers import read_upn
from wholepicture.linkage.model import Frequencies, Model
from wholepicture.linkage.names import load_name_lore, read_name
from wholepicture.vocabulary.pole import PersonDescription

_SEEN_ENOUGH = 3
"""A name that fewer people bear says nothing about how common it is; it counts as unseen."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One mention of a person as training compares it: every part read as linkage reads it, empty where it was not given.

    `groups` are the numbers of the nickname groups in which the forename stands; `known` says that the forename is a name of
    its own and no slip. `address` holds flat, number and street.
    """

    forename: str = field(repr=False)
    surname: str = field(repr=False)
    groups: tuple[int, ...] = field(repr=False)
    known: bool
    born: date | None = field(repr=False)
    sex: str
    upn: str = field(repr=False)
    address: str = field(repr=False)
    postcode: str = field(repr=False)


class UnableToLearn(ValueError):
    """There are too few mentions of people with a date of birth to learn from: at least a thousand are needed."""


class Trainer(Protocol):
    """Makes a new version of a model from the mentions of people, without knowing who is who."""

    def train(self, rows: Iterable[PersonRow], *, prior: Model, version: str, made_from: str) -> Model:
        """A model with weights learned from the rows; what could not be learned keeps its prior weight.

        Raises UnableToLearn.
        """
        ...


def person_row(said: PersonDescription) -> PersonRow:
    """A mention of a person as training compares it."""
    name = read_name(said.surname, said.forename, said.name)
    lore = load_name_lore()
    address = read_address(said.address, said.postcode)
    where = f"{address.unit}|{address.number}|{address.street_letters}" if address.number else address.venue
    return PersonRow(
        forename=name.forename,
        surname=name.surname,
        groups=tuple(sorted(lore.groups.get(name.forename, ()))),
        known=name.forename in lore.known,
        born=said.born,
        sex=said.sex or "",
        upn=read_upn(said.upn)[0],
        address=where,
        postcode=address.postcode,
    )


def count_names(rows: Iterable[PersonRow], prior: Frequencies) -> Frequencies:
    """How common names are among different people, told apart by name and birth; names borne by few count as unseen."""
    people = {(row.forename, row.surname, row.born) for row in rows if row.forename and row.surname and row.born}
    forenames = Counter(forename for forename, _, _ in people)
    surnames = Counter(surname for _, surname, _ in people)
    return replace(prior, forename=_shares(forenames), surname=_shares(surnames))


def _shares(names: Counter[str]) -> Mapping[str, float]:
    total = names.total()
    return {name: round(count / total, 6) for name, count in sorted(names.items()) if count >= _SEEN_ENOUGH}


def model_table(model: Model) -> dict[str, object]:
    """A model in the form in which `read_model` reads it, ready for JSON."""
    return asdict(model)
