"""Taking a concern, letting it go, handing it over."""

from collections.abc import Sequence
from uuid import UUID

from django import forms

from wholepicture.hub.web.forms.widgets import Words

DEEDS = ("take", "release", "hand-over")


class TakeForm(forms.Form):
    """Dealing with a concern that nobody deals with needs no reason; `over` somebody who does, it does."""

    because = forms.CharField(
        label="Why do you take it over?",
        required=False,
        widget=Words(rows=3),
        max_length=2_000,
        error_messages={"required": "Say why you take it over"},
    )

    def __init__(self, *args: object, over: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].required = over


class ReleaseForm(forms.Form):
    """Why it is let go."""

    because = forms.CharField(
        label="Why do you let it go?",
        help_text="Nobody deals with it then, until somebody takes it.",
        widget=Words(rows=3),
        max_length=2_000,
        error_messages={"required": "Say why you let it go"},
    )


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label="Who deals with it from now on?", error_messages={"required": "Choose who deals with it"})
    why = forms.CharField(
        label="What should they know?",
        widget=Words(rows=3),
        max_length=2_000,
        error_messages={"required": "Say what they should know"},
    )

    def __init__(self, *args: object, others: Sequence[tuple[UUID, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Choose somebody"), *((str(handle), name) for handle, name in others)]
