"""What people fill in for an import."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from wholepicture.hub.web.forms.widgets import Radios, Words
from wholepicture.hub.wiring.imports import MappingSheet, NotAnExtract, check_file
from wholepicture.intake.mapping import KEPT, MEANINGS, ColumnMapping, UnfitMapping, profile_of
from wholepicture.vocabulary.records import RecordKind

KINDS = (
    ("contact", "Contacts with a family or a child"),
    ("complaint", "Complaints and reports about a place, a vehicle or somebody"),
    ("notification", "Notifications (police, health)"),
    ("missing episode", "Missing episodes"),
    ("school log", "A school's log"),
    ("attendance", "Attendance"),
    ("referral", "Referrals"),
    ("open case", "A list of children who are open to a team"),
)
FORMATTED = {"surname_first": "Surname first (Oakes, Tansy)", "forename_first": "Forename first (Tansy Oakes)"}


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more extracts; each is what its name says, and none is too large."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files, in the order sent."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        files = [super(FilesField, self).clean(one, initial) for one in given]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for file in files:
            if file.size > settings.IMPORT_MEGABYTES * 1_000_000:
                raise forms.ValidationError(
                    f"{file.name} is larger than {settings.IMPORT_MEGABYTES} MB. Send it in parts: a month at a time, say"
                )
            start = file.read(64)
            file.seek(0)
            try:
                check_file(file.name, start)
            except NotAnExtract as problem:
                raise forms.ValidationError(str(problem)) from problem
        return files


class UploadForm(forms.Form):
    """Extracts to be read."""

    files = FilesField(
        label="Extracts",
        error_messages={
            "required": "Choose at least one file",
            "empty": "The file is empty",
            "missing": "Choose at least one file",
        },
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.IMPORT_MEGABYTES
        self.fields[
            "files"
        ].help_text = f"CSV or XLSX, each up to {most} MB. They are kept as they are, and shown before anything is taken."
        self.fields["files"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods"


class MappingForm(forms.Form):
    """What the columns of a table mean."""

    title = forms.CharField(
        label="What is this extract called?",
        help_text="A name by which others know it again, such as “College visit log”.",
        max_length=60,
        error_messages={"required": "Give the extract a name"},
    )
    agency = forms.ChoiceField(label="Whose records are these?", error_messages={"required": "Choose an agency"})
    kind = forms.ChoiceField(
        label="What are they?", choices=KINDS, widget=Radios, error_messages={"required": "Choose what they are"}
    )
    names = forms.ChoiceField(
        label="How are names written that stand in one column?",
        choices=tuple(FORMATTED.items()),
        widget=Radios,
        initial="surname_first",
    )

    def __init__(self, *args: Any, sheet: MappingSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields["agency"].choices = [("", "Choose an agency"), *sheet.agencies]
        choices = [(group, list(meanings)) if group else meanings[0] for group, meanings in MEANINGS]
        for position, (heading, able) in enumerate(zip(sheet.outline.headings, sheet.able, strict=True)):
            if able:
                examples = "; ".join(sheet.outline.examples[position]) or "always empty"
                self.fields[f"column_{position}"] = forms.ChoiceField(
                    label=heading, choices=choices, initial=KEPT, required=False, help_text=f"For example: {examples[:200]}"
                )

    @property
    def columns(self) -> list[Any]:
        """The fields of the columns, bound."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def unmapped(self) -> list[str]:
        """Headings that can mean nothing: blank, or standing twice."""
        return [
            heading or "(no heading)"
            for heading, able in zip(self.sheet.outline.headings, self.sheet.able, strict=True)
            if not able
        ]

    def clean(self) -> dict[str, Any]:
        """The whole makes a profile, or the words say what is missing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                profile_of(self.mapping())
            except UnfitMapping as problem:
                first = next((name for name in self.fields if name.startswith("column_")), None)
                self.add_error(first, str(problem))
        return given

    def mapping(self) -> ColumnMapping:
        """What was said, as the intake knows it."""
        given = self.cleaned_data
        slug = re.sub(r"[^a-z0-9]+", "_", f"{given['agency']} {given['title']}".casefold()).strip("_")[:60] or "extract"
        agencies = dict(self.sheet.agencies)
        means = {
            self.sheet.outline.headings[int(name.removeprefix("column_"))]: value or KEPT
            for name, value in given.items()
            if name.startswith("column_")
        }
        return ColumnMapping(
            name=f"own_{slug}",
            title=given["title"].strip(),
            system=f"own_{slug}",
            agency=agencies[given["agency"]],
            kind=RecordKind(given["kind"]),
            means=means,
            surname_first=given["names"] == "surname_first",
        )


class UndoForm(forms.Form):
    """Why an import should be undone."""

    because = forms.CharField(
        label="Why should it be undone?",
        help_text="Everybody reads this who saw a finding that rested on it. Name nobody.",
        max_length=300,
        widget=Words(rows=3),
        error_messages={"required": "Say why it should be undone"},
    )


class AnswerForm(forms.Form):
    """What the second person says."""

    answer = forms.ChoiceField(
        label="Should it be undone?",
        choices=(("yes", "Yes, undo it"), ("no", "No, it stays")),
        widget=Radios,
        error_messages={"required": "Choose whether it should be undone"},
    )
