"""Whose looks."""

from django import forms


class WhoseForm(forms.Form):
    """Everybody's, or one person's."""

    email = forms.EmailField(
        label="Work email address of one person",
        help_text="Leave it empty for everybody.",
        required=False,
        error_messages={"invalid": "Enter an email address, like name@example.org"},
    )
