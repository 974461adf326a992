"""Who it is, or who it is not."""

from collections.abc import Sequence

from django import forms

from wholepicture.hub.web.forms.widgets import Radios, Words
from wholepicture.hub.wiring.confirming import NEW, Candidate


class WhoForm(forms.Form):
    """Who is this?"""

    person = forms.ChoiceField(label="Who is this?", error_messages={"required": "Choose who this is"})

    def __init__(self, *args: object, candidates: Sequence[Candidate], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        known = [(str(one.person), _words(one)) for one in candidates]
        field.widget = Radios(apart=NEW if known else "")
        field.choices = [*known, (NEW, "Somebody whom nobody has confirmed before")]


def _words(one: Candidate) -> str:
    described = "; ".join(one.described) or "Somebody of whom you may see no description"
    return f"{described} (confirmed in {one.records} record{'' if one.records == 1 else 's'} that you may see)"


class NotThemForm(forms.Form):
    """Why it is somebody else."""

    because = forms.CharField(
        label="How do you know that it is about somebody else?",
        help_text="Your reason is kept with your name, and shown to those who work with either person.",
        widget=Words(rows=4),
        error_messages={"required": "Say how you know that it is about somebody else"},
    )


class AfterAllForm(forms.Form):
    """Why it is them after all."""

    because = forms.CharField(
        label="How do you know that it is about them after all?",
        help_text="Your reason is kept with your name, beside the one that it takes back.",
        widget=Words(rows=4),
        error_messages={"required": "Say how you know that it is about them after all"},
    )
