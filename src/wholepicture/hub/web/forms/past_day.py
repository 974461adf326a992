"""A page as it was on a past day."""

from datetime import date

from django import forms

from wholepicture.hub import clock
from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.vocabulary.moments import london_day


def _today() -> date:
    return london_day(clock.now())


class PastDayForm(forms.Form):
    """As on which day. `hint` says what that day shows."""

    on = DatePartsField(label="As on any past day", called="the day", not_after=_today)

    def __init__(self, *args: object, hint: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = hint
