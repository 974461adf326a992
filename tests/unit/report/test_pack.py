"""The pack of a meeting: accessible, every drawing with its table, and nothing that people write can act."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from wholepicture.report.drawing import element, letters, picture
from wholepicture.report.pack import Entry, PackForm, PackSection, Paragraph, _printed, pack_pdf
from wholepicture.report.sections import Figure, Table

DRAWING = picture(
    "net",
    "Network",
    "Two people & one line.",
    (720, 100),
    [letters("Tess <b> \U0001f600", 10, 20), element("rect", x=1, y=1, width=9, height=9, class_="box child")],
)
LINKS = Table("Links", ("Who", "How"), (("Tess (child)", "seen at neighbourhood_cases/ASB0001"),))
FORM = PackForm(
    title="Mapping meeting, 1 December 2026",
    partnership="Harbury Safeguarding Partnership",
    made_at=datetime(2026, 11, 26, 9, 30, tzinfo=UTC),
    made_for="Alex Pell, Designated safeguarding leads (School)",
    says=("It holds what you may see.",),
    about=(("About", "Flat 3, 18 Marsh Lane"),),
    sections=(
        PackSection("Network", (Figure("Who and what the records join", DRAWING, "A solid line: the same.", LINKS),)),
        PackSection(
            "Chronology", (Paragraph("Word for word."), Entry("School log SL-1", (("Happened", "1 May"),), "She ran."))
        ),
        PackSection("Dissent", (), "None was recorded."),
    ),
)


def test_the_pdf_is_tagged_for_people_who_cannot_see_it() -> None:
    made = pack_pdf(FORM)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid:part" in made


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert pack_pdf(FORM) == pack_pdf(FORM)


def test_every_drawing_says_in_words_what_it_shows_and_has_its_table() -> None:
    [block] = _printed(FORM)["sections"][0]["blocks"]
    assert block["says"].startswith("Who and what the records join. Two people & one line.")
    assert block["rows"] == [["Tess (child)", "seen at neighbourhood_cases/ASB0001"]]


def test_a_drawing_without_words_for_it_is_refused_by_the_typesetter() -> None:
    """The negative control: the typesetter checks PDF/UA and makes no PDF of a drawing that says nothing."""
    import typst  # noqa: PLC0415

    with pytest.raises(Exception, match="alt"):
        typst.compile(
            b'#set document(title: "x")\n= x\n#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\"/>"), format: "svg")',
            format="pdf",
            pdf_standards="ua-1",
        )


def test_a_drawing_stands_alone_with_letters_that_the_fonts_have() -> None:
    [block] = _printed(FORM)["sections"][0]["blocks"]
    assert block["svg"].startswith("<svg ")
    assert 'xmlns="http://www.w3.org/2000/svg"' in block["svg"]
    assert "[U+1F600]" in block["svg"]


@pytest.mark.parametrize(
    "words", ["#panic()", "= Heading", '"); #read("/etc/passwd")', "\x00\x07", "a" * 20_000, "😀 Zażółć", ""]
)
def test_what_people_write_never_acts(words: str) -> None:
    told = Entry(words or "No heading", ((words, words),), words)
    table = Table(words, (words, "How"), ((words, words),), words)
    drawn = picture("x", words, words, (720, 60), [letters(words, 1, 20)])
    figure = Figure(words, Markup(drawn), words, table)  # noqa: S704 - a drawing of ours
    sections = (PackSection(words, (told, table, figure, Paragraph(words))),)
    assert pack_pdf(replace(FORM, title=words, made_for=words, sections=sections)).startswith(b"%PDF-")


def test_a_pack_shows_no_words_in_its_repr() -> None:
    assert "She ran" not in repr(FORM)
    assert "Alex" not in repr(FORM)
    assert "Marsh Lane" not in repr(FORM)
