"""What is filled in about the partnership's ladders."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from wholepicture.decisions import deeds_of_ladders as deeds
from wholepicture.hub.web.forms.widgets import Words
from wholepicture.statute.ladders import Ladder, Level, UnusableLadder, ladders_in_table, write_ladders

MOST_STAGES = 6
_PARTS = {"name": "name", "working_days": "days", "answered_by": "level"}
"""What a key of a ladder's file is called in a field's name."""


def _why(label: str, missing: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="Kept with your name. Write nothing about a child or a case here.",
        widget=Words(rows=3),
        max_length=4_000,
        required=required,
        error_messages={"required": missing},
    )


class ProposeForm(forms.Form):
    """Other ladders than those that hold. A stage without anything in it is left out."""

    edition = forms.CharField(
        label="What is this edition called?",
        help_text="A name that was not used before, for example “Harbury 2027”.",
        max_length=60,
        error_messages={"required": "Give this edition a name"},
    )
    source = forms.CharField(
        label="Where does it come from?",
        help_text="The minutes or the procedure in which it was agreed.",
        max_length=300,
        error_messages={"required": "Say where it comes from"},
    )
    because = _why("Why are they changed?", "Say why they are changed")

    def __init__(self, *args: Any, ladders: Sequence[Ladder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ladders = ladders
        for ladder in ladders:
            for number in range(1, MOST_STAGES + 1):
                self._ask(ladder, number)

    def _ask(self, ladder: Ladder, number: int) -> None:
        stage = ladder.stages[number - 1] if number <= len(ladder.stages) else None
        levels = [("", "Nobody"), *((one.words, one.words.capitalize()) for one in Level)]
        asked: dict[str, forms.Field] = {
            "name": forms.CharField(label="What is done", max_length=300),
            "days": forms.CharField(label="Working days", max_length=60, widget=forms.TextInput({"inputmode": "numeric"})),
            "level": forms.ChoiceField(label="Who answers", choices=levels),
        }
        held = (stage.name, str(stage.working_days), stage.answered_by.words) if stage else ("", "", "")
        for (part, one), value in zip(asked.items(), held, strict=True):
            one.required, one.initial = False, value
            self.fields[_name(ladder, number, part)] = one

    def by_ladder(self) -> Iterator[tuple[Ladder, list[tuple[int, list[BoundField]]]]]:
        """Each ladder with its stages, numbered from 1, each with its three fields."""
        for ladder in self.ladders:
            numbers = range(1, MOST_STAGES + 1)
            yield ladder, [(n, [self[_name(ladder, n, part)] for part in _PARTS.values()]) for n in numbers]

    def clean(self) -> dict[str, Any]:
        """Refuses ladders that would not climb, beside the field in which it stands."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            entries = [
                {
                    "id": one.id,
                    "name": one.name,
                    "about": one.about.value,
                    "edition": said["edition"],
                    "source": said["source"],
                    "stage": [*self._stages(one, said).values()],
                }
                for one in self.ladders
            ]
            try:
                said["ladders"] = ladders_in_table({"ladder": entries})
            except UnusableLadder as problem:
                self.add_error(self._place(said, problem), str(problem))
        return said

    def deed(self) -> deeds.LaddersProposed:
        """The proposal."""
        return deeds.LaddersProposed(write_ladders(self.cleaned_data["ladders"]), self.cleaned_data["because"])

    def _stages(self, ladder: Ladder, said: dict[str, Any]) -> dict[int, dict[str, Any]]:
        """The stages in which anything stands, by their number on the page."""
        found = {}
        for number in range(1, MOST_STAGES + 1):
            name, days, level = (said[_name(ladder, number, part)] for part in _PARTS.values())
            if name or days or level:
                whole = int(days) if days.isascii() and days.isdigit() else days
                found[number] = {"name": name, "working_days": whole, "answered_by": level}
        return found

    def _place(self, said: dict[str, Any], problem: UnusableLadder) -> str | None:
        if problem.place is None:
            return None
        its_id, number, key = problem.place
        ladder = next(one for one in self.ladders if one.id == its_id)
        there = [*self._stages(ladder, said)]
        on_page = there[number - 1] if number <= len(there) else min(len(there) + 1, MOST_STAGES)
        return _name(ladder, on_page, _PARTS[key])


class AdoptForm(forms.Form):
    """A second person adopts them."""

    because = _why("Anything to say?", "", required=False)


class RefuseForm(forms.Form):
    """A second person does not."""

    because = _why("Why not?", "Say why not")


def _name(ladder: Ladder, number: int, part: str) -> str:
    return f"{ladder.id}-{number}-{part}"
