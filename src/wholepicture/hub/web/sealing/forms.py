"""Why something is sealed, who leads, and why it is opened again."""

from django import forms

from wholepicture.hub.web.forms.widgets import Radios, Words

REASONS = (
    "Protected placement",
    "Adoption",
    "Witness or relocation protection",
    "Victim of honour-based abuse or forced marriage",
    "A court’s order",
    "Works for an agency of the partnership, or is close to somebody who does",
)


class SealForm(forms.Form):
    """The reason, and who leads."""

    reason = forms.ChoiceField(
        label="Why is it to be sealed?",
        choices=[(reason, reason) for reason in REASONS],
        widget=Radios(),
        error_messages={"required": "Choose why it is to be sealed"},
    )
    words = forms.CharField(
        label="More, if it is needed",
        help_text="Only those who are named for it read this.",
        required=False,
        widget=Words(rows=3),
    )
    lead = forms.EmailField(
        label="Work email address of the lead",
        help_text="Somebody who practises at the hub for another agency. From then on they see it and name others. You do "
        "not, unless they name you.",
        error_messages={
            "required": "Enter the lead’s work email address",
            "invalid": "Enter an email address, like name@example.org",
        },
    )

    @property
    def because(self) -> str:
        """The reason with what was added to it."""
        said = self.cleaned_data
        return f"{said['reason']}: {said['words']}" if said["words"] else str(said["reason"])


class NameForm(forms.Form):
    """Who else may see it, and why."""

    email = forms.EmailField(
        label="Their work email address",
        error_messages={
            "required": "Enter their work email address",
            "invalid": "Enter an email address, like name@example.org",
        },
    )
    because = forms.CharField(
        label="Why do they need it?", widget=Words(rows=3), error_messages={"required": "Say why they need it"}
    )


class LiftForm(forms.Form):
    """Why the seal is to be lifted."""

    because = forms.CharField(
        label="Why is the seal to be lifted?", widget=Words(rows=3), error_messages={"required": "Say why"}
    )


class AgreeForm(forms.Form):
    """Nothing but the button."""

    agreed = forms.BooleanField(
        label="I have checked it, and agree", error_messages={"required": "Tick the box if you agree, or go back"}
    )


class AcceptForm(forms.Form):
    """Nothing but the button."""

    accepted = forms.BooleanField(
        label="I have read it, and deal with what waits",
        error_messages={"required": "Tick the box if you deal with it, or go back"},
    )


class NotAboutForm(forms.Form):
    """How one knows that a record speaks of somebody else."""

    because = forms.CharField(
        label="How do you know that it speaks of somebody else?",
        widget=Words(rows=3),
        error_messages={"required": "Say how you know"},
    )
