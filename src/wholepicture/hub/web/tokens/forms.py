"""What an administrator fills in for a token."""

from typing import Any

from django import forms

from wholepicture.hub.accounts.tokens import Scope
from wholepicture.hub.wiring import people_sheets


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why?", max_length=500, help_text="Kept with the change.", error_messages={"required": "Say why"}
    )


class TokenForm(forms.Form):
    """A new token."""

    agency = forms.ChoiceField(label="Agency", error_messages={"required": "Choose an agency"})
    label = forms.CharField(
        label="Which system uses it?", max_length=80, error_messages={"required": "Say which system uses it"}
    )
    scopes = forms.TypedMultipleChoiceField(
        label="What may it do?",
        coerce=Scope,
        choices=[(one.value, one.words) for one in Scope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that the token may do"},
    )
    days = forms.IntegerField(
        label="For how many days?",
        min_value=1,
        max_value=366,
        initial=180,
        error_messages={
            "required": "Enter a number of days",
            "min_value": "Enter 1 day or more",
            "max_value": "Enter 366 days or fewer",
        },
    )
    because = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose an agency"), *people_sheets.agency_choices()]


class RevokeForm(forms.Form):
    """Why a token ends."""

    because = _reason()
