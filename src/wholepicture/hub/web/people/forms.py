"""What an administrator fills in about people."""

from typing import Any
from uuid import UUID

from django import forms

from wholepicture.hub.accounts.roles import ROLE_CHOICES
from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.hub.wiring import people_sheets

NOBODY = "nobody"


def reason(label: str = "Why?") -> forms.CharField:
    """Kept with the change for ever."""
    return forms.CharField(
        label=label,
        max_length=500,
        help_text="Kept with the change. Write nothing about a child or a case here.",
        error_messages={"required": "Say why"},
    )


def _team() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Team",
        coerce=int,
        error_messages={"required": "Choose a team", "invalid_choice": "Choose a team from the list"},
    )


def _role() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *ROLE_CHOICES],
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role from the list"},
    )


class WithTeams(forms.Form):
    """A form with a list of teams, asked for when it is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Choose a team"), *people_sheets.team_choices()]


class NewPersonForm(WithTeams):
    """Somebody new, with their first post, which starts now."""

    name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        label="Work email address",
        help_text="They sign in with it. Nothing is mailed to it.",
        error_messages={
            "required": "Enter their work email address",
            "invalid": "Enter an email address like name@example.org",
        },
    )
    role = _role()
    team = _team()
    because = reason("Why do they need an account?")


class PostForm(WithTeams):
    """A further post, which starts now."""

    role = _role()
    team = _team()
    because = reason()


class ReasonForm(forms.Form):
    """A change that needs nothing but its reason."""

    because = reason()


class ManagerForm(forms.Form):
    """Who manages somebody, from a day on."""

    manager = forms.ChoiceField(
        label="Manager", error_messages={"required": "Choose a manager", "invalid_choice": "Choose a manager from the list"}
    )
    since = DatePartsField(
        label="From which day?",
        called="the day",
        help_text="Whoever managed them before stays in their line until today, if that day is past.",
    )
    because = reason()

    def __init__(self, *args: Any, choices: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].choices = [("", "Choose a manager"), (NOBODY, "Nobody from that day on"), *choices]

    def clean_manager(self) -> UUID | None:
        """The manager's handle; None for nobody."""
        chosen = self.cleaned_data["manager"]
        return None if chosen == NOBODY else UUID(chosen)


class TeamForm(forms.Form):
    """A team, and its agency where that is new."""

    agency = forms.SlugField(
        label="Agency's key",
        max_length=40,
        help_text="One word in small letters, as it stands in records, like social_care",
        error_messages={
            "required": "Enter the agency's key",
            "invalid": "Use letters, numbers, hyphens and underscores only",
        },
    )
    agency_name = forms.CharField(
        label="Agency's name", max_length=120, error_messages={"required": "Enter the agency's name"}
    )
    name = forms.CharField(label="Team's name", max_length=120, error_messages={"required": "Enter the team's name"})
    because = reason()


class DecisionForm(forms.Form):
    """What a second administrator decides."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("yes", "Accept"), ("no", "Refuse")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to accept or to refuse"},
    )
    because = reason()
