"""What a person says of two mentions outranks the machine, holds for good, touches one entity, and can be taken back."""

from datetime import UTC, date, datetime

import pytest
from tests.spec.linkage.mentions import ON, Story, Told, person, place, vehicle

from wholepicture.linkage import Resolution
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.records import EntityId, MentionId

NOON = datetime(2022, 7, 1, 12, tzinfo=UTC)
BORN = "2008-04-12"
OAKES: Told = person("Oakes|Tansy", born=BORN)


def say(story: Story, left: str, right: str, judgement: Judgement) -> Resolution:
    return story.linker.judge(
        MentionId(left),
        MentionId(right),
        judgement,
        by="A. Practitioner",
        at=NOON,
        because="Spoke to both.",
        recall=story.recall,
    )


def entities(story: Story, *mentions: str) -> list[EntityId]:
    return [story.linker.entity(MentionId(mention)) for mention in mentions]


def test_different_takes_apart_what_the_machine_had_put_together() -> None:
    story = Story()
    story.entities(OAKES, OAKES)

    told = say(story, "Pr0001.0", "Pr0002.0", Judgement.DIFFERENT)

    assert entities(story, "Pr0001.0", "Pr0002.0") == ["Pr0001.0", "Pr0002.0"]
    assert [(split.mention, split.entity) for split in told.split] == [("Pr0002.0", "Pr0002.0")]
    assert told.judged[0].because == ("A. Practitioner judged them different: Spoke to both.",)


def test_different_stops_a_later_merge_for_good() -> None:
    story = Story()
    story.tell(person("Oakes|Tansy", address="14 Cowper Lane, QX1 4AB"))
    story.tell(OAKES)
    say(story, "Pr0001.0", "Pr0002.0", Judgement.DIFFERENT)

    joining = story.tell(person("Oakes|Tansy", born=BORN, address="14 Cowper Lane, QX1 4AB"))

    assert joining.moved == ()
    assert len(set(entities(story, "Pr0001.0", "Pr0002.0"))) == 2


def test_same_merges_whom_the_machine_would_not_and_says_so() -> None:
    story = Story()
    story.entities(person("Hartley|Max", born="1971-09-11"), person("Rico"))

    told = say(story, "Pr0001.0", "Pr0002.0", Judgement.SAME)

    assert entities(story, "Pr0001.0", "Pr0002.0") == ["Pr0001.0", "Pr0001.0"]
    assert [(alias.entity, alias.now, alias.because) for alias in told.moved] == [
        ("Pr0002.0", "Pr0001.0", "A. Practitioner judged them same: Spoke to both.")
    ]


@pytest.mark.parametrize("taken_back", [Judgement.DIFFERENT, Judgement.UNSURE, Judgement.COMPATIBLE])
def test_merge_then_unmerge_gives_what_was_before(taken_back: Judgement) -> None:
    story = Story()
    before = story.entities(
        person("Hartley|Max", born="1971-09-11"),
        person("Hartley|Max", born="1971-09-11"),
        person("Rourke|Kaz", born="1980-01-20"),
        person("Rourke|Kaz", born="1980-01-20"),
    )
    say(story, "Pr0001.0", "Pr0004.0", Judgement.SAME)
    assert len(set(entities(story, "Pr0001.0", "Pr0002.0", "Pr0003.0", "Pr0004.0"))) == 1

    say(story, "Pr0001.0", "Pr0004.0", taken_back)

    assert entities(story, "Pr0001.0", "Pr0002.0", "Pr0003.0", "Pr0004.0") == before


def test_the_others_go_with_whom_they_fit() -> None:
    story = Story()
    story.entities(
        person("Khan|Imran", born=BORN, address="14 Cowper Lane, QX1 4AB"),
        person("Khan|Imran", born=BORN, address="9 Greenway Road, QX3 4YY"),
        person("Khan|Imran", born=BORN, address="9 Greenway Road, QX3 4YY"),
        person("Khan|Imran", born=BORN, address="14 Cowper Lane, QX1 4AB"),
    )

    say(story, "Pr0001.0", "Pr0002.0", Judgement.DIFFERENT)

    assert entities(story, "Pr0001.0", "Pr0002.0", "Pr0003.0", "Pr0004.0") == [
        "Pr0001.0",
        "Pr0002.0",
        "Pr0002.0",
        "Pr0001.0",
    ]


@pytest.mark.parametrize(
    ("told", "letter"),
    [(place("Flat 3, 18 Marsh Lane, QX1 4RT"), "L"), (vehicle("KX53 WLD", "silver"), "V")],
    ids=["places", "vehicles"],
)
def test_places_and_vehicles_are_taken_apart_and_put_together_too(told: Told, letter: str) -> None:
    story = Story()
    story.entities(told, told)
    mentions = (f"{letter}r0001.0", f"{letter}r0002.0")

    say(story, *mentions, Judgement.DIFFERENT)
    apart = entities(story, *mentions)
    say(story, *mentions, Judgement.SAME)

    assert apart == list(mentions)
    assert entities(story, *mentions) == [mentions[0], mentions[0]]


def test_two_kinds_cannot_be_judged_together() -> None:
    story = Story()
    story.entities(OAKES, vehicle("KX53 WLD"))

    with pytest.raises(ValueError, match=r"Pr0001\.0"):
        say(story, "Pr0001.0", "Vr0002.0", Judgement.SAME)


def test_only_the_entity_of_the_two_is_touched() -> None:
    story = Story()
    others = story.entities(
        person("Tallis|Robyn", born="2009-01-03"), OAKES, OAKES, person("Tallis|Robyn", born="2009-01-03")
    )

    say(story, "Pr0002.0", "Pr0003.0", Judgement.DIFFERENT)

    assert entities(story, "Pr0001.0", "Pr0004.0") == [others[0], others[3]]
    assert story.recalled == ["Pr0002.0", "Pr0003.0"]


def test_the_day_of_the_record_is_used_again_for_ages() -> None:
    story = Story()
    story.tell(person("Featherstonehaugh|Peregrine", age=14), on=ON)
    story.tell(person("Featherstonehaugh|Peregrine", age=12), on=date(2020, 6, 1))
    story.tell(person("Featherstonehaugh|Peregrine", born="2008-04-12"))
    say(story, "Pr0001.0", "Pr0003.0", Judgement.SAME)

    say(story, "Pr0001.0", "Pr0003.0", Judgement.UNSURE)

    assert len(set(entities(story, "Pr0001.0", "Pr0002.0", "Pr0003.0"))) == 1
