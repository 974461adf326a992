"""The search page's form."""

from django import forms

from wholepicture.hub.web.forms.dates import PartialDate
from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.hub.wiring.search import Typed

_LONGEST = 200
_NARROW = {"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}


def _words(label: str, hint: str = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput({**_NARROW, **attrs})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=_LONGEST, widget=widget)


class SearchForm(forms.Form):
    """One box for everything, and fields for those who would rather say which is which."""

    words = _words(
        "What do you know?",
        "A name with a second name, a date or year of birth; or a phone number, registration, address or reference.",
        **{"class": ""},
    )
    name = _words("Name", "In any order. Short forms and misspellings are found too.")
    born = DatePartsField(
        label="Date of birth", help_text="The year alone will do.", called="the date of birth", partial=True, required=False
    )
    phone = _words("Phone number", inputmode="tel")
    registration = _words("Vehicle registration", "Three letters or numbers in a row are enough.")
    address = _words("Address or postcode")
    reference = _words("Reference of a record")

    FURTHER = ("name", "born", "phone", "registration", "address", "reference")

    def clean(self) -> dict[str, object]:
        """Something must be asked for."""
        given = super().clean()
        if not self.errors and not any(given.values()):
            self.add_error("words", "Enter what you know")
        return given

    @property
    def typed(self) -> Typed:
        """What was typed, for the search itself."""
        given = self.cleaned_data
        born = given["born"] if isinstance(given["born"], PartialDate) else None
        whole = born.whole if born else None
        return Typed(
            **{name: given[name] for name in ("words", "name", "phone", "registration", "address", "reference")},
            born=whole,
            born_year=born.year if born and whole is None else None,
        )

    @property
    def uses_fields(self) -> bool:
        """Whether anything stands in the further fields, so that they must not be folded away."""
        return self.is_bound and any(name in self.errors or self.cleaned_data.get(name) for name in self.FURTHER)
