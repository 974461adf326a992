"""What went wrong on a page, for the summary at its top: every message with the input that it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Trouble:
    """One message of the summary; `target` is the id of an input that can take focus, or empty."""

    message: str
    target: str = ""


def troubles(*forms: Any) -> tuple[Trouble, ...]:
    """Every error of these forms and formsets, in their fields' order; those of a whole form first. None is skipped."""
    return tuple(found for form in forms if form is not None and form.is_bound for found in _of(form))


def _of(form: Any) -> Iterator[Trouble]:
    if hasattr(form, "management_form"):
        yield from (Trouble(str(message)) for message in form.non_form_errors())
        for inner in form.forms:
            yield from _of(inner)
        return
    yield from (Trouble(str(message)) for message in form.non_field_errors())
    for bound in form:
        for message in bound.said:
            yield Trouble(message, bound.summary_target)
