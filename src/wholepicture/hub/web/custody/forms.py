"""What a custodian says before it is opened who raised a concern."""

from django import forms

from wholepicture.hub.web.forms.widgets import Words


class AskForm(forms.Form):
    """The first of two."""

    reference = forms.CharField(
        label="Reference of the concern",
        help_text="For example WP-26-000123.",
        max_length=40,
        error_messages={"required": "Enter the concern’s reference"},
    )
    because = forms.CharField(
        label="Who needs to know it, and why?",
        help_text="The second custodian reads this, and so does whoever raised the concern.",
        max_length=2_000,
        widget=Words(rows=4),
        error_messages={"required": "Say who needs to know it, and why"},
    )


class AgreeForm(forms.Form):
    """The second of two."""

    agreed = forms.BooleanField(
        label="I have checked the reason, and agree",
        error_messages={"required": "Tick the box if you agree, or go back"},
    )
