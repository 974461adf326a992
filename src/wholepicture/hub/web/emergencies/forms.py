"""Why something is opened in an emergency, and whether that was right."""

from django import forms

from wholepicture.hub.need_to_know.emergencies import EMERGENCY_WORDS, Emergency
from wholepicture.hub.web.forms.widgets import Radios, Words

_FEWEST_WORDS = 3
RIGHT, WRONG = "right", "wrong"


class EmergencyForm(forms.Form):
    """A code, and the reason in one's own words. A code alone says nothing."""

    code = forms.ChoiceField(
        label="What is the emergency?",
        choices=[(code.value, words) for code, words in EMERGENCY_WORDS.items()],
        widget=Radios(),
        error_messages={"required": "Choose what the emergency is"},
    )
    because = forms.CharField(
        label="What do you need to know, and why can it not wait?",
        help_text="In your own words. Whoever reviews it reads this.",
        widget=Words(rows=4),
        error_messages={"required": "Say what you need to know and why it cannot wait"},
    )

    def clean_code(self) -> Emergency:
        """The code, as the policy knows it."""
        return Emergency(self.cleaned_data["code"])

    def clean_because(self) -> str:
        """At least three words."""
        said = str(self.cleaned_data["because"])
        if len(said.split()) < _FEWEST_WORDS:
            raise forms.ValidationError("Say it in at least three words")
        return said


class ByReferenceForm(EmergencyForm):
    """The same, with the reference that somebody read out."""

    reference = forms.CharField(
        label="The reference of the record",
        help_text="As the duty team or a colleague gave it to you, like WP-26-000123.",
        max_length=100,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the reference of the record"},
    )
    field_order = ("reference", "code", "because")


class ReviewForm(forms.Form):
    """Whether it was right."""

    justified = forms.ChoiceField(
        label="Was it right to open it?",
        choices=[(RIGHT, "Yes"), (WRONG, "No")],
        widget=Radios(inline=True),
        error_messages={"required": "Choose whether it was right to open it"},
    )
    words = forms.CharField(
        label="Why?",
        help_text="The person who opened it reads this.",
        widget=Words(rows=4),
        error_messages={"required": "Say why"},
    )
