"""Without leave to show names, none may stand anywhere on the page."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.report.masking import Replacement, hide_names, initials, label_all, label_entity, replacements
from wholepicture.report.view import AgeGroup, EntityView, RecordView
from wholepicture.vocabulary.hidden import Narrative, Words
from wholepicture.vocabulary.moments import start_of_day
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, PlaceDescription, Role
from wholepicture.vocabulary.readings import NamedInText, Reading
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, Provenance, Record, RecordId, RecordKind, Span

DAY = start_of_day(date(2008, 3, 1))


def view_of(text: str, *named: NamedInText, subject: tuple[str, str] | None = None) -> RecordView:
    own = RecordId("r1")
    mentions = ()
    if subject:
        whole = PersonDescription(forename=subject[0], surname=subject[1])
        mentions = (
            Mention(
                id=MentionId("Pr1.0"), kind=EntityKind.PERSON, role=Role.SUBJECT, description=whole, text=Words(subject[1])
            ),
        )
    record = Record(
        id=own,
        system="school",
        agency="School",
        kind=RecordKind.SCHOOL_LOG,
        reference="S1",
        filed_as="Wellbeing",
        happened=None,
        recorded_at=DAY,
        narrative=Narrative(text),
        mentions=mentions,
        provenance=Provenance(file="school.csv", row=1, system="school", received_at=DAY),
    )
    return RecordView(record=record, reading=Reading(record=own, lexicon="1", named=named))


def masked(view: RecordView, *names: str) -> str:
    text = view.record.narrative.text
    for one in reversed(replacements(view, hide_names(names))):
        text = text[: one.span.start] + one.text + text[one.span.end :]
    return text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Merrin Oakdale", "M.O."),
        ("OAKDALE, Merrin", "M.O."),
        ("Mrs Ines Vole", "Mrs I.V."),
        ("anne-marie o'dell", "A.M.O."),
        ("Łucja Żak", "Ł.Ż."),
        ("???", "[name]"),
        ("", "[name]"),
    ],
)
def test_initials_are_those_of_the_name_as_written(name, expected):
    assert initials(name) == expected


def test_a_label_is_initials_and_age_and_the_full_name_only_with_leave():
    child = EntityView(
        id=EntityId("P1"), kind=EntityKind.PERSON, name=Words("Merrin Oakdale"), age_group=AgeGroup.CHILD, age="13"
    )

    assert label_entity(child, names=False) == "M.O., 13"
    assert label_entity(child, names=True) == "Merrin Oakdale, 13"


def test_a_phone_shows_its_last_digits_only_and_an_unnamed_person_says_so():
    phone = EntityView(id=EntityId("T1"), kind=EntityKind.PHONE, name=Words("07700 900123"))
    nobody = EntityView(id=EntityId("P2"), kind=EntityKind.PERSON, name=Words(""), age_group=AgeGroup.ADULT)

    assert label_entity(phone, names=False) == "[phone ending 123]"
    assert label_entity(nobody, names=False) == "unnamed adult"


def test_two_children_with_one_label_are_told_apart_by_their_ids():
    twins = [
        EntityView(id=EntityId(f"P000{n}"), kind=EntityKind.PERSON, name=Words(name), age="13")
        for n, name in ((1, "Ada Moss"), (2, "Alf Mere"))
    ]

    assert list(label_all(twins, names=False).values()) == ["A.M., 13 (0001)", "A.M., 13 (0002)"]


def test_a_known_name_is_masked_where_reading_missed_it_also_without_capitals():
    view = view_of("Posy said posy hartwell and POSY were there. Hartwells were not.", subject=("Posy", "Hartwell"))

    assert masked(view, "Posy Hartwell") == "P. said P. H. and P. were there. Hartwells were not."


def test_a_name_that_is_an_everyday_word_is_masked_with_a_capital_only():
    assert masked(view_of("Grace will say grace at home."), "Grace Will") == "G. will say grace at home."


def test_a_surname_inside_a_place_is_left_because_the_place_is_what_the_work_is_about():
    text = "Seen at 9 Quay Row with Quay."
    place = NamedInText(
        kind=EntityKind.PLACE, role=Role.LOCATION, description=PlaceDescription(text="9 Quay Row"), span=Span(8, 18)
    )

    assert masked(view_of(text, place), "Sol Quay") == "Seen at 9 Quay Row with Q."


def test_overlapping_names_become_one():
    text = "Dav Crell came."
    first = NamedInText(
        kind=EntityKind.PERSON, role=Role.UNKNOWN, description=PersonDescription(name="Dav"), span=Span(0, 3)
    )
    whole = NamedInText(
        kind=EntityKind.PERSON, role=Role.UNKNOWN, description=PersonDescription(name="Dav Crell"), span=Span(0, 9)
    )

    assert replacements(view_of(text, first, whole), hide_names(())) == (Replacement(Span(0, 9), "D.C."),)


@given(
    text=st.text(max_size=60),
    spans=st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6),
)
def test_whatever_the_spans_the_replacements_are_in_order_apart_and_inside(text, spans):
    named = [
        NamedInText(kind=EntityKind.PERSON, role=Role.UNKNOWN, description=PersonDescription(), span=Span(*span))
        for span in spans
    ]

    found = replacements(view_of(text, *named), hide_names(["Ada Moss"]))

    edges = [edge for one in found for edge in (one.span.start, one.span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
