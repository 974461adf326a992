"""What is asked about a concern. Only what was seen or heard has to be filled in."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from wholepicture.hub import clock
from wholepicture.hub.web.forms.dates import PartialDate
from wholepicture.hub.web.forms.fields import DatePartsField, TimeOfDayField
from wholepicture.hub.web.forms.widgets import Radios, Words
from wholepicture.hub.wiring.concern_cells import MOST, Seen, WrittenConcern
from wholepicture.vocabulary.moments import LONDON, london_day

ABOUT = (
    ("child", "A child or young person"),
    ("adult", "An adult"),
    ("place", "A place"),
    ("vehicle", "A vehicle"),
    ("group", "A group of people"),
)
WHEN = (("today", "Today"), ("yesterday", "Yesterday"), ("date", "Another day"), ("unsure", "I am not sure"))
TOLD = (("self", "I saw or heard it myself"), ("told", "Somebody told me"), ("both", "Both"))
SEX = (("", "Not known"), ("F", "Female"), ("M", "Male"))
PARTS = (
    ("", "Choose, if you know"),
    ("child", "A child or young person"),
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
NUMBERS = {"person": "people", "place": "places", "vehicle": "vehicles", "contact": "contacts"}
"""The hidden field that says how many rows of each there are."""
CHILD = ("forename", "surname", "age", "born", "sex", "school", "address", "postcode", "phone", "NHS number", "UPN")


def _today() -> date:
    return london_day(clock.now())


def _text(label: str, hint: str = "", width: str = "20", **attrs: str) -> forms.CharField:
    given = {"autocomplete": "off", "class": f"govuk-input--width-{width}", **attrs}
    return forms.CharField(label=label, help_text=hint, required=False, max_length=500, widget=forms.TextInput(given))


def _words(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=Words(rows=rows))


def _chosen(label: str, choices: tuple[tuple[str, str], ...], **how: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=Radios(**how))


def _rows() -> dict[str, dict[str, forms.Field]]:
    """The fields of one row of each kind, by the words of the profile's columns."""
    return {
        "person": {
            "name": _text("Name, nickname, or how you would know them again"),
            "role": forms.ChoiceField(label="Who they are", choices=PARTS, required=False),
            "age": _text("Age, or about how old", width="5"),
            "sex": forms.ChoiceField(label="Sex", choices=SEX, required=False),
            "relation": _text("What they have to do with the child, in your words"),
            "phone": _text("Phone number", inputmode="tel"),
            "address": _text("Address"),
        },
        "place": {
            "text": _text("Address, or how to find it"),
            "postcode": _text("Postcode, if you know it", width="10"),
            "name": _text("What it is called", "A shop, school, park or hotel"),
        },
        "vehicle": {
            "registration": _text("Registration, or the part that you saw", width="10", autocapitalize="characters"),
            "colour": _text("Colour", width="10"),
            "make": _text("Make", width="10"),
            "model": _text("Model, or what kind of vehicle", width="10"),
        },
        "contact": {
            "phone": _text("Phone number", inputmode="tel"),
            "online name": _text("Name used online"),
            "online platform": _text("Where online"),
        },
    }


def field_name(kind: str, number: int, word: str) -> str:
    """The name of a field of a row; numbers count from 1."""
    return f"{kind}_{number}_{word.replace(' ', '_')}"


