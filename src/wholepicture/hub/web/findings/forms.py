"""Why a finding stays."""

from django import forms

from wholepicture.hub.web.forms.widgets import Words


class KeepForm(forms.Form):
    """Why it stays on the screens."""

    because = forms.CharField(
        label="Why is it still needed?",
        help_text="Your name and your reason are kept and shown with it. Write no names of the people in it.",
        widget=Words(rows=4),
        max_length=2_000,
        error_messages={"required": "Say why it is still needed"},
    )
