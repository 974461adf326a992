"""A finding's words before somebody who sees no names, and a finding as it stood on a past day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wholepicture.hub.storage.findings_kept import Nameable, Piece
from wholepicture.hub.wiring.finding_page import as_known
from wholepicture.hub.wiring.findings_masked import mask_for
from wholepicture.vocabulary.findings import Finding, FindingId, Growth
from wholepicture.vocabulary.records import RecordId

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GREW = Growth(at=NOON, records=("SG0002",), children=(), because="It grew.", evidence=(RecordId("late"),))
FINDING = Finding(
    id=FindingId("f"),
    pattern="shared_place",
    surfaced_at=NOON - 10 * DAY,
    children=(),
    records=("ASB1", "ASB10", "PPN/3"),
    evidence=(RecordId("a"), RecordId("b"), RecordId("c")),
    agencies=("Police",),
    because="",
    history=(GREW,),
    withdrawn_at=NOON + 5 * DAY,
    withdrawn_because="It is a taxi.",
)
NAMES = (
    Nameable("person", "Tansy Oakes"),
    Nameable("person", "Kaz Rourke"),
    Nameable("phone", "07700 900123"),
    Nameable("handle", "@kaz_r"),
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Tansy Oakes was there.", "T.O. was there."),
        ("OAKES and tansy were there.", "O. and T. were there."),
        ("ASB10 (Police, 2 March 2026) speaks.", "a record (Police, 2 March 2026) speaks."),
        ("cars (ASB1, ASB10 and PPN/3)", "cars (3 records)"),
        ("SG0002 speaks.", "a record speaks."),
        ("It says “he is called Kaz and she is Tansy”.", "It says “words of a record”."),
        ("Called from 07700 900123 and @kaz_r.", "Called from [phone ending 123] and [handle]."),
        ("T.O., 13 and a child whom nobody names", "T.O., 13 and a child whom nobody names"),
    ],
)
def test_names_numbers_quotes_and_references_stay_out(written, shown):
    assert mask_for(FINDING, NAMES)(written) == shown


def test_the_reference_of_a_record_that_one_may_read_stays():
    mask = mask_for(FINDING, NAMES, ["ASB1"])

    assert mask("ASB1 and ASB10 speak.") == "ASB1 and a record speak."


@pytest.mark.parametrize(
    ("until", "known_at", "grown", "withdrawn"),
    [
        (NOON, NOON - DAY, 0, False),
        (NOON + timedelta(seconds=1), NOON - DAY, 1, False),
        (NOON + DAY, NOON + 2 * DAY, 0, False),
        (NOON + 3 * DAY, NOON + 2 * DAY, 1, False),
        (NOON + 5 * DAY, NOON, 1, False),
        (NOON + 6 * DAY, NOON, 1, True),
    ],
    ids=[
        "it grew at that very moment",
        "it grew just before",
        "what made it grow came in later than it claims",
        "and by then it had come in",
        "withdrawn at that very moment",
        "withdrawn before",
    ],
)
def test_it_stands_as_it_stood_before_that_moment(until, known_at, grown, withdrawn):
    then = as_known(FINDING, [Piece("late", "School", known_at)], until)

    assert len(then.history) == grown
    assert (then.withdrawn_at is not None) == withdrawn
    assert replace(then, history=FINDING.history, withdrawn_at=NOON, withdrawn_because="") == replace(
        FINDING, withdrawn_at=NOON, withdrawn_because=""
    )
