"""What a machine can check of PDF/UA-1 (ISO 14289-1), condition by condition as the Matterhorn Protocol numbers them.

A second reading, by another library than the one that writes: `errors` says what is wrong with a PDF. What needs a person
(whether an alternative text says the right thing, whether the order makes sense) is not here.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

_GROUPS = "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6"
_LISTS = "L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot"
_OTHERS = "Ruby RB RT RP Warichu WT WP Figure Formula Form"
STANDARD = frozenset(f"{_GROUPS} {_LISTS} {_OTHERS}".split())
PAINTS = frozenset((b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh", b"EI"))
SHOWS_TEXT = frozenset((b"Tj", b"TJ", b"'", b'"'))


def errors(pdf: bytes) -> list[str]:
    """What is wrong, each with its condition; nothing where a machine finds nothing."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    found = [*_catalogue(root), *_metadata(root)]
    tree = root.get("/StructTreeRoot")
    if tree is None:
        return [*found, "01-005: there is no structure tree"]
    tree = tree.get_object()
    roles = {str(name): str(kind) for name, kind in (tree.get("/RoleMap") or {}).items()}
    elements = list(_elements(tree, roles))
    found += _structure(elements, roles)
    marked = _marked(elements)
    for number, page in enumerate(reader.pages, 1):
        found += [f"page {number}: {one}" for one in _page(page, marked.get(_id(page), set()))]
    return found


def pages_of(pdf: bytes) -> int:
    """How many pages it has."""
    return len(PdfReader(BytesIO(pdf)).pages)


def _catalogue(root: Any) -> Iterator[str]:
    marks = root.get("/MarkInfo") or {}
    if not _true(marks, "/Marked"):
        yield "06-001: the document does not say that it is tagged"
    if _true(marks, "/Suspects"):
        yield "07-003: the tags are said to be suspect"
    if not str(root.get("/Lang") or "").strip():
        yield "11-006: the document names no language"
    if not _true(root.get("/ViewerPreferences") or {}, "/DisplayDocTitle"):
        yield "07-001: the title is not shown in the place of the file's name"


def _true(told: Any, name: str) -> bool:
    given = told.get_object().get(name) if hasattr(told, "get_object") else told.get(name)
    return getattr(given, "value", given) is True


def _metadata(root: Any) -> Iterator[str]:
    stream = root.get("/Metadata")
    words = stream.get_object().get_data().decode("utf-8", "replace") if stream is not None else ""
    if not words:
        yield "06-002: there is no metadata"
    if not re.search(r"pdfuaid:part\s*(?:=\s*[\"']1[\"']|>\s*1\s*<)", words):
        yield "05-001: the metadata do not claim PDF/UA-1"
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", words, re.DOTALL)
    if title is None or not title[1].strip():
        yield "06-003: the metadata hold no title"


class _Element:
    def __init__(self, told: Any, kind: str, page: Any, parent: "_Element | None") -> None:
        self.told, self.kind, self.page, self.parent = told, kind, page, parent
        self.children: list[_Element] = []
        self.contents: list[tuple[str, int]] = []
        """Marked content, as page and number."""

    def attribute(self, name: str) -> Any:
        """What one of its attribute objects says."""
        given = self.told.get("/A")
        given = given.get_object() if given is not None else None
        for one in given if isinstance(given, ArrayObject) else [given]:
            told = one.get_object() if one is not None else None
            if isinstance(told, DictionaryObject) and name in told:
                return told[name]
        return None


def _id(one: Any) -> str:
    reference = getattr(one, "indirect_reference", None)
    return f"{reference.idnum} {reference.generation}" if reference is not None else ""


def _kids(told: Any) -> list[Any]:
    kids = told.get("/K")
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    if kids is None:
        return []
    return list(kids) if isinstance(kids, ArrayObject) else [kids]


def _elements(tree: Any, roles: Mapping[str, str]) -> Iterator[_Element]:
    """Every structure element, in the order in which it is read."""
    waiting: list[tuple[Any, _Element | None]] = [(kid, None) for kid in reversed(_kids(tree))]
    while waiting:
        kid, parent = waiting.pop()
        told = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(told, int):
            if parent is not None:
                parent.contents.append((_id(parent.page), int(told)))
            continue
        if not isinstance(told, DictionaryObject):
            continue
        if told.get("/Type") == "/MCR":
            if parent is not None:
                parent.contents.append((_id(told.get("/Pg", parent.page).get_object()), int(told["/MCID"])))
            continue
        if told.get("/Type") == "/OBJR":
            continue
        page = told["/Pg"].get_object() if "/Pg" in told else parent.page if parent else None
        one = _Element(told, _standard(str(told.get("/S", "")), roles), page, parent)
        if parent is not None:
            parent.children.append(one)
        yield one
        waiting += [(each, one) for each in reversed(_kids(told))]


