"""Which day, and with which earlier one it is compared."""

from datetime import date

from django import forms

from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.hub.web.forms.past_day import PastDayForm

HINT = "What this hub knew, had shown and had decided by the end of that day. Not what agencies say that they had recorded."


class ReplayForm(PastDayForm):
    """A day, and where two are compared the earlier one."""

    since = DatePartsField(
        label="Compare with an earlier day",
        called="the earlier day",
        required=False,
        help_text="Leave it empty to see everything up to the day.",
    )

    def clean_since(self) -> date | None:
        """An earlier day is earlier."""
        since: date | None = self.cleaned_data["since"]
        on: date | None = self.cleaned_data.get("on")
        if since is not None and on is not None and since >= on:
            raise forms.ValidationError("The earlier day must be before the day")
        return since
