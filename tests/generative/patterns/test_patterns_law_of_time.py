"""What becomes known later never changes what was found."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import STARTS, Part, Scene, adult, child, phone, place, vehicle

from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.pole import Role
from wholepicture.vocabulary.records import RecordKind

CHILDREN = [child(name) for name in ("ann", "ben", "caz", "dee")]
THINGS: list[Part] = [
    place("4 Weaver Road, Netherwick"),
    place("9 Elm Way, Netherwick"),
    place("Netherwick bus station"),
    place("4 Weaver Road, Netherwick", Role.FOUND_AT),
    vehicle("QX51 ABC"),
    vehicle("QX51", partial=True),
    phone("07700 900123"),
    adult("man"),
    adult("woman", Role.PROFESSIONAL),
]
SIGNS = ["A1", "A2", "B1", "B3", "C1", "D1", "D2", "F1", "G1", "H3"]
AGENCIES = ["Police", "School", "Health", "Children's social care"]
KINDS = [RecordKind.NOTIFICATION, RecordKind.COMPLAINT, RecordKind.SCHOOL_LOG, RecordKind.CONTACT, RecordKind.REFERRAL]


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    scene = Scene(fits=[("Vqx51", "Vqx51 abc")])
    for _ in range(draw(st.integers(4, 22))):
        day = draw(st.integers(0, 240)) + draw(st.sampled_from([0.0, 0.2, 0.45]))
        who = draw(st.lists(st.sampled_from(CHILDREN), max_size=2, unique=True))
        what = draw(st.lists(st.sampled_from(THINGS), max_size=3, unique=True))
        signs = draw(st.lists(st.sampled_from(SIGNS), max_size=3, unique=True))
        if who and draw(st.booleans()):
            scene.missing(day, who[0], draw(st.integers(2, 40)), *what, signs=signs)
            continue
        more: dict[str, object] = {"adults_calling": draw(st.booleans()), "child_words": draw(st.booleans())}
        if draw(st.booleans()):
            more["asks"] = ("a young girl",)
        agency, kind = draw(st.sampled_from(AGENCIES)), draw(st.sampled_from(KINDS))
        scene.tell(day, agency, *who, *what, kind=kind, signs=signs, **more)
    return scene


def as_known(findings: tuple[Finding, ...], scene: Scene, day: int) -> list[Finding]:
    moment = STARTS + timedelta(days=day)
    return [
        replace(
            f,
            history=tuple(g for g in f.history if g.at <= moment),
            withdrawn_at=f.withdrawn_at if f.withdrawn_at and f.withdrawn_at <= moment else None,
            withdrawn_because=f.withdrawn_because if f.withdrawn_at and f.withdrawn_at <= moment else "",
        )
        for f in findings
        if f.surfaced_at <= moment
    ]


@given(scenes(), st.integers(0, 260))
@settings(max_examples=60, deadline=None)
def test_a_prefix_gives_exactly_the_findings_that_had_surfaced_by_then_in_the_same_words(scene: Scene, day: int) -> None:
    whole = scene.play().register.findings()

    part = scene.play(until=STARTS + timedelta(days=day))

    part.come_to(STARTS + timedelta(days=day))
    assert list(part.register.findings()) == as_known(whole, scene, day)


@given(scenes(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_records_are_given_changes_nothing(scene: Scene, dice: object) -> None:
    shuffled = Scene(told=list(scene.told), fits=scene.fits)
    dice.shuffle(shuffled.told)  # type: ignore[attr-defined]

    assert shuffled.play().register.findings() == scene.play().register.findings()


@given(scenes(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_rests_only_on_a_record_taken_out_is_withdrawn_with_its_reason(scene: Scene, data: st.DataObject) -> None:
    played = scene.play()
    gone = data.draw(st.sampled_from([str(told["reference"]) for told in scene.told]))
    before = played.register.findings()

    played.remove(gone)

    for was, now in zip(before, played.register.findings(), strict=True):
        if gone not in {*was.records, *(r for g in was.history for r in g.records)}:
            assert now == was
        if now.withdrawn_at is not None and was.withdrawn_at is None:
            assert "amended" in now.withdrawn_because
        assert (now.id, now.because, now.surfaced_at) == (was.id, was.because, was.surfaced_at)


@given(scenes())
@settings(max_examples=25, deadline=None)
def test_ids_are_unique_and_hubs_and_professionals_are_never_what_a_finding_is_about(scene: Scene) -> None:
    findings = scene.play().register.findings()

    assert len({f.id for f in findings}) == len(findings)
    for finding in findings:
        assert "Pwoman" not in finding.adults
        if finding.pattern not in ("child_question", "unanswered"):
            assert "Lnetherwick bus station" not in finding.places
