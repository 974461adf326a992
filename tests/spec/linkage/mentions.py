"""Short ways to write the mentions of a record in the spec tables of linkage."""

from datetime import UTC, date, datetime

from wholepicture.linkage import Linker, Resolution, load_model
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.judgements import Judged
from wholepicture.vocabulary.pole import (
    Age,
    Description,
    EntityKind,
    HandleDescription,
    PersonDescription,
    PhoneDescription,
    PlaceDescription,
    Role,
    Sex,
    VehicleDescription,
)
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, RecordId, Span, mention_id

KINDS = {
    PersonDescription: EntityKind.PERSON,
    PlaceDescription: EntityKind.PLACE,
    VehicleDescription: EntityKind.VEHICLE,
    PhoneDescription: EntityKind.PHONE,
    HandleDescription: EntityKind.HANDLE,
}
Told = tuple[Role, Description]
ON = date(2022, 6, 1)


def person(
    name: str,
    role: Role = Role.SUBJECT,
    *,
    born: str = "",
    age: int | tuple[int, int] | None = None,
    sex: str = "",
    address: str = "",
    upn: str = "",
    nhs: str = "",
    phone: str = "",
) -> Told:
    """A person as "Surname, Forename" (in columns) or in one text; an age given as a pair is a guess."""
    ages = None if age is None else (Age(age, age) if isinstance(age, int) else Age(*age, estimated=True))
    surname, comma, forename = name.partition("|")
    return role, PersonDescription(
        surname=surname if comma else "",
        forename=forename,
        name="" if comma else name,
        born=date.fromisoformat(born) if born else None,
        age=ages,
        sex=Sex(sex) if sex else None,
        address=address,
        upn=upn,
        nhs_number=nhs,
        phone=phone,
    )


def place(text: str, role: Role = Role.LOCATION, *, postcode: str = "") -> Told:
    """A place as written."""
    return role, PlaceDescription(text=text, postcode=postcode)


def vehicle(registration: str, colour: str = "", make: str = "", model: str = "", *, partial: bool = False) -> Told:
    """A vehicle as written."""
    said = VehicleDescription(registration=registration, colour=colour, make=make, model=model, partial=partial)
    return Role.SEEN, said


class Story:
    """Records told one after another to a linker."""

    def __init__(self) -> None:
        self.linker = Linker(load_model())
        self.count = 0
        self.told: dict[MentionId, tuple[list[Mention], date]] = {}
        self.recalled: list[MentionId] = []

    def tell(self, *told: Told, narrative: bool = False, on: date = ON) -> Resolution:
        """Tell one record; `narrative` says that its mentions stand in the free text."""
        self.count += 1
        record = RecordId(f"r{self.count:04}")
        mentions = [
            Mention(
                id=mention_id(KINDS[type(description)], record, number),
                kind=KINDS[type(description)],
                role=role,
                description=description,
                text=Words(""),
                span=Span(number * 10, number * 10 + 5) if narrative else None,
            )
            for number, (role, description) in enumerate(told)
        ]
        self.told.update((mention.id, (mentions, on)) for mention in mentions)
        return self.linker.resolve(mentions, at=datetime(on.year, on.month, on.day, tzinfo=UTC), on=on)

    def recall(self, mention: MentionId) -> tuple[list[Mention], date]:
        """The record of a mention; notes that it was asked for."""
        self.recalled.append(mention)
        return self.told[mention]

    def entities(self, *records: Told) -> list[EntityId]:
        """Tell records of one mention each; the entities of all of them in the end."""
        first = self.count
        kinds = [KINDS[type(description)] for _, description in records]
        for told in records:
            self.tell(told)
        return [
            self.linker.entity(mention_id(kind, RecordId(f"r{first + 1 + number:04}"), 0))
            for number, kind in enumerate(kinds)
        ]


def judged_between(left: Told, right: Told) -> Judged | None:
    """What is judged of two mentions that stand in two records, one after another; None where they are different."""
    story = Story()
    story.tell(left)
    pairs = story.tell(right).judged
    return pairs[0] if pairs else None
