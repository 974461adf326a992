"""Dates in parts, times as people write them, and forms as they are drawn."""

from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError

from wholepicture.hub.web.forms.dates import PartialDate, month_number
from wholepicture.hub.web.forms.fields import DatePartsField, TimeOfDayField
from wholepicture.hub.web.forms.summary import Trouble, troubles
from wholepicture.hub.web.forms.widgets import Checkboxes, Radios, Words


def refusal(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    error = caught.value.error_list[0]
    return error.messages[0], (error.params or {}).get("parts")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (["2", "3", "2026"], date(2026, 3, 2)),
        ([" 02", "03 ", "2026"], date(2026, 3, 2)),
        (["29", "Feb", "2024"], date(2024, 2, 29)),
        (["1", "sept.", "2025"], date(2025, 9, 1)),
        (["31", "DECEMBER", "1999"], date(1999, 12, 31)),
    ],
)
def test_a_day_is_read_as_people_write_it(written, day):
    assert DatePartsField().clean(written) == day


@pytest.mark.parametrize(
    ("written", "message", "parts"),
    [
        (["", "", ""], "Enter the day of birth", ("day", "month", "year")),
        (["2", "", ""], "The day of birth must include a month and a year", ("month", "year")),
        (["", "3", "2026"], "The day of birth must include a day", ("day",)),
        (["30", "2", "2026"], "The day of birth must be a real date", ("day",)),
        (["0", "2", "2026"], "The day of birth must be a real date", ("day",)),
        (["2", "13", "2026"], "The day of birth must be a real date", ("month",)),
        (["2", "ju", "2026"], "The day of birth must be a real date", ("month",)),
        (["two", "3", "2026"], "The day of birth must be a real date", ("day",)),
        (["2", "3", "26"], "The year must have 4 numbers, like 2026", ("year",)),
        (["2", "3", "٢٠٢٦"], "The year must have 4 numbers, like 2026", ("year",)),
        (["4", "3", "2026"], "The day of birth must be on or before 3 March 2026", ("day", "month", "year")),
        (["31", "12", "1899"], "The day of birth must be on or after 1 January 1900", ("day", "month", "year")),
    ],
)
def test_a_wrong_day_says_what_is_wrong_and_which_part(written, message, parts):
    field = DatePartsField(label="Day of birth", not_before=date(1900, 1, 1), not_after=lambda: date(2026, 3, 3))

    assert refusal(field, written) == (message, parts)


def test_a_date_may_be_known_in_part_and_then_says_which_days_it_can_mean():
    field = DatePartsField(partial=True, not_after=date(2026, 3, 3))

    year, month, whole = (field.clean(one) for one in (["", "", "2026"], ["", "2", "2024"], ["2", "3", "2012"]))

    assert (year.first, year.last, str(year), year.whole) == (date(2026, 1, 1), date(2026, 12, 31), "2026", None)
    assert (month.first, month.last, str(month)) == (date(2024, 2, 1), date(2024, 2, 29), "February 2024")
    assert (whole.whole, str(whole)) == (date(2012, 3, 2), "2 March 2012")
    assert refusal(field, ["2", "", "2012"]) == ("The date must include a month", ("month",))
    assert refusal(field, ["", "4", "2026"])[0] == "The date must be on or before 3 March 2026"


def test_a_date_that_was_not_changed_is_not_changed():
    field = DatePartsField(partial=True, required=False)

    assert not field.has_changed(PartialDate(2012, 3), ["", "March", "2012"])
    assert not field.has_changed(date(2012, 3, 2), ["2", "3", "2012"])
    assert not field.has_changed(None, ["", "", ""])
    assert field.has_changed(None, ["", "", "2012"])
    assert field.has_changed(date(2012, 3, 2), ["x", "3", "2012"])


def test_a_month_is_known_by_three_letters_or_more():
    assert [month_number(one) for one in ("jan", "Sept", "JUNE", "12", "0", "ju", "january1", "", "²")] == [
        1,
        9,
        6,
        12,
        None,
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("4:05pm", time(16, 5)),
        ("4.05 PM", time(16, 5)),
        ("4 p.m.", time(16)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30am", time(0, 30)),
        ("16:05", time(16, 5)),
        ("1605", time(16, 5)),
        ("04:05", time(4, 5)),
        ("11:30", time(11, 30)),
        ("midday", time(12)),
        ("Midnight", time(0)),
    ],
)
def test_a_time_is_read_as_people_write_it(written, meant):
    assert TimeOfDayField().clean(written) == meant