def _standard(kind: str, roles: Mapping[str, str]) -> str:
    for _ in range(10):
        if kind.removeprefix("/") in STANDARD or kind not in roles:
            break
        kind = roles[kind]
    return kind.removeprefix("/")


def _structure(elements: list[_Element], roles: Mapping[str, str]) -> Iterator[str]:
    if not elements:
        yield "01-006: the structure tree holds nothing"
    level = 0
    for one in elements:
        if one.kind not in STANDARD:
            yield f"02-001: {one.kind or 'an element'} is no standard type and is mapped to none"
        if one.kind in ("Figure", "Formula") and not str(one.told.get("/Alt") or one.told.get("/ActualText") or "").strip():
            yield "13-004: a figure has no alternative text"
        if re.fullmatch(r"H[1-6]", one.kind):
            if int(one.kind[1]) > level + 1:
                yield f"14-003: heading {one.kind} follows {f'H{level}' if level else 'none'}"
            level = int(one.kind[1])
        yield from _placed(one)
    for table in (one for one in elements if one.kind == "Table"):
        yield from _table(table)


_WITHIN = {
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"},
    "TFoot": {"Table"}, "LI": {"L"}, "Lbl": {"LI", "Note", "TOCI"}, "LBody": {"LI"},
}  # fmt: skip


def _placed(one: _Element) -> Iterator[str]:
    allowed = _WITHIN.get(one.kind)
    if allowed and (one.parent is None or one.parent.kind not in allowed):
        yield f"09-004: {one.kind} stands outside {' or '.join(sorted(allowed))}"


def _table(table: _Element) -> Iterator[str]:
    rows = [one for one in _below(table, "TR") if one.children]
    cells = [cell for row in rows for cell in row.children]
    if not any(cell.kind == "TH" for cell in cells):
        yield "15-003: a table has no header"
    if any(cell.kind == "TH" and cell.attribute("/Scope") is None and "/ID" not in cell.told for cell in cells):
        yield "15-003: a header of a table does not say for what it stands"
    if len({sum(int(cell.attribute("/ColSpan") or 1) for cell in row.children) for row in rows}) > 1 and not any(
        cell.attribute("/RowSpan") for cell in cells
    ):
        yield "09-006: the rows of a table differ in length"


def _below(one: _Element, kind: str) -> Iterator[_Element]:
    for child in one.children:
        if child.kind == kind:
            yield child
        elif child.kind != "Table":
            yield from _below(child, kind)


def _marked(elements: list[_Element]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for one in elements:
        for page, number in one.contents:
            found.setdefault(page, set()).add(number)
    return found


def _page(page: Any, tagged: set[int]) -> Iterator[str]:
    annotations = [one.get_object() for one in page.get("/Annots") or []]
    if annotations and page.get("/Tabs") != "/S":
        yield "28-009: tabbing does not follow the structure"
    for one in annotations:
        if one.get("/Subtype") == "/Link" and not str(one.get("/Contents") or "").strip():
            yield "28-012: a link has no description"
        if one.get("/Subtype") != "/Popup" and "/StructParent" not in one:
            yield "28-002: an annotation stands outside the structure"
    yield from _fonts(page.get("/Resources") or {})
    yield from _content(page, tagged)


def _fonts(resources: Any) -> Iterator[str]:
    for font in ((resources.get_object() if hasattr(resources, "get_object") else resources).get("/Font") or {}).values():
        told = font.get_object()
        below = [one.get_object() for one in told.get("/DescendantFonts") or []] or [told]
        for one in below:
            descriptor = one.get("/FontDescriptor")
            descriptor = descriptor.get_object() if descriptor is not None else {}
            if told.get("/Subtype") != "/Type3" and not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
                yield f"31-009: font {told.get('/BaseFont')} is not embedded"
        if told.get("/Subtype") == "/Type0" and "/ToUnicode" not in told:
            yield f"31-027: font {told.get('/BaseFont')} does not say which letters it shows"


def _content(page: Any, tagged: set[int]) -> Iterator[str]:
    stream = page.get_contents()
    if stream is None:
        return
    depth: list[bool] = []
    for operands, operator in ContentStream(stream, page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            depth.append(_is_told(operands, tagged, page))
        elif operator == b"EMC":
            if depth:
                depth.pop()
        elif (operator in PAINTS or operator == b"INLINE IMAGE") and not any(depth):
            yield "01-003: something is painted that is neither in the structure nor decoration"
            return


def _is_told(operands: Any, tagged: set[int], page: Any) -> bool:
    if str(operands[0]) == "/Artifact":
        return True
    given = operands[1] if len(operands) > 1 else {}
    if isinstance(given, str):
        given = (page["/Resources"].get("/Properties") or {}).get(given, {})
    given = given.get_object() if hasattr(given, "get_object") else given
    return isinstance(given, DictionaryObject | StreamObject) and int(given.get("/MCID", -1)) in tagged
