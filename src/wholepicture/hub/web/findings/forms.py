"""A past day, and why a finding stays."""

from datetime import date

from django import forms

from wholepicture.hub import clock
from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.hub.web.forms.widgets import Words
from wholepicture.vocabulary.moments import london_day


def _today() -> date:
    return london_day(clock.now())


class PastDayForm(forms.Form):
    """As on which day."""

    on = DatePartsField(
        label="As on any past day",
        help_text="What this finding rested on, and whether anybody was shown it, at the end of that day.",
        called="the day",
        not_after=_today,
    )


class KeepForm(forms.Form):
    """Why it stays on the screens."""

    because = forms.CharField(
        label="Why is it still needed?",
        help_text="Your name and your reason are kept and shown with it. Write no names of the people in it.",
        widget=Words(rows=4),
        max_length=2_000,
        error_messages={"required": "Say why it is still needed"},
    )
