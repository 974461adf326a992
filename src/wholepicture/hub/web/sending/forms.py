"""What is asked when a concern is sent on, and when the other system answers."""

from django import forms

from wholepicture.hub.web.forms.widgets import Words


class SendForm(forms.Form):
    """Where to, and why."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    sent_to = forms.CharField(
        label="To which system, or whom?",
        help_text="For example, the case system of children’s social care.",
        max_length=200,
        error_messages={"required": "Say where it is sent"},
    )
    because = forms.CharField(
        label="Why is it sent on?",
        help_text="It stands on the form that they read.",
        widget=Words(rows=3),
        error_messages={"required": "Say why it is sent on"},
    )


class ReferenceForm(forms.Form):
    """Under what they have it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    their_reference = forms.CharField(
        label="Their reference",
        help_text="As their system shows it. It stands beside ours from then on.",
        max_length=100,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Enter their reference"},
    )
