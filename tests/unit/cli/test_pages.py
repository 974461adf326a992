"""What the report is drawn from."""

from datetime import UTC, datetime, time, timedelta

from wholepicture.cli.pages import _open_by_child, missing_months
from wholepicture.journey.fold import OpenCase
from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.vocabulary.moments import Period
from wholepicture.vocabulary.records import EntityId, MentionId, RecordId, RecordKind

START = datetime(2007, 1, 5, 18, tzinfo=UTC)


def episode(number: int, since: datetime, until: datetime | None) -> Sighting:
    return Sighting(
        number=number,
        record=RecordId(f"r{number}"),
        source=f"police/r{number}",
        reference=f"r{number}",
        agency="police",
        kind=RecordKind.MISSING_EPISODE,
        filed_as="",
        happened=Period(since, until),
        recorded_at=since,
        presences=(),
    )


def test_an_open_case_says_to_which_team_and_never_names_who_works_there() -> None:
    case = OpenCase(
        child=EntityId("Pr0.0"),
        mention=MentionId("Pr0.0"),
        record=RecordId("r0"),
        source="annex_a/r0",
        stated=(("team", "Team 4"), ("worker", "Wilma Worker"), ("last_seen", "01/02/2007")),
        recorded_at=START,
    )

    assert _open_by_child(Picture(START), [case]) == {"Pr0.0": "open: team Team 4, last seen 01/02/2007"}


def test_months_without_an_episode_stand_between_those_with_one() -> None:
    months = missing_months(
        [
            episode(0, START, START + timedelta(hours=3)),
            episode(1, START + timedelta(days=1), START + timedelta(days=1, hours=8)),
            episode(2, START + timedelta(days=61), None),
        ]
    )

    assert [(m.month.month, m.episodes, m.hours_away, m.nights_away) for m in months] == [
        (1, 2, 11.0, 1),
        (2, 0, 0.0, 0),
        (3, 1, 0.0, 0),
    ]
    assert months[0].returned_at == time(2, 0)
    assert months[2].returned_at is None


def test_an_episode_that_ends_as_it_begins_at_midnight_takes_no_night_away() -> None:
    midnight = datetime(2007, 1, 6, tzinfo=UTC)

    (month,) = missing_months([episode(0, midnight, midnight)])

    assert (month.nights_away, month.hours_away) == (0, 0.0)
