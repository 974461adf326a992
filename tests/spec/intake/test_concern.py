"""A concern written in the hub becomes a row, and the row a record, by the same way as an agency's."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from wholepicture.intake import load_profiles
from wholepicture.intake.concern import (
    ADDITION_SYSTEM,
    CONCERN_SYSTEM,
    SAID,
    WORRIES,
    AdultConcerned,
    ChildConcerned,
    Concern,
    ConcernAbout,
    HandleConcerned,
    HowKnown,
    NothingSaid,
    PlaceConcerned,
    TooMany,
    VehicleConcerned,
    narrative_of,
    parts_of,
    row_of_concern,
)
from wholepicture.intake.rereading import Rereader
from wholepicture.journey.receiving import NARRATIVE, draft_of, row_of
from wholepicture.journey.understanding import mentions_of
from wholepicture.ledger.facts import FactId, erasure
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.moments import Period, london_day, whole_day
from wholepicture.vocabulary.pole import Age, EntityKind, PersonDescription, PlaceDescription, Role, Sex, VehicleDescription
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import Mention, Provenance, Record, RecordId, RecordKind

RECORDED = datetime(2026, 3, 2, 21, 40, 13, tzinfo=UTC)
KNOWN = datetime(2026, 3, 2, 21, 41, tzinfo=UTC)
WHERE = Provenance(file="hub", row=1, system="whole-picture", received_at=RECORDED)
REREADER = Rereader(load_profiles(), key=b"test")
READER = Reader(load_lexicon())
FULL = Concern(
    reference="WP-26-000123",
    agency="School",
    team="Pastoral",
    raised_by="form tutor",
    recorded=RECORDED,
    happened_from=datetime(2026, 3, 1, 20, 0, tzinfo=UTC),
    happened_until=datetime(2026, 3, 1, 22, 0, tzinfo=UTC),
    how_known=HowKnown.TOLD,
    told_by="neighbour",
    about=ConcernAbout.CHILD,
    filed_as="Behaviour",
    seen="Tansy got out of a grey car with an older man at the flat. He gave her a phone. She is streetwise.",
    worries="He may be grooming her.",
    said="He buys me stuff.\nIt's fine, I am not streetwise for nothing.",
    children=(
        ChildConcerned(
            forename="Tansy",
            surname="Oakes",
            known_as="Taz",
            born=date(2012, 5, 4),
            sex="female",
            address="14 Cowper Lane",
            postcode="QX1 4AB",
            school="Netherwick Academy",
        ),
        ChildConcerned(known_as="Robyn T", age="about 13"),
        ChildConcerned(age="13-14", sex="female"),
    ),
    adults=(
        AdultConcerned(name="Max Hartley", age="about 35", role="suspect", relation="calls himself her uncle"),
        AdultConcerned(description="tall, beard, grey coat"),
    ),
    places=(PlaceConcerned(text="Flat 2, 14 Weaver Road", postcode="QX1 4RT", kind="flat"),),
    vehicles=(VehicleConcerned(registration="WLD", partial=True, colour="grey", make="Audi"),),
    phones=("07700 900123",),
    handles=(HandleConcerned(handle="max_h", platform="Snapchat"),),
)


def record_of(concern: Concern) -> Record:
    where = replace(WHERE, system=ADDITION_SYSTEM if concern.adds_to else CONCERN_SYSTEM)
    return REREADER.receive(row_of_concern(concern), where)


def read(record: Record) -> Reading:
    return READER.read(
        record.id,
        record.narrative.text,
        filed_as=record.filed_as,
        recorded_on=london_day(record.recorded_at),
        columns_mentions=record.mentions_in_columns,
    )


def person(mention: Mention) -> PersonDescription:
    assert isinstance(mention.description, PersonDescription)
    return mention.description


def test_everything_that_was_written_stands_in_the_record() -> None:
    record = record_of(FULL)

    assert (record.source, record.agency, record.kind) == ("whole-picture/WP-26-000123", "School", RecordKind.CONTACT)
    assert (record.recorded_at, record.filed_as) == (RECORDED, "Behaviour")
    assert record.happened == Period(FULL.happened_from, FULL.happened_until)  # type: ignore[arg-type]
    assert {name: words for name, words in record.stated.items() if name != "narrative_parts"} == {
        "team": "Pastoral",
        "raised_by": "form tutor",
        "how_known": "told by somebody",
        "told_by": "neighbour",
        "about": "child",
        "place_1_kind": "flat",
    }
    tansy, home, school, robyn, girl, max_hartley, tall, flat, car, phone, handle = record.mentions
    assert (person(tansy).known_as, person(tansy).born, person(tansy).sex) == ("Taz", date(2012, 5, 4), Sex.FEMALE)
    assert (home.role, school.role, flat.role) == (Role.HOME, Role.SCHOOL, Role.LOCATION)
    assert person(robyn).name == "Robyn T"
    assert (person(girl).age, person(girl).adult) == (Age(13, 14, estimated=True), False)
    assert (max_hartley.role, person(max_hartley).relation, person(max_hartley).adult) == (
        Role.SUSPECT,
        "calls himself her uncle",
        True,
    )
    assert tall.text.text == "tall, beard, grey coat"
    assert isinstance(flat.description, PlaceDescription)
    assert isinstance(car.description, VehicleDescription)
    assert car.description.partial
    assert (phone.kind, handle.kind) == (EntityKind.PHONE, EntityKind.HANDLE)


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        (ConcernAbout.CHILD, RecordKind.CONTACT),
        (ConcernAbout.ADULT, RecordKind.CONTACT),
        (ConcernAbout.GROUP, RecordKind.CONTACT),
        (ConcernAbout.PLACE, RecordKind.COMPLAINT),
        (ConcernAbout.VEHICLE, RecordKind.COMPLAINT),
    ],
)
def test_what_it_is_about_says_what_kind_of_record_it_is(about: ConcernAbout, kind: RecordKind) -> None:
    assert record_of(replace(FULL, about=about)).kind is kind


def test_a_nuisance_at_a_place_that_speaks_of_a_child_asks_about_the_child() -> None:
    concern = Concern(
        reference="WP-26-000124",
        agency="Housing",
        recorded=RECORDED,
        about=ConcernAbout.PLACE,
        filed_as="Noise nuisance",
        seen="A young girl of about 13 let into the flat at night, several men calling. She was given alcohol.",
        places=(PlaceConcerned(text="Flat 2, 14 Weaver Road", postcode="QX1 4RT"),),
    )

    record = record_of(concern)
    reading = read(record)

    assert record.kind is RecordKind.COMPLAINT
    assert reading.mismatch is not None
    assert reading.adults_calling


def test_its_parts_stand_in_one_narrative_where_the_row_says() -> None:
    text, parts = narrative_of(FULL)
    record = record_of(FULL)

    assert record.narrative.text == text
    assert parts_of(record.stated["narrative_parts"]) == parts
    assert parts.seen
    assert parts.worries
    assert text[parts.seen.start : parts.seen.end] == FULL.seen
    assert text[parts.worries.start : parts.worries.end] == FULL.worries
    assert [text[span.start : span.end] for span in parts.said] == FULL.said.splitlines()


def test_advice_on_wording_leaves_the_childs_own_words_alone() -> None:
    record = record_of(FULL)
    parts = parts_of(record.stated["narrative_parts"])

    advice = [found.span for found in read(record).wording]

    assert len(advice) == 1
    assert parts.seen is not None
    assert advice[0].start < parts.seen.end
    assert not any(parts.is_said(span) for span in advice)


@pytest.mark.parametrize("heading", [WORRIES, SAID, f"{WORRIES}\n\n{SAID}"])
def test_the_headings_by_themselves_are_read_as_nothing(heading: str) -> None:
    reading = READER.read(RecordId("r"), heading, filed_as="Noise", recorded_on=date(2026, 3, 2), columns_mentions=0)

    assert reading == replace(Reading(record=RecordId("r"), lexicon=reading.lexicon), mismatch=None)


def test_what_was_seen_is_read_the_same_whatever_stands_after_it() -> None:
    alone, beside = replace(FULL, worries="", said=""), FULL

    first, second = read(record_of(alone)), read(record_of(beside))

    assert first.indicators
    end = len(FULL.seen)
    assert [(f.indicator, f.span, f.polarity, f.timing) for f in first.indicators] == [
        (f.indicator, f.span, f.polarity, f.timing) for f in second.indicators if f.span.end <= end
    ]


def test_a_day_alone_means_all_of_it() -> None:
    record = record_of(replace(FULL, happened_from=date(2026, 3, 1), happened_until=None))

    assert record.happened == whole_day(date(2026, 3, 1))


def test_an_addition_is_a_record_of_its_own_that_says_what_it_adds_to() -> None:
    record = record_of(replace(FULL, reference="WP-26-000123/2", adds_to="whole-picture/WP-26-000123"))

    assert record.source == "whole-picture-addition/WP-26-000123/2"
    assert record.stated["adds_to"] == "whole-picture/WP-26-000123"


def test_a_concern_without_words_and_one_with_too_many_children_are_refused() -> None:
    with pytest.raises(NothingSaid):
        row_of_concern(replace(FULL, seen=" ", worries="", said="\n"))
    with pytest.raises(TooMany):
        row_of_concern(replace(FULL, children=FULL.children * 2))


def test_nothing_that_was_written_shows_in_its_repr() -> None:
    shown = repr(FULL)

    for words in ("Tansy", "Oakes", "Taz", "Hartley", "Weaver", "WLD", "900123", "max_h", "grooming", "stuff", "beard"):
        assert words not in shown


# --- through the ledger -------------------------------------------------------------------------------------------------


def ledger_with(record: Record) -> MemoryLedger:
    ledger = MemoryLedger(lambda: bytes(16))
    ledger.append([draft_of(record, author="a")], known_at=KNOWN)
    return ledger


def again(ledger: MemoryLedger) -> Record:
    fact = next(iter(ledger.received()))
    row = row_of(fact)
    return REREADER.reread(
        RecordId(fact.envelope.id), row.columns, row.provenance, fact.envelope.recorded_at, erased=row.erased
    )


@pytest.mark.parametrize("concern", [FULL, replace(FULL, reference="WP-26-000123/2", adds_to="whole-picture/WP-26-000123")])
def test_it_comes_out_of_the_ledger_as_it_went_in(concern: Concern) -> None:
    record = record_of(concern)

    assert again(ledger_with(record)) == record
    assert again(ledger_with(record)).columns == row_of_concern(concern)


def test_a_narrative_in_several_columns_can_be_erased_as_one() -> None:
    columns = {
        **row_of_concern(replace(FULL, children=(), adults=())),
        "narrative": "",
        "what was seen": "A girl of 13 in the car.\nShe cried.",
        "what worries you": "It was late.",
        "child's words": "I am fine.",
    }
    record = REREADER.receive(columns, WHERE)
    ledger = ledger_with(record)
    order = erasure(of=FactId(record.id), parts=[NARRATIVE], order="a court order", by="a", at=KNOWN)
    ledger.append([order], known_at=KNOWN)

    kept = "".join(part.body for fact in ledger.received() for part in fact.parts)

    assert record.narrative.text == "A girl of 13 in the car.\nShe cried.\nIt was late.\nI am fine."
    for words in ("13 in the car", "It was late", "I am fine"):
        assert words not in kept


def test_erasing_one_childs_part_leaves_the_others_and_their_ids() -> None:
    record = record_of(FULL)
    ledger = ledger_with(record)
    tansy = record.mentions[0]
    order = erasure(of=FactId(record.id), parts=[tansy.id, NARRATIVE], order="a court order", by="a", at=KNOWN)
    ledger.append([order], known_at=KNOWN)

    left = again(ledger)

    kept = "".join(part.body for fact in ledger.received() for part in fact.parts)
    for words in ("Tansy", "Oakes", "Taz", "2012-05-04", "Cowper", "QX1 4AB", "Netherwick", "grooming", "buys me"):
        assert words not in kept
    assert left.mentions == record.mentions[3:]
    assert left.mentions_in_columns == record.mentions_in_columns
    assert (left.id, left.narrative.text) == (record.id, "")


def test_what_the_narrative_names_keeps_its_ids_when_a_childs_columns_are_erased() -> None:
    record = record_of(FULL)
    ledger = ledger_with(record)
    order = erasure(of=FactId(record.id), parts=[record.mentions[3].id], order="a court order", by="a", at=KNOWN)
    ledger.append([order], known_at=KNOWN)

    left = again(ledger)

    before, after = mentions_of(record, read(record)), mentions_of(left, read(left))
    assert [m for m in before if m.id != record.mentions[3].id] == list(after)
    assert any(m.span for m in after)
