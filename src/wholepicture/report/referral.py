"""The referral form that goes on to an area's case system: one content, as tagged PDF for people and as JSON for systems."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib import resources

import typst

from wholepicture.report.typeset import showable
from wholepicture.report.wording import say_moment

FORM_VERSION = "2026-11"
"""Of the JSON's shape. A changed shape has another version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A person, place, vehicle or phone as the concern describes it: labelled lines, in the order of the form."""

    heading: str
    lines: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A published indicator that was read in the narrative: the words, what they may speak of, and who published that."""

    words: str = field(repr=False)
    indicator: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralForm:
    """What a referral says. Text is the writer's own, word for word; `raised_by` is a role where the raiser is protected.

    `sent_by` and `sent_because` name who sent it on and why. Empty text stands in the form as "not stated".
    """

    reference: str
    partnership: str
    sent_at: datetime
    sent_to: str
    sent_by: str = field(repr=False)
    sent_because: str = field(repr=False)
    raised_by: str = field(repr=False)
    agency: str
    recorded_at: datetime
    happened: str
    how_known: str = field(default="", repr=False)
    filed_as: str = ""
    seen: str = field(repr=False)
    worries: str = field(default="", repr=False)
    childs_words: str = field(default="", repr=False)
    children: tuple[Described, ...] = ()
    adults: tuple[Described, ...] = ()
    places: tuple[Described, ...] = ()
    vehicles: tuple[Described, ...] = ()
    phones: tuple[Described, ...] = ()
    signs: tuple[Sign, ...] = ()
    additions: tuple[tuple[datetime, str], ...] = field(default=(), repr=False)


def referral_json(form: ReferralForm) -> str:
    """The form as JSON: moments in ISO 8601 with their offset, everything else as it was written."""
    content = {"form": "whole-picture-referral", "version": FORM_VERSION, **asdict(form)}
    return json.dumps(content, ensure_ascii=False, indent=2, default=_moment)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))


def referral_pdf(form: ReferralForm) -> bytes:
    """The form as PDF, tagged after PDF/UA-1. What people wrote is handed over as text, never as markup."""
    room = resources.files("wholepicture.report")
    template = room.joinpath("templates", "referral.typ")
    with resources.as_file(template) as written, resources.as_file(room.joinpath("fonts")) as fonts:
        made = typst.compile(
            written,
            format="pdf",
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(_printed(form), ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=int(form.sent_at.timestamp()),
        )
    return bytes(made)


def _printed(form: ReferralForm) -> Mapping[str, object]:
    def said(text: str) -> str:
        return showable(text).strip() or "Not stated"

    def blocks(described: tuple[Described, ...]) -> list[dict[str, object]]:
        return [
            {"heading": said(d.heading), "lines": [[said(label), said(words)] for label, words in d.lines]}
            for d in described
        ]

    return {
        "title": f"Referral {form.reference}",
        "partnership": said(form.partnership),
        "about": [
            ["Reference", said(form.reference)],
            ["Sent to", said(form.sent_to)],
            ["Sent by", said(form.sent_by)],
            ["Sent at", say_moment(form.sent_at)],
            ["Why it is sent", said(form.sent_because)],
            ["Raised by", said(form.raised_by)],
            ["Agency", said(form.agency)],
            ["Recorded", say_moment(form.recorded_at)],
            ["When it happened", said(form.happened)],
            ["How it is known", said(form.how_known)],
            ["The agency's own category", said(form.filed_as)],
        ],
        "words": [
            ["What was seen or heard", said(form.seen)],
            ["What worries the writer", said(form.worries)],
            ["The child's own words", said(form.childs_words)],
        ],
        "described": [
            ["Children", blocks(form.children)],
            ["Adults", blocks(form.adults)],
            ["Places", blocks(form.places)],
            ["Vehicles", blocks(form.vehicles)],
            ["Phones and online names", blocks(form.phones)],
        ],
        "signs": [[said(s.words), said(s.indicator), said(s.source)] for s in form.signs],
        "additions": [[say_moment(at), said(words)] for at, words in form.additions],
    }
