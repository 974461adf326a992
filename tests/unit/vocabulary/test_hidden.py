"""Nothing that holds names or narrative shows them when it is rendered."""

from datetime import UTC, date, datetime

import pytest

from wholepicture.ledger.facts import Draft, FactId, FactKind, Part
from wholepicture.vocabulary.findings import Finding, FindingId, Growth
from wholepicture.vocabulary.hidden import Narrative, Words
from wholepicture.vocabulary.judgements import Alias, Judged, Judgement
from wholepicture.vocabulary.pole import (
    EntityKind,
    PersonDescription,
    PhoneDescription,
    PlaceDescription,
    Role,
    VehicleDescription,
)
from wholepicture.vocabulary.records import EntityId, Mention, Provenance, Record, RecordId, RecordKind, mention_id

SECRET = "Tansy Oakes"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def everything_that_holds_text() -> list[object]:
    person = PersonDescription(
        surname=SECRET, forename=SECRET, name=SECRET, born=date(2011, 2, 3), address=SECRET, born_as_written=SECRET
    )
    mention = Mention(
        id=mention_id(EntityKind.PERSON, RecordId("0"), 0),
        kind=EntityKind.PERSON,
        role=Role.SUBJECT,
        description=person,
        text=Words(SECRET),
    )
    record = Record(
        id=RecordId("0"),
        system="s",
        agency="a",
        kind=RecordKind.CONTACT,
        reference="R1",
        filed_as="Noise",
        happened=None,
        recorded_at=MOMENT,
        narrative=Narrative(SECRET),
        mentions=(mention,),
        outcome=SECRET,
        stated={"worker": SECRET},
        columns={"name": SECRET},
        provenance=Provenance(file="f", row=1, system="s", received_at=MOMENT),
    )
    finding = Finding(
        id=FindingId("f"),
        pattern="p",
        surfaced_at=MOMENT,
        children=(),
        records=(),
        evidence=(),
        agencies=(),
        because=SECRET,
        against=(SECRET,),
        ask_next=(SECRET,),
        history=(Growth(at=MOMENT, records=(), children=(), because=SECRET),),
    )
    judged = Judged(
        left=mention.id,
        right=mention.id,
        kind=EntityKind.PERSON,
        weight=1.0,
        judgement=Judgement.SAME,
        because=(SECRET,),
    )
    draft = Draft(
        id=FactId("0"),
        kind=FactKind.RECEIVED,
        source="s/R1",
        author="h",
        recorded_at=MOMENT,
        parts=(Part("rest", SECRET),),
    )
    return [
        Narrative(SECRET),
        Words(SECRET),
        person,
        PlaceDescription(text=SECRET),
        VehicleDescription(registration=SECRET),
        PhoneDescription(number=SECRET),
        mention,
        record,
        finding,
        judged,
        Alias(entity=EntityId("P1.0"), now=EntityId("P0.0"), since=MOMENT, because=SECRET),
        draft,
    ]


@pytest.mark.parametrize("held", everything_that_holds_text(), ids=lambda held: type(held).__name__)
def test_no_rendering_shows_what_it_holds(held: object) -> None:
    for rendered in (repr(held), str(held), f"{held}", f"{held!r}"):
        assert SECRET not in rendered
        assert "2011" not in rendered
