"""A pack of forty pages has no error of PDF/UA that a machine can find, and the checker finds each that is made."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, ContentStream, DecodedStreamObject, DictionaryObject, NameObject
from pypdf.generic import TextStringObject as Text
from tests.pdf_ua import errors, pages_of
from tests.unit.report.test_pack import FORM

from wholepicture.report.pack import Entry, PackSection, pack_pdf

SAID = "A girl of about 13 was at the flat at night with three men. A silver car waited outside with its lights off. "
LONG = replace(
    FORM,
    sections=(
        *FORM.sections,
        PackSection(
            "Records",
            tuple(
                Entry(
                    f"School log SL-{n}", (("Happened", f"{1 + n % 28} May"), ("Filed as", "Nuisance")), SAID * (6 + n % 5)
                )
                for n in range(160)
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def pack() -> bytes:
    return pack_pdf(LONG)


def test_a_pack_of_forty_pages_has_no_error_that_a_machine_finds(pack: bytes) -> None:
    assert pages_of(pack) >= 40
    assert errors(pack) == []


def _elements(one: Any, kind: str) -> list[Any]:
    told, found = one.get_object(), []
    if not isinstance(told, DictionaryObject):
        return []
    if told.get("/S") == kind:
        found.append(told)
    kids = told.get("/K")
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        if hasattr(kid, "get_object"):
            found += _elements(kid, kind)
    return found


def _first(root: Any, kind: str) -> Any:
    return _elements(root["/StructTreeRoot"], kind)[0]


def _silence(header: Any) -> None:
    for name in ("/A", "/ID"):
        header.pop(name, None)


def _retitled(root: Any) -> None:
    stream = root["/Metadata"].get_object()
    told = DecodedStreamObject()
    told.set_data(stream.get_data().replace(b"pdfuaid:part", b"pdfuaid:pert"))
    told.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    root[NameObject("/Metadata")] = told


def _untitled(root: Any) -> None:
    stream = root["/Metadata"].get_object()
    told = DecodedStreamObject()
    told.set_data(stream.get_data().replace(b"dc:title", b"dc:tittle"))
    root[NameObject("/Metadata")] = told


def _paint(page: Any) -> None:
    content = ContentStream(page.get_contents(), page.pdf)
    content.operations.append(([], b"f"))
    page[NameObject("/Contents")] = content


BROKEN: tuple[tuple[str, str, Callable[[Any, Any], None]], ...] = (
    ("not tagged", "06-001", lambda root, _: root["/MarkInfo"].update({NameObject("/Marked"): BooleanObject(False)})),
    ("no language", "11-006", lambda root, _: root.pop("/Lang")),
    ("no title shown", "07-001", lambda root, _: root.pop("/ViewerPreferences")),
    ("no claim", "05-001", lambda root, _: _retitled(root)),
    ("no title", "06-003", lambda root, _: _untitled(root)),
    ("no structure", "01-005", lambda root, _: root.pop("/StructTreeRoot")),
    ("a figure without words", "13-004", lambda root, _: _first(root, "/Figure").pop("/Alt")),
    ("a header that says nothing", "15-003", lambda root, _: _silence(_first(root, "/TH"))),
    ("a cell outside a row", "09-004", lambda root, _: _first(root, "/TR").update({NameObject("/S"): NameObject("/Sect")})),
    (
        "a type that nobody knows",
        "02-001",
        lambda root, _: _first(root, "/P").update({NameObject("/S"): NameObject("/Words")}),
    ),
    ("a heading left out", "14-003", lambda root, _: _first(root, "/H1").update({NameObject("/S"): NameObject("/H3")})),
    ("something painted aside", "01-003", lambda _, pages: _paint(pages[0])),
    (
        "a font that is not there",
        "31-009",
        lambda _, pages: (
            next(iter(pages[0]["/Resources"]["/Font"].values()))
            .get_object()["/DescendantFonts"][0]
            .get_object()
            .pop("/FontDescriptor")
        ),
    ),
    (
        "letters without their meaning",
        "31-027",
        lambda _, pages: next(iter(pages[0]["/Resources"]["/Font"].values())).get_object().pop("/ToUnicode"),
    ),
    (
        "a link without words",
        "28-012",
        lambda _, pages: pages[0].update(
            {
                NameObject("/Annots"): ArrayObject([DictionaryObject({NameObject("/Subtype"): NameObject("/Link")})]),
                NameObject("/Contents"): pages[0]["/Contents"],
            }
        ),
    ),
    ("nothing under the tree", "01-006", lambda root, _: root["/StructTreeRoot"].update({NameObject("/K"): Text("")})),
)


@pytest.mark.parametrize(("condition", "break_it"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_each_condition_that_is_broken_is_found(condition: str, break_it: Callable[[Any, Any], None]) -> None:
    """The negative controls."""
    writer = PdfWriter(clone_from=BytesIO(pack_pdf(FORM)))
    break_it(writer._root_object, writer.pages)
    out = BytesIO()
    writer.write(out)

    found = errors(out.getvalue())

    assert any(condition in one for one in found), found
