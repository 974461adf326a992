"""A request and its answer."""

from datetime import date, timedelta
from typing import Any

from django import forms

from wholepicture.hub import clock
from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.hub.web.forms.widgets import Radios, Words
from wholepicture.vocabulary.moments import london_day

YES, NO = "yes", "no"


def today() -> date:
    """The day in London."""
    return london_day(clock.now())


def furthest() -> date:
    """The last day to which a record is opened."""
    return today() + timedelta(days=366)


class AskForm(forms.Form):
    """Why one asks."""

    because = forms.CharField(
        label="Why do you ask?",
        help_text="The agency reads this. Say what you work on and what you need to know. Name nobody.",
        widget=Words(rows=4),
        error_messages={"required": "Say why you ask"},
    )


class AnswerForm(forms.Form):
    """Yes until a day, or no; with a reason."""

    decision = forms.ChoiceField(
        label="Do you open the record to them?",
        choices=[(YES, "Yes, until a day"), (NO, "No")],
        widget=Radios(reveals={YES: "last"}),
        error_messages={"required": "Choose whether you open the record to them"},
    )
    last = DatePartsField(label="The last day", called="the last day", required=False, not_before=today, not_after=furthest)
    reason = forms.CharField(
        label="Why?",
        help_text="They read this.",
        widget=Words(rows=3),
        error_messages={"required": "Say why"},
    )

    def clean(self) -> dict[str, Any]:
        """A yes has a last day."""
        said: dict[str, Any] = super().clean()
        if said.get("decision") == YES and not said.get("last") and "last" not in self.errors:
            self.add_error("last", "Enter the last day")
        return said
