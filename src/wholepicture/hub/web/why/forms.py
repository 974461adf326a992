"""The one question."""

from collections.abc import Sequence

from django import forms

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.forms.widgets import Radios


class WhyForm(forms.Form):
    """Why are you looking?"""

    purpose = forms.ChoiceField(
        label="Why are you looking?",
        help_text="What you choose is kept with your name and the time. Those who review access can see it.",
        error_messages={"required": "Choose why you are looking"},
    )

    def __init__(self, *args: object, choices: Sequence[Purpose], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        field.widget = Radios(hints={one.key: one.explanation for one in choices})
        field.choices = [(one.key, one.name) for one in choices]
