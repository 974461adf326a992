"""A field of a form on a page: what its label, hint, errors and inputs are to each other."""

from typing import Any

from django.forms import CheckboxInput, Field, FileInput, Select
from django.forms.boundfield import BoundField

from wholepicture.hub.web.forms.widgets import DateParts, RevealingChoices, Words


class PlainBoundField(BoundField):
    """Django's bound field, with what GOV.UK's markup asks for besides.

    Browsers' own checks are left off ("required" and the like): the page says what is wrong in its own words, in one place.
    """

    size = "s"
    heading = False

    @property
    def revealed_names(self) -> tuple[str, ...]:
        """The names of the fields that this field's choices reveal."""
        widget = self.field.widget
        return tuple(widget.reveals.values()) if isinstance(widget, RevealingChoices) else ()

    @property
    def shape(self) -> str:
        """How it is labelled: "group" by a legend, "tick" by a label after its box, "single" by a label before it."""
        if self.use_fieldset:
            return "group"
        return "tick" if isinstance(self.field.widget, CheckboxInput) else "single"

    @property
    def said(self) -> tuple[str, ...]:
        """Its errors in words. "This field is required" helps nobody who reads it in a list, so it becomes what to do."""
        plain = str(Field.default_error_messages["required"])
        return tuple(self._ask() if str(message) == plain else str(message) for message in self.errors)

    def _ask(self) -> str:
        widget = self.field.widget
        if self.shape == "tick":
            return f"Tick “{self.label}” to go on"
        if isinstance(widget, FileInput):
            return f"Choose a file for “{self.label}”"
        chosen = self.use_fieldset or isinstance(widget, Select)
        return f"Choose an answer to “{self.label}”" if chosen else f"Fill in “{self.label}”"

    @property
    def grouped_inputs(self) -> bool:
        """Whether the group is of text inputs, which some screen readers only announce with role=group."""
        return isinstance(self.field.widget, DateParts)

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """Of a date, the parts that are wrong, in their order; empty for every other field."""
        if not self.grouped_inputs:
            return ()
        wrong = {part for error in self.errors.as_data() for part in (error.params or {}).get("parts", DateParts.PARTS)}
        return tuple(part for part in DateParts.PARTS if part in wrong)

    @property
    def summary_target(self) -> str:
        """The id of the input that the error summary leads to; empty where there is none that could take focus."""
        if self.is_hidden or not self.auto_id:
            return ""
        if self.grouped_inputs:
            number = DateParts.PARTS.index(self.wrong_parts[0]) if self.wrong_parts else 0
            return f"{self.auto_id}_{number}"
        return f"{self.auto_id}_0" if self.use_fieldset else str(self.id_for_label)

    def as_widget(self, widget: Any = None, attrs: dict[str, Any] | None = None, only_initial: bool = False) -> str:
        """As Django does, after telling the widget which fields its choices reveal and which of its parts are wrong."""
        chosen = widget or self.field.widget
        if isinstance(chosen, RevealingChoices):
            chosen.revealed = {value: self.form[name] for value, name in chosen.reveals.items()}
        if isinstance(chosen, DateParts):
            chosen.wrong_parts = self.wrong_parts
        rendered: str = super().as_widget(widget, attrs, only_initial)
        return rendered

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        """As Django does, but without "required", and with the count of characters among what describes the input."""
        chosen = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if self.use_fieldset:
            built.pop("aria-invalid", None)
        if isinstance(chosen, Words) and chosen.limit and self.auto_id:
            built["aria-describedby"] = " ".join(filter(None, [built.get("aria-describedby"), f"{self.auto_id}-info"]))
        return built
