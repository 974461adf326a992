"""What is asked of one child, one place or one home: concerns that go unanswered, silence, and a home that is reached."""

from datetime import timedelta

from scenes import STARTS, Played, Scene, adult, child, phone, place

from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.moments import start_of_day
from wholepicture.vocabulary.pole import Role
from wholepicture.vocabulary.records import RecordId, RecordKind

ANN, BEN, CAZ = child("ann"), child("ben"), child("caz")
HOME = place("Linden House, children's home", Role.MISSING_FROM)


def only(played: Played, pattern: str) -> list[Finding]:
    return [f for f in played.register.findings() if f.pattern == pattern]


def much_written_about() -> Scene:
    scene = Scene().tell(1, "Police", ANN, signs=("B3",)).tell(9, "School", ANN, signs=("C1",), kind=RecordKind.SCHOOL_LOG)
    return scene.tell(20, "Health", ANN, signs=("G4",)).tell(30, "Police", ANN, signs=("B1",))


def test_silence_is_noticed_on_the_day_after_sixty_days_without_a_record() -> None:
    played = much_written_about().play()

    played.come_to(STARTS + timedelta(days=90))
    assert only(played, "gone_quiet") == []

    played.come_to(STARTS + timedelta(days=91))
    (finding,) = only(played, "gone_quiet")
    assert finding.surfaced_at == start_of_day((STARTS + timedelta(days=91)).date())
    assert "Since then nobody has recorded anything for 60 days." in finding.because


def test_any_record_about_the_child_breaks_the_silence() -> None:
    played = much_written_about().tell(70, "School", ANN, kind=RecordKind.SCHOOL_LOG).play()

    played.come_to(STARTS + timedelta(days=140))

    assert only(played, "gone_quiet") == []


def test_concerns_closed_three_times_without_a_decision_are_unanswered_once_the_outcomes_are_known() -> None:
    played = much_written_about().play()
    for number in (1, 2, 3, 4):
        assert only(played, "unanswered") == []
        played.register.learn_outcome(played.picture, RecordId(f"r{number:04d}"), "No further action")
        if number == 3:
            break

    (finding,) = only(played, "unanswered")
    assert finding.records == ("R0001", "R0002", "R0003")
    assert "“No further action”" in finding.because


def test_one_decision_among_the_outcomes_answers() -> None:
    played = much_written_about().play()

    for number, outcome in enumerate(("No further action", "Strategy discussion held", "Advice given", "Closed"), 1):
        played.register.learn_outcome(played.picture, RecordId(f"r{number:04d}"), outcome)

    assert only(played, "unanswered") == []


def test_an_amended_record_withdraws_what_rested_on_it_and_keeps_its_words() -> None:
    man = adult("man")
    scene = Scene().tell(1, "Police", ANN, man, signs=("B1",)).tell(12, "School", BEN, man, signs=("B1",))
    played = scene.play()
    (before,) = only(played, "adult_across_children")

    played.remove("R0002")

    (after,) = only(played, "adult_across_children")
    assert after.withdrawn_because == "the record R0002 was amended"
    assert (after.because, after.records) == (before.because, before.records)


def test_a_phone_that_reaches_residents_of_one_home_is_found_and_living_there_is_not() -> None:
    residents = (ANN, BEN, CAZ)
    number = phone("07700 900123")
    quiet, reached = Scene(), Scene()
    for day, resident in enumerate(residents * 2, 1):
        quiet.missing(day * 9, resident, 4, HOME, signs=("A1",))
        reached.missing(day * 9, resident, 4, HOME, number, signs=("A1", "C2") if day > 1 else ("A1",))

    assert [f.pattern for f in quiet.findings() if f.pattern != "falling_count"] == []
    found = {f.pattern for f in reached.findings()}
    assert found & {"shared_phone", "home_targeted"}


def test_a_fall_that_no_month_shows_is_told_by_stretches_of_days() -> None:
    scene = Scene()
    for day, hours in ((20, 3), (40, 3), (62, 4), (100, 30), (122, 40)):
        scene = scene.missing(day, ANN, hours)

    (finding,) = only(scene.play(), "falling_count")

    assert "fell from three in 60 days to two in the 60 days up to 3 May 2007" in finding.because
