"""What is asked about a concern. Only what was seen or heard has to be filled in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.forms.utils import ErrorDict

from wholepicture.hub import clock
from wholepicture.hub.web.concern.when import DayInWordsField, TimeInWordsField, when_written
from wholepicture.hub.web.forms.widgets import Radios, Words
from wholepicture.intake import concern as room
from wholepicture.intake.concern import (
    AdultConcerned,
    ChildConcerned,
    Concern,
    ConcernAbout,
    HandleConcerned,
    HowKnown,
    PlaceConcerned,
    VehicleConcerned,
)
from wholepicture.vocabulary.moments import london_day

Row = TypeVar("Row", ChildConcerned, AdultConcerned, PlaceConcerned, VehicleConcerned)
ABOUT = (
    ("child", "A child or young person"),
    ("adult", "An adult"),
    ("place", "A place"),
    ("vehicle", "A vehicle"),
    ("group", "A group of people"),
)
WHEN = (("today", "Today"), ("yesterday", "Yesterday"), ("date", "Another day"), ("unsure", "I am not sure"))
TOLD = (("self", "I saw or heard it myself"), ("told", "Somebody told me"))
SEX = (("", "Not known"), ("F", "Female"), ("M", "Male"))
PARTS = (
    ("", "Choose, if you know"),
    ("parent", "Parent or step-parent"),
    ("carer", "Carer"),
    ("sibling", "Brother or sister"),
    ("relative", "Other relative"),
    ("friend", "Friend or acquaintance"),
    ("suspect", "Adult who worries me"),
    ("victim", "Adult who may have been harmed"),
    ("witness", "Witness"),
    ("professional", "Professional"),
)
"""Words that the intake knows as roles, and how they are offered."""
NUMBERS = {"child": "children", "adult": "adults", "place": "places", "vehicle": "vehicles", "contact": "contacts"}
"""The hidden field that says how many rows of each there are."""
MOST = {
    "child": room.MOST_CHILDREN,
    "adult": room.MOST_ADULTS,
    "place": room.MOST_PLACES,
    "vehicle": room.MOST_VEHICLES,
    "contact": min(room.MOST_PHONES, room.MOST_HANDLES),
}
TITLES = {
    "child": ("Children and young people", "child"),
    "adult": ("Adults", "adult"),
    "place": ("Places", "place"),
    "vehicle": ("Vehicles", "vehicle"),
    "contact": ("Phones and names online", "phone or name online"),
}


def _today() -> date:
    return london_day(clock.now())


def _text(label: str, hint: str = "", width: str = "20", **attrs: str) -> forms.CharField:
    given = {"autocomplete": "off", "class": f"govuk-input--width-{width}", **attrs}
    return forms.CharField(label=label, help_text=hint, required=False, max_length=500, widget=forms.TextInput(given))


def _words(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=Words(rows=rows))


def _chosen(label: str, choices: tuple[tuple[str, str], ...], hint: str = "", **how: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, required=False, widget=Radios(**how))


def _rows() -> dict[str, dict[str, forms.Field]]:
    """The fields of one row of each kind."""
    return {
        "child": {
            "forename": _text("First name"),
            "surname": _text("Last name"),
            "known_as": _text("What they are called, or how you would know them again"),
            "age": _text("Age, or about how old", "For example, 13 or 13-14", width="5"),
            "born": DayInWordsField(label="Date of birth", called="the date of birth", required=False, not_after=_today),
            "sex": forms.ChoiceField(label="Sex", choices=SEX, required=False),
            "school": _text("School or college"),
            "address": _text("Home address"),
            "postcode": _text("Postcode of the home", width="10"),
            "phone": _text("Phone number", inputmode="tel"),
            "nhs_number": _text("NHS number", width="10", inputmode="numeric"),
            "upn": _text("Unique pupil number", width="10"),
        },
        "adult": {
            "name": _text("Name"),
            "known_as": _text("Nickname, or what they are called"),
            "description": _text("What they looked like, or how you would know them again"),
            "role": forms.ChoiceField(label="Who they are", choices=PARTS, required=False),
            "relation": _text("What they are to the child, in your words", "For example, says that he is her uncle"),
            "age": _text("Age, or about how old", width="5"),
            "sex": forms.ChoiceField(label="Sex", choices=SEX, required=False),
            "phone": _text("Phone number", inputmode="tel"),
            "address": _text("Address"),
        },
        "place": {
            "text": _text("Address, or how to find it"),
            "name": _text("What it is called", "A shop, school, park or hotel"),
            "postcode": _text("Postcode, if you know it", width="10"),
            "kind": _text("What kind of place", "For example, flat, park or hotel"),
        },
        "vehicle": {
            "registration": _text("Registration", width="10", autocapitalize="characters"),
            "partial": forms.BooleanField(label="I saw only a part of it", required=False),
            "colour": _text("Colour", width="10"),
            "make": _text("Make", width="10"),
            "model": _text("Model, or what kind of vehicle", width="10"),
        },
        "contact": {
            "phone": _text("Phone number", inputmode="tel"),
            "handle": _text("Name used online"),
            "platform": _text("Where online"),
        },
    }


def field_name(kind: str, number: int, word: str) -> str:
    """The name of a field of a row; numbers count from 1."""
    return f"{kind}_{number}_{word}"


class ConcernForm(forms.Form):
    """A concern. With `quiet`, what was filled in is shown as it is and nothing is said to be wrong with it."""

    about_in_doubt = "child"
    """What it is about where nothing says so: in doubt a child is in it."""
    key = forms.UUIDField(widget=forms.HiddenInput)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(
        label="What did you see or hear?",
        help_text="What happened, who was there, where. Facts first; what you make of them comes below. No name is needed.",
        strip=False,
        widget=Words(rows=6),
        error_messages={"required": "Say what was seen or heard"},
    )
    about = _chosen(
        "What is it about?",
        ABOUT,
        hint="If you choose nothing, the details below decide, or it counts as about a child.",
        small=True,
    )
    when = _chosen("When was it?", WHEN, reveals={"date": "on"}, small=True)
    on = DayInWordsField(
        label="Which day?", called="the day", help_text="A month and a year, or a year, are enough. For example, 27 3 2026",
        required=False, partial=True, not_after=_today, not_before=date(1950, 1, 1),
    )  # fmt: skip
    at = TimeInWordsField(
        label="About what time, if you know?",
        help_text="For example, 10:30pm or 22:30; or in words, such as teatime",
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    worries = _words(
        "What worries you?", "What you make of it, or a feeling that you cannot prove. Kept apart from the facts."
    )
    child_words = _words(
        "The child’s own words, if there are any", "Exactly as they were said, also where they are coarse.", rows=2
    )
    told = _chosen("How do you know?", TOLD, reveals={"told": "told_by"}, small=True)
    told_by = _text(
        "Who told you, and when?", "Their part is enough: a neighbour, a grandparent. Say so if they fear to be known."
    )
    own_category = _text(
        "Your agency’s own category for it", "For example, Noise or Attendance. It is kept beside, and decides nothing here."
    )
    known_to = _text("Who else knows of this?")
    protected = forms.BooleanField(
        label="Keep my name apart",
        help_text="I ask that those whom I criticise do not learn who wrote this. Your name is then kept where only two "
        "people together can open it. Your agency and team still stand on the concern.",
        required=False,
    )
    criticised = _chosen(
        "Is somebody who works for an agency criticised in this?",
        (("no", "No"), ("yes", "Yes")),
        reveals={"yes": "criticised_who"},
        small=True,
    )
    criticised_who = _text(
        "Who? A name, a work email address or a role", "Their managers, and they themselves, will not be able to open it."
    )

    def __init__(self, written: Any = None, *, quiet: bool = False, **given: Any) -> None:
        super().__init__(written, **given)
        self.quiet = quiet
        self.numbers = {kind: self._number(written, kind) for kind in NUMBERS}
        for kind, number in self.numbers.items():
            self.fields[NUMBERS[kind]] = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
            for each in range(1, number + 1):
                self.fields.update({field_name(kind, each, word): field for word, field in _rows()[kind].items()})

    @staticmethod
    def _number(written: Any, kind: str) -> int:
        given = str((written or {}).get(NUMBERS[kind], "1"))
        return min(max(int(given), 1), MOST[kind]) if given.isascii() and given.isdigit() and len(given) < 3 else 1

    def full_clean(self) -> None:
        """As Django does; a quiet form finds nothing wrong."""
        if self.quiet:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()

    # --- as the page shows it ----------------------------------------------------------------------------------------

    @property
    def sections(self) -> Iterator[dict[str, Any]]:
        """The optional parts: their fields row by row, whether they stand open, and whether another row can be had."""
        for kind, (title, one) in TITLES.items():
            rows = [
                [self[field_name(kind, number, word)] for word in _rows()[kind]]
                for number in range(1, self.numbers[kind] + 1)
            ]
            fields = [bound for row in rows for bound in row]
            opened = len(rows) > 1 or any(self._filled(bound) or bound.errors for bound in fields) or self._is_about(kind)
            more = self.numbers[kind] < MOST[kind]
            yield {"kind": kind, "title": title, "one": one, "rows": rows, "opened": opened, "more": more}

    def _is_about(self, kind: str) -> bool:
        return bool(self.is_bound and self["about"].value() == kind)

    @staticmethod
    def _filled(bound: Any) -> bool:
        value = bound.value()
        return any(value) if isinstance(value, list | tuple) else bool(value)

    # --- as the domain wants it --------------------------------------------------------------------------------------

    def written(self) -> Concern:
        """What was filled in so far; what is wrong is left out. Who sends it, and when, is not the form's to say."""
        given = self.cleaned_data
        children = self._filled_rows("child", ChildConcerned())
        adults = self._filled_rows("adult", AdultConcerned())
        places = self._filled_rows("place", PlaceConcerned())
        vehicles = self._filled_rows("vehicle", VehicleConcerned())
        contacts = [self._row("contact", number) for number in range(1, self.numbers["contact"] + 1)]
        filled = (("child", children), ("place", places), ("vehicle", vehicles), ("adult", adults))
        about = given.get("about") or next((kind for kind, those in filled if those), self.about_in_doubt)
        when = when_written(given, now=clock.now())
        criticised = given.get("criticised_who") or ("somebody" if given.get("criticised") == "yes" else "")
        return Concern(
            reference="",
            agency="",
            recorded=clock.now(),
            happened_from=when.since,
            happened_until=when.until,
            happened_words=when.words,
            how_known={"self": HowKnown.SEEN, "told": HowKnown.TOLD}.get(given.get("told", "")),
            told_by=given.get("told_by", ""),
            known_to=given.get("known_to", ""),
            criticised=criticised,
            about=ConcernAbout(about) if about else None,
            filed_as=given.get("own_category", ""),
            seen=given.get("seen", ""),
            worries=given.get("worries", ""),
            said=given.get("child_words", ""),
            children=children,
            adults=adults,
            places=places,
            vehicles=vehicles,
            phones=tuple(row["phone"] for row in contacts if row["phone"]),
            handles=tuple(
                HandleConcerned(handle=row["handle"], platform=row["platform"]) for row in contacts if row["handle"]
            ),
        )

    def advice(self) -> str:
        """What could be said to make certain when it was; nothing where it is certain, or was not said."""
        return when_written(self.cleaned_data, now=clock.now()).advice

    def _row(self, kind: str, number: int) -> dict[str, Any]:
        given = {word: self.cleaned_data.get(field_name(kind, number, word)) for word in _rows()[kind]}
        return {word: None if word == "born" and not value else value or "" for word, value in given.items()}

    def _filled_rows(self, kind: str, nothing: Row) -> tuple[Row, ...]:
        """The rows in which something stands, as the kind of `nothing`, which is what an empty one is."""
        rows = (self._row(kind, number) for number in range(1, self.numbers[kind] + 1))
        made = (replace(nothing, **({**row, "partial": bool(row["partial"])} if "partial" in row else row)) for row in rows)
        return tuple(one for one in made if one != nothing)


class AdditionForm(ConcernForm):
    """Something to add to a concern. Where it does not say what it is about, it is about what the concern is about."""

    about_in_doubt = ""
    about = _chosen(
        "What is it about?",
        ABOUT,
        hint="If you choose nothing, the details below decide, or what you chose for the concern.",
        small=True,
    )

    seen = forms.CharField(
        label="What do you want to add?",
        help_text="What you have seen, heard or remembered since. What you wrote before stays as it is.",
        strip=False,
        widget=Words(rows=6),
        error_messages={"required": "Write what you want to add"},
    )