@pytest.mark.parametrize("written", ["25:00", "16:60", "13pm", "0am", "soon", "4:5pm", "123:4"])
def test_what_is_no_time_is_refused(written):
    assert refusal(TimeOfDayField(), written)[0] == "Enter a time, like 4:05pm or 16:05"


@pytest.mark.parametrize("written", ["4:05", "4", "9.30"])
def test_morning_or_afternoon_is_asked_and_never_guessed(written):
    assert refusal(TimeOfDayField(), written)[0].startswith("Say whether it is am or pm")


def test_no_time_is_no_time_where_none_need_be_given():
    assert TimeOfDayField(required=False).clean("  ") is None


class Concern(forms.Form):
    seen = forms.CharField(
        label="What was seen", help_text="<b>In order</b>", widget=Words(limit=9, attrs={"placeholder": "x"})
    )
    about = forms.ChoiceField(
        label="About", choices=[("a", "A <child>"), ("o", "Other")], widget=Radios(reveals={"o": "other"})
    )
    other = forms.CharField(label="Which?", required=False)
    ways = forms.MultipleChoiceField(label="Ways", choices=[("p", "Phone"), ("n", "None")], widget=Checkboxes(apart="n"))
    born = DatePartsField(label="Born")
    told = forms.BooleanField(label="Told")
    paper = forms.FileField(label="Paper")
    key = forms.CharField(widget=forms.HiddenInput)


def test_every_error_leads_to_an_input_that_is_on_the_page_but_those_of_hidden_fields():
    form = Concern({"born_day": "1", "born_year": "2026"})

    found = troubles(form)

    assert [one.target for one in found] == [
        "id_seen",
        "id_about_0",
        "id_ways_0",
        "id_born_1",
        "id_told",
        "id_paper",
        "",
    ]
    drawn = str(form)
    assert all(f'id="{one.target}"' in drawn for one in found if one.target)


def test_an_empty_field_is_asked_for_by_its_label():
    form = Concern({})

    assert [one.message for one in troubles(form)] == [
        "Fill in “What was seen”",
        "Choose an answer to “About”",
        "Choose an answer to “Ways”",
        "Enter the born",
        "Tick “Told” to go on",
        "Choose a file for “Paper”",
        "Fill in “Key”",
    ]


def test_a_form_that_nobody_sent_has_no_errors():
    assert troubles(Concern(), None) == ()


def test_errors_of_a_set_of_forms_are_all_there_and_each_leads_to_its_own_input():
    rows = forms.formset_factory(Concern, min_num=2, validate_min=True, extra=0)
    found = troubles(rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}))

    assert found[0] == Trouble("Please submit at least 2 forms.")
    assert found[1].target == "id_form-0-seen"


def test_a_revealed_field_is_drawn_once_inside_its_choice():
    drawn = str(Concern())

    assert drawn.count('name="other"') == 1
    assert drawn.index('data-shows="id_about_1-shows"') < drawn.index('id="id_about_1-shows"') < drawn.index('name="other"')


def test_what_is_drawn_is_escaped_and_leaves_checking_to_us():
    drawn = str(Concern())

    assert "A &lt;child&gt;" in drawn
    assert "&lt;b&gt;In order&lt;/b&gt;" in drawn
    assert " required" not in drawn
    assert "placeholder" not in drawn
    assert "style=" not in drawn
    assert "maxlength=" not in drawn.replace("data-maxlength=", "")


def test_the_count_describes_its_field_together_with_hint_and_error():
    drawn = str(Concern({})["seen"].as_field_group())

    assert 'aria-describedby="id_seen_helptext id_seen_error id_seen-info"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_our_renderer_is_the_project_s_own_and_stands_before_every_app():
    from django.conf import settings  # noqa: PLC0415
    from django.forms.renderers import get_default_renderer  # noqa: PLC0415

    assert settings.FORM_RENDERER.endswith("PlainRenderer")
    origin = get_default_renderer().get_template("django/forms/widgets/radio.html").template.origin.name
    assert origin.endswith("hub/web/forms/templates/django/forms/widgets/radio.html")