class ConcernForm(forms.Form):
    """A concern. With `quiet`, what was filled in is shown as it is and nothing is said to be wrong with it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(
        label="What did you see or hear?",
        help_text="What happened, who was there, where. Facts first; what you make of them comes below. No name is needed.",
        strip=False,
        widget=Words(rows=6),
        error_messages={"required": "Say what was seen or heard"},
    )
    about = _chosen("What is it about?", ABOUT, small=True)
    when = _chosen("When was it?", WHEN, reveals={"date": "on"}, small=True)
    on = DatePartsField(
        label="Which day?", called="the day", help_text="A month and a year, or a year, are enough. For example, 27 3 2026",
        required=False, partial=True, not_after=_today, not_before=date(1950, 1, 1),
    )  # fmt: skip
    at = TimeOfDayField(label="About what time, if you know?", help_text="For example, 10:30pm or 22:30", required=False)
    worries = _words(
        "What worries you?", "What you make of it, or a feeling that you cannot prove. Kept apart from the facts."
    )
    child_words = _words(
        "The child’s own words, if there are any", "Exactly as they were said, also where they are coarse.", rows=2
    )
    told = _chosen("How do you know?", TOLD, reveals={"told": "told_by"}, small=True)
    told_by = _text("Who told you, and when", "Say so if they do not want to be named to anybody.")
    own_category = _text(
        "Your agency’s own category for it", "For example, Noise or Attendance. It is kept beside, and decides nothing here."
    )
    known_to = _text("Who else knows of this?")
    group_words = _text("How you would know the group again", "Its name, where it meets, how many, how old")
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
        self.fields.update({f"child_{word.replace(' ', '_')}": field for word, field in _child().items()})
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

    def clean(self) -> dict[str, Any]:
        """Today, but later than now, is a slip."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = clock.now().astimezone(LONDON)
        at = cleaned.get("at")
        if cleaned.get("when") == "today" and at and at > now.time():
            self.add_error("at", "That time is still to come today. Choose “Yesterday”, or change the time")
        return cleaned

    # --- as the page shows it ----------------------------------------------------------------------------------------

    @property
    def sections(self) -> Iterator[dict[str, Any]]:
        """The optional parts: their fields, whether they stand open, and whether another row can be had."""
        yield self._section("child", "The child", [self._named(f"child_{word.replace(' ', '_')}" for word in CHILD)])
        for kind, title, one in (
            ("person", "People", "Person"), ("place", "Places", "Place"),
            ("vehicle", "Vehicles", "Vehicle"), ("contact", "Phones and names online", "Phone or name online"),
        ):  # fmt: skip
            rows = [
                self._named(field_name(kind, number, word) for word in _rows()[kind])
                for number in range(1, self.numbers[kind] + 1)
            ]
            yield self._section(kind, title, rows) | {"one": one, "more": self.numbers[kind] < MOST[kind]}
        yield self._section("group", "The group", [self._named(["group_words"])])

    def _section(self, kind: str, title: str, rows: list[list[Any]]) -> dict[str, Any]:
        fields = [bound for row in rows for bound in row]
        filled = any(self._filled(bound) for bound in fields)
        opened = filled or len(rows) > 1 or any(bound.errors for bound in fields) or self._is_about(kind)
        return {"kind": kind, "title": title, "rows": rows, "opened": opened, "filled": filled}

    def _is_about(self, kind: str) -> bool:
        return bool(self.is_bound and {"adult": "person"}.get(self["about"].value(), self["about"].value()) == kind)

    def _named(self, names: Any) -> list[Any]:
        return [self[name] for name in names]

    @staticmethod
    def _filled(bound: Any) -> bool:
        value = bound.value()
        return any(value) if isinstance(value, list | tuple) else bool(value)

    # --- as the domain wants it --------------------------------------------------------------------------------------

    def written(self) -> WrittenConcern:
        """What was filled in so far; what is wrong is left out."""
        given = self.cleaned_data
        return WrittenConcern(
            seen=given.get("seen", ""),
            about=given.get("about", ""),
            when=_seen(given),
            worries=given.get("worries", ""),
            child_words=given.get("child_words", ""),
            told_by=_told(given),
            known_to=given.get("known_to", ""),
            own_category=given.get("own_category", ""),
            group=given.get("group_words", ""),
            child={word: _said(given.get(f"child_{word.replace(' ', '_')}")) for word in CHILD},
            persons=self._written("person"),
            places=self._written("place"),
            vehicles=self._written("vehicle"),
            contacts=self._written("contact"),
            criticised=given.get("criticised") == "yes" or bool(given.get("criticised_who")),
            criticised_who=given.get("criticised_who", ""),
        )

    def _written(self, kind: str) -> tuple[dict[str, str], ...]:
        words = _rows()[kind]
        return tuple(
            {word: _said(self.cleaned_data.get(field_name(kind, number, word))) for word in words}
            for number in range(1, self.numbers[kind] + 1)
        )


class AdditionForm(ConcernForm):
    """Something to add to a concern."""

    seen = forms.CharField(
        label="What do you want to add?",
        help_text="What you have seen, heard or remembered since. What you wrote before stays as it is.",
        strip=False,
        widget=Words(rows=6),
        error_messages={"required": "Write what you want to add"},
    )


def _child() -> dict[str, forms.Field]:
    return {
        "forename": _text("First name, or what they are called"),
        "surname": _text("Last name"),
        "age": _text("Age, or about how old", "For example, 13 or 13-14", width="5"),
        "born": DatePartsField(label="Date of birth", called="the date of birth", required=False, not_after=_today, not_before=date(1900, 1, 1)),
        "sex": forms.ChoiceField(label="Sex", choices=SEX, required=False),
        "school": _text("School or college"),
        "address": _text("Home address"),
        "postcode": _text("Postcode of the home", width="10"),
        "phone": _text("Phone number", inputmode="tel"),
        "NHS number": _text("NHS number", width="10", inputmode="numeric"),
        "UPN": _text("Unique pupil number", width="10"),
    }  # fmt: skip


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def _told(given: Mapping[str, Any]) -> str:
    words = given.get("told_by", "").strip()
    how = dict(TOLD).get(given.get("told", ""), "")
    return words if given.get("told") == "told" and words else ": ".join(filter(None, [how, words]))


def _seen(given: Mapping[str, Any]) -> Seen:
    when, at = given.get("when"), given.get("at")
    day = {"today": _today(), "yesterday": _today() - timedelta(days=1)}.get(str(when))
    if day is not None:
        return Seen(first=day, last=day, at=at)
    on = given.get("on")
    if isinstance(on, PartialDate) and when != "unsure":
        return Seen(first=on.first, last=min(on.last, _today()), at=at)
    return Seen(at=at, words="not sure" if when == "unsure" else "")
