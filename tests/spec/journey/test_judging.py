"""What a person says of who is who acts everywhere at once, is told to the readers, and can be taken back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from wholepicture.journey.changes import Changed
from wholepicture.journey.fold import Journey, Step
from wholepicture.journey.understanding import recalling
from wholepicture.linkage import Linker, Recall, load_model
from wholepicture.patterns import Register
from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.hidden import Narrative, Words
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.moments import Period
from wholepicture.vocabulary.pole import (
    Description,
    EntityKind,
    PersonDescription,
    PlaceDescription,
    Role,
    VehicleDescription,
)
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import (
    EntityId,
    Mention,
    MentionId,
    Provenance,
    Record,
    RecordId,
    RecordKind,
    mention_id,
)

STARTS = datetime(2024, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2024, 4, 20, 9, tzinfo=UTC)
BORN = date(2010, 6, 2)
HOMES = {"Oakes": "14 Cowper Lane, QX1 4AB", "Tallis": "9 Greenway Road, QX3 4YY", "Hartley": "3 Mill Rise, QX2 8NL"}
MAN_GIVES = "An older man gave her alcohol and a new phone at the flat. She is 13."
READER = Reader(load_lexicon())
Told = tuple[Role, Description]


def child(surname: str, forename: str, born: date = BORN) -> Told:
    return Role.SUBJECT, PersonDescription(surname=surname, forename=forename, born=born, address=HOMES.get(surname, ""))


def flat() -> Told:
    return Role.LOCATION, PlaceDescription(text="Flat 2, 14 Weaver Road", postcode="QX1 4RT")


KINDS = {
    PersonDescription: EntityKind.PERSON,
    PlaceDescription: EntityKind.PLACE,
    VehicleDescription: EntityKind.VEHICLE,
}


class Case:
    """Records told to a journey, with what recalls them."""

    def __init__(self) -> None:
        self.journey = Journey(linker=Linker(load_model()), register=Register())
        self.held: dict[RecordId, tuple[Record, Reading]] = {}

    def tell(self, day: int, agency: str, *told: Told, words: str = MAN_GIVES) -> Step:
        number = len(self.held) + 1
        identity = RecordId(f"r{number:04}")
        at = STARTS + timedelta(days=day)
        mentions = tuple(
            Mention(
                id=mention_id(KINDS[type(said)], identity, n),  # type: ignore[index]
                kind=KINDS[type(said)],  # type: ignore[index]
                role=role,
                description=said,
                text=Words("words"),
            )
            for n, (role, said) in enumerate(told)
        )
        record = Record(
            id=identity,
            system=agency,
            agency=agency,
            kind=RecordKind.NOTIFICATION,
            reference=f"R{number}",
            filed_as="",
            happened=Period(at),
            recorded_at=at,
            narrative=Narrative(words),
            mentions=mentions,
            provenance=Provenance(file="f", row=number, system=agency, received_at=at),
        )
        reading = READER.read(identity, words, filed_as="", recorded_on=at.date(), columns_mentions=len(mentions))
        self.held[identity] = (record, reading)
        return self.journey.take(record, reading)

    @property
    def recall(self) -> Recall:
        return recalling(self.held.__getitem__)

    def judge(self, left: str, right: str, judgement: Judgement) -> Changed:
        return self.journey.judge(
            MentionId(left),
            MentionId(right),
            judgement,
            by="A. Practitioner",
            at=LATER,
            because="Met both.",
            recall=self.recall,
        )

    def part(self, mention: str) -> Changed:
        return self.journey.part(
            MentionId(mention), by="A. Practitioner", at=LATER, because="Another child.", recall=self.recall
        )

    def entity(self, mention: str) -> EntityId:
        return self.journey.linker.entity(MentionId(mention))

    def standing(self) -> list[Finding]:
        return [finding for finding in self.journey.findings() if finding.withdrawn_at is None]


def references(entity: EntityId, journey: Journey) -> Sequence[str]:
    return [sighting.reference for sighting in journey.picture.sightings(entity)]


def two_families_at_a_flat() -> Case:
    told = Case()
    told.tell(0, "Police", child("Oakes", "Tansy"))
    told.tell(1, "Police", child("Tallis", "Robyn"))
    told.tell(10, "School", child("Oakes", "Tansy"), flat())
    told.tell(20, "Police", child("Tallis", "Robyn"), flat())
    told.tell(30, "Health", child("Oakes", "Tansy"), flat())
    told.journey.changed()
    return told


def test_a_record_that_is_not_about_a_child_leaves_it_everywhere_at_once() -> None:
    told = two_families_at_a_flat()
    wrong = told.entity("Pr0003.0")
    named = [f.id for f in told.standing() if wrong in f.children]

    changed = told.part("Pr0003.0")

    apart = told.entity("Pr0003.0")
    assert apart != wrong
    assert references(wrong, told.journey) == ["R1", "R5"]
    assert references(apart, told.journey) == ["R3"]
    assert changed.records == ("r0003",)
    assert [(one.mention, one.entity) for one in changed.split] == [("Pr0003.0", apart)]
    assert {(one.mention, one.entity) for one in changed.reassigned} == {
        ("Pr0001.0", wrong),
        ("Pr0003.0", apart),
        ("Pr0005.0", wrong),
    }
    assert named


def test_a_finding_that_named_the_wrong_child_is_withdrawn_with_the_reason_and_told_anew_without_it() -> None:
    told = Case()
    for day, (surname, forename) in enumerate((("Oakes", "Tansy"), ("Tallis", "Robyn"), ("Hartley", "Max"))):
        told.tell(day, "Police", child(surname, forename), words="Seen in town.")
    told.tell(10, "School", child("Oakes", "Tansy"), flat())
    told.tell(12, "Police", child("Tallis", "Robyn"), flat())
    told.tell(14, "Health", child("Hartley", "Max"), flat())
    (before,) = [f for f in told.standing() if f.pattern == "shared_place"]
    everybody = {*before.children, *(c for line in before.history for c in line.children)}
    robyn = told.entity("Pr0002.0")
    assert robyn in everybody
    told.journey.changed()

    changed = told.part("Pr0005.0")

    (withdrawn,) = [c.finding for c in changed.findings if c.withdrawn and c.finding.pattern == "shared_place"]
    assert withdrawn.id == before.id
    assert withdrawn.withdrawn_at == LATER
    assert withdrawn.withdrawn_because == (
        "A. Practitioner judged that R5 is not about whom or what it was taken for: Another child."
    )
    standing = [f for f in told.standing() if f.pattern == "shared_place"]
    assert standing
    assert all(robyn not in f.children for f in standing)
    assert told.entity("Pr0005.0") in {c for f in standing for c in f.children}
    assert standing[0].q_value == before.q_value
    assert standing[0].surfaced_at == LATER


def test_a_parting_can_be_taken_back_and_the_record_is_about_the_child_again() -> None:
    told = two_families_at_a_flat()
    whole = references(told.entity("Pr0001.0"), told.journey)
    told.part("Pr0003.0")

    changed = told.journey.rejoin(
        MentionId("Pr0003.0"), MentionId("Pr0001.0"), by="A. Practitioner", at=LATER, because="It was.", recall=told.recall
    )

    assert references(told.entity("Pr0003.0"), told.journey) == whole
    assert [(a.entity, a.now) for a in changed.merged] == [("Pr0003.0", "Pr0001.0")]
    told.journey.judge(
        MentionId("Pr0001.0"),
        MentionId("Pr0005.0"),
        Judgement.DIFFERENT,
        by="A. Practitioner",
        at=LATER,
        because="Two.",
        recall=told.recall,
    )
    assert told.entity("Pr0003.0") in {told.entity("Pr0001.0"), told.entity("Pr0005.0")}


def test_two_that_are_one_child_are_no_finding_across_children() -> None:
    told = Case()
    told.tell(0, "Police", child("Oakes", "Tansy"), words="Seen in town.")
    told.tell(1, "Police", child("Hartley", "Max", date(2009, 1, 30)), words="Seen in town.")
    told.tell(10, "School", child("Oakes", "Tansy"), flat())
    told.tell(12, "Police", child("Hartley", "Max", date(2009, 1, 30)), flat())
    across = [f for f in told.standing() if f.pattern == "shared_place"]
    assert len(across) == 1
    told.journey.changed()

    changed = told.judge("Pr0001.0", "Pr0002.0", Judgement.SAME)

    assert told.entity("Pr0004.0") == told.entity("Pr0001.0") == "Pr0001.0"
    assert references(told.entity("Pr0001.0"), told.journey) == ["R1", "R2", "R3", "R4"]
    (withdrawn,) = [c.finding for c in changed.findings if c.withdrawn and c.finding.id == across[0].id]
    assert withdrawn.withdrawn_because == "A. Practitioner judged two mentions in R1 and R2 same: Met both."
    assert not [f for f in told.standing() if f.pattern == "shared_place"]


def test_same_and_then_unsure_gives_what_was_before_and_says_that_the_id_stands_for_itself_again() -> None:
    told = two_families_at_a_flat()
    before = {m: told.entity(m) for m in ("Pr0001.0", "Pr0002.0", "Pr0003.0", "Pr0004.0", "Pr0005.0")}
    merged = told.judge("Pr0001.0", "Pr0002.0", Judgement.SAME)

    parted = told.judge("Pr0001.0", "Pr0002.0", Judgement.UNSURE)

    assert {m: told.entity(m) for m in before} == before
    assert [a.entity for a in merged.merged] == list(parted.revived) == ["Pr0002.0"]
    assert references(EntityId("Pr0002.0"), told.journey) == ["R2", "R4"]


def test_what_fits_only_stands_beside_it_until_somebody_says_that_it_does_not() -> None:
    told = Case()
    car, part = VehicleDescription(registration="KX53 WLD"), VehicleDescription(registration="KX53", partial=True)
    told.tell(0, "Police", child("Oakes", "Tansy"), (Role.SEEN, car))
    told.tell(1, "School", child("Tallis", "Robyn"), (Role.SEEN, part))
    picture = told.journey.picture
    assert picture.fitting(told.entity("Vr0001.1")) == ("Vr0002.1",)

    told.judge("Vr0001.1", "Vr0002.1", Judgement.DIFFERENT)
    assert picture.fitting(told.entity("Vr0001.1")) == ()

    told.judge("Vr0001.1", "Vr0002.1", Judgement.COMPATIBLE)
    assert picture.fitting(told.entity("Vr0001.1")) == ("Vr0002.1",)


@pytest.mark.parametrize("error", [KeyError, ValueError])
def test_what_cannot_be_judged_changes_nothing(error: type[Exception]) -> None:
    told = two_families_at_a_flat()
    moment, right = told.journey.moment, "Pr9999.0" if error is KeyError else "Lr0003.1"

    with pytest.raises(error):
        told.judge("Pr0001.0", right, Judgement.DIFFERENT)

    assert told.journey.moment == moment
    assert not told.journey.changed()


def test_where_a_record_can_no_longer_be_recalled_nothing_is_taken_apart() -> None:
    told = two_families_at_a_flat()
    del told.held[RecordId("r0005")]
    was = told.entity("Pr0003.0")

    with pytest.raises(LookupError):
        told.part("Pr0003.0")

    assert told.entity("Pr0003.0") == was
    assert not told.journey.changed()
