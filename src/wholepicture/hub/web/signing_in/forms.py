"""What is asked at the door."""

from django import forms


class PostChoice(forms.Form):
    """Which of one's posts to act in."""

    post = forms.TypedChoiceField(
        label="Which post are you working in now?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the post that you are working in now",
            "invalid_choice": "Choose one of your posts",
        },
    )

    def __init__(self, *args: object, choices: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = choices


class NewPassword(forms.Form):
    """A first or a new password."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three random words are easy to remember and hard to guess. You never have "
        "to change it unless somebody else may know it.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="Enter it again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Enter the password again"},
    )

    def clean_again(self) -> str:
        """The same as the first."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError("The two passwords are not the same. Enter both again")
        return again
