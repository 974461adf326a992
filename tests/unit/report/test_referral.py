"""The referral form: word for word, accessible, and nothing that people write can act."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wholepicture.report.referral import FORM_VERSION, Described, ReferralForm, Sign, referral_json, referral_pdf

FORM = ReferralForm(
    reference="WP-26-000123",
    partnership="Harbury Safeguarding Partnership",
    sent_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
    sent_to="Children's social care, Harbury",
    sent_by="Hub practitioner",
    sent_because="A decision on a referral is due in one working day.",
    raised_by="A neighbourhood officer (the name is protected)",
    agency="Harbury Council",
    recorded_at=datetime(2026, 11, 1, 23, 10, tzinfo=UTC),
    happened="1 November 2026, about 11pm",
    seen="Men came and went at the flat. #strong[not bold] $x$ <b>plain</b> \u202etxet",
    worries="It is the third night.",
    childs_words="“He said I had to wait upstairs.”",
    filed_as="Noise and nuisance",
    children=(Described(heading="A girl, about 13", lines=(("Age", "about 13"), ("Known as", "Tilly"))),),
    places=(Described(heading="Flat 2, 22 Mill Lane", lines=(("Postcode", "QX1 2AB"),)),),
    signs=(Sign(words="Men came and went", indicator="Adults calling at night", source="Practice tool, 2014"),),
    additions=((datetime(2026, 11, 3, 8, 0, tzinfo=UTC), "A silver car was there too."),),
)


def test_the_pdf_is_tagged_for_people_who_cannot_see_it() -> None:
    made = referral_pdf(FORM)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid:part" in made


def test_the_same_form_gives_the_same_bytes() -> None:
    assert referral_pdf(FORM) == referral_pdf(FORM)


def test_a_form_with_nothing_but_words_still_prints() -> None:
    bare = replace(FORM, children=(), places=(), signs=(), additions=(), worries="", childs_words="")
    assert referral_pdf(bare).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "words", ["#panic()", "= Heading", '"); #read("/etc/passwd")', "\x00\x07", "a" * 20_000, "😀 Zażółć"]
)
def test_what_people_write_never_acts(words: str) -> None:
    assert referral_pdf(replace(FORM, seen=words)).startswith(b"%PDF-")


def test_the_json_holds_every_field_word_for_word() -> None:
    content = json.loads(referral_json(FORM))
    assert content["version"] == FORM_VERSION
    assert content["seen"] == FORM.seen
    assert content["childs_words"] == FORM.childs_words
    assert content["children"][0]["lines"] == [["Age", "about 13"], ["Known as", "Tilly"]]
    assert content["recorded_at"] == "2026-11-01T23:10:00+00:00"


def test_a_form_shows_no_words_in_its_repr() -> None:
    assert "Mill Lane" not in repr(replace(FORM, places=()))
    assert "came and went" not in repr(FORM)
