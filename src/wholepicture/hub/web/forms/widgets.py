"""Widgets that Django has not: a date in parts, choices that reveal a field, words with a count."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from wholepicture.hub.web.forms.dates import PartialDate


class RevealingChoices:
    """What radios and checkboxes share.

    `hints` gives a choice a line below it. `reveals` names, for a choice, the field of the same form that is shown with it.
    `apart` is the value of the choice that stands last, after "or"; ticking it unticks the others.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Sequence[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, str] | None = None,
        apart: str = "",
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = dict(hints or {})
        self.reveals = dict(reveals or {})
        self.revealed: dict[str, Any] = {}
        self.apart, self.inline, self.small = apart, inline, small

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, with how the choices are laid out."""
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"].update(inline=self.inline, small=self.small)
        return context

    def create_option(self, name: str, value: Any, *others: Any, **named: Any) -> dict[str, Any]:
        """Django's option, with its hint, whether it stands apart, and the field that it reveals."""
        option: dict[str, Any] = super().create_option(name, value, *others, **named)  # type: ignore[misc]
        key = str(value)
        option.update(hint=self.hints.get(key, ""), apart=bool(key) and key == self.apart, reveals=self.revealed.get(key))
        return option


class Radios(RevealingChoices, forms.RadioSelect):
    """One of several."""


class Checkboxes(RevealingChoices, forms.CheckboxSelectMultiple):
    """Any of several."""


class Words(forms.Textarea):
    """Several lines. With a `limit` the page counts down from it in characters; it never stops anybody from writing on."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5, limit: int | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.limit = limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, with the limit; the browser is told of none."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("cols", None)
        context["widget"]["attrs"].pop("maxlength", None)
        context["widget"]["limit"] = self.limit
        return context


class DateParts(forms.MultiWidget):
    """Day, month, year, each its own input. Posts as NAME_day, NAME_month, NAME_year. `born` lets a browser fill it in."""

    template_name = "forms/date_parts.html"
    use_fieldset = True
    PARTS: ClassVar[tuple[str, ...]] = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None, *, born: bool = False) -> None:
        filled = {part: {"autocomplete": f"bday-{part}"} if born else {} for part in self.PARTS}
        super().__init__({part: forms.TextInput({"inputmode": "numeric", **filled[part]}) for part in self.PARTS}, attrs)
        self.wrong_parts: tuple[str, ...] = ()

    def decompress(self, value: Any) -> list[str]:
        """The three parts of a date, of a date known in part, or of nothing."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        if isinstance(value, PartialDate):
            return [str(part or "") for part in (value.day, value.month, value.year)]
        return ["", "", ""]

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002 - Django gives it
        """Never: the page's own words say what is missing."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, with each part's label, width and whether it is wrong."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for part, inner in zip(self.PARTS, context["widget"]["subwidgets"], strict=True):
            inner["label"] = part.capitalize()
            inner["attrs"]["class"] = f"govuk-date-input__input govuk-input--width-{4 if part == 'year' else 2}"
            if part in self.wrong_parts:
                inner["attrs"]["aria-invalid"] = "true"
        return context
