"""One form with every kind of field, and a rule of the form as a whole."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wholepicture.hub.web.forms.fields import DatePartsField, TimeOfDayField
from wholepicture.hub.web.forms.widgets import Checkboxes, DateParts, Radios, Words

AGENCIES = (("", "Choose an agency"), ("police", "Police"), ("health", "Health"), ("school", "School or college"))
SUBJECTS = (("child", "A child"), ("adult", "An adult"), ("place", "A place"), ("vehicle", "A vehicle"))
TELLERS = (("self", "I saw or heard it myself"), ("child", "The child told me"), ("other", "Somebody else told me"))
WAYS = (("phone", "Phone"), ("mail", "Mail"), ("none", "Do not contact me"))


class SpecimenForm(forms.Form):
    """Every kind of field that a screen may use."""

    name = forms.CharField(label="Name, if you know it", help_text="A first name or a nickname is enough", max_length=80)
    mail = forms.EmailField(label="Your work address", widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "current-password"}))
    seen = forms.CharField(
        label="What was seen or heard", help_text="In the order in which it happened", widget=Words(rows=6, limit=400)
    )
    worry = forms.CharField(label="What worries you", required=False, widget=Words(rows=3))
    agency = forms.ChoiceField(label="Agency", choices=AGENCIES)
    about = forms.ChoiceField(label="What is it about?", choices=SUBJECTS, widget=Radios(inline=True))
    told_by = forms.ChoiceField(
        label="Who told you?",
        choices=TELLERS,
        widget=Radios(reveals={"other": "teller"}, hints={"child": "Write their own words, as they said them"}),
    )
    teller = forms.CharField(label="Who was it?", required=False)
    contact = forms.MultipleChoiceField(
        label="How may we reach you?",
        help_text="Choose all that you like",
        choices=WAYS,
        widget=Checkboxes(apart="none", reveals={"phone": "phone"}),
    )
    phone = forms.CharField(label="Phone number", required=False, widget=forms.TextInput({"class": "govuk-input--width-20"}))
    born = DatePartsField(
        label="Date of birth",
        help_text="For example, 27 3 2012. A year alone is enough",
        partial=True,
        not_after=date(2026, 3, 3),
        widget=DateParts(born=False),
    )
    day = DatePartsField(label="Day when it happened", help_text="For example, 2 March 2026", called="the day")
    at = TimeOfDayField(label="Time", help_text="For example, 4:05pm or 16:05", required=False)
    paper = forms.FileField(label="A document or picture", required=False)
    agreed = forms.BooleanField(label="I have told my supervisor", help_text="You need not have", required=True)
    draft = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses one word, so that there is an error of the whole form to be shown."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("told_by") == "other" and not cleaned.get("teller"):
            self.add_error("teller", "Enter who told you")
        if "nonsense" in cleaned.get("worry", ""):
            raise ValidationError("Say it in other words")
        return cleaned


class KeyForm(forms.Form):
    """As allauth asks for a passkey."""

    name = forms.CharField(label="Name", required=False, initial="Work phone")
    passwordless = forms.BooleanField(
        label="Sign in with this alone", required=False, help_text="It asks for a finger, a face or a PIN"
    )
    credential = forms.CharField(widget=forms.HiddenInput)


FILLED = {
    "name": "Posy",
    "mail": "a.worker@example.org",
    "seen": "Came into school late and hungry. <b>Said</b> nothing about the weekend.",
    "worry": "Not like her.",
    "agency": "school",
    "about": "child",
    "told_by": "other",
    "teller": "Her aunt",
    "contact": ["phone"],
    "phone": "0113 496 0123",
    "born_month": "March",
    "born_year": "2012",
    "day_day": "2",
    "day_month": "3",
    "day_year": "2026",
    "at": "4:05pm",
    "agreed": "on",
    "draft": "7",
    "password": "correct horse",
}
WRONG = {
    "mail": "nobody",
    "told_by": "other",
    "worry": "nonsense",
    "born_day": "31",
    "born_month": "2",
    "born_year": "2012",
    "day_day": "2",
    "at": "4:05",
    "seen": "",
}
