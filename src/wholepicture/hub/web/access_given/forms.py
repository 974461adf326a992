"""To whom, as what, until when, and why."""

from datetime import date, timedelta

from django import forms

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.subjects import RelationKind
from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.hub.web.forms.widgets import Radios, Words
from wholepicture.hub.wiring.access_given import GIVEN, KIND_WORDS, LONGEST
from wholepicture.vocabulary.moments import london_day


def today() -> date:
    """The day in London."""
    return london_day(clock.now())


def furthest() -> date:
    """The last day to which access is given."""
    return today() + timedelta(days=LONGEST.days)


class GiveForm(forms.Form):
    """Gives somebody access."""

    email = forms.EmailField(
        label="Their work email address",
        help_text="The address with which they sign in.",
        error_messages={
            "required": "Enter their work email address",
            "invalid": "Enter an email address, like name@example.org",
        },
    )
    kind = forms.ChoiceField(
        label="What they have to do with it",
        choices=[(kind.value, KIND_WORDS[kind]) for kind in GIVEN],
        widget=Radios(),
        error_messages={"required": "Choose what they have to do with it"},
    )
    last = DatePartsField(
        label="The last day of their access",
        help_text="A year at most. Give it again if they still work with it then.",
        called="the last day of their access",
        not_before=today,
        not_after=furthest,
    )
    because = forms.CharField(
        label="Why do they need it?", widget=Words(rows=3), error_messages={"required": "Say why they need it"}
    )

    def clean_kind(self) -> RelationKind:
        """The kind, as the policy knows it."""
        return RelationKind(self.cleaned_data["kind"])


class EndForm(forms.Form):
    """Nothing but the button."""
