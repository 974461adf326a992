"""The pack for a meeting, made for one recipient: a tagged PDF of sections, each drawing with its table."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from importlib import resources

import typst

from wholepicture.report.sections import Figure, Table
from wholepicture.report.typeset import showable
from wholepicture.report.wording import say_moment


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a heading of its own: labelled lines, then words as somebody wrote them."""

    heading: str = field(repr=False)
    lines: tuple[tuple[str, str], ...] = field(repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words."""

    words: str = field(repr=False)


Block = Entry | Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class PackSection:
    """One section. `nothing` is said where it has no blocks."""

    heading: str
    blocks: tuple[Block, ...]
    nothing: str = "Nothing that you may see."


@dataclass(frozen=True, slots=True, kw_only=True)
class PackForm:
    """A whole pack. `made_for` is who gets it and in which post; what they may not see is already absent: this room cannot
    know it. `says` stands under the title.
    """

    title: str = field(repr=False)
    partnership: str
    made_at: datetime
    made_for: str = field(repr=False)
    says: tuple[str, ...] = field(repr=False)
    about: tuple[tuple[str, str], ...] = field(repr=False)
    sections: tuple[PackSection, ...] = field(repr=False)


def pack_pdf(form: PackForm) -> bytes:
    """The pack as PDF, tagged after PDF/UA-1. What people wrote is handed over as text, never as markup."""
    room = resources.files("wholepicture.report")
    with (
        resources.as_file(room.joinpath("templates", "pack.typ")) as written,
        resources.as_file(room.joinpath("fonts")) as fonts,
    ):
        made = typst.compile(
            written,
            format="pdf",
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(_printed(form), ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=int(form.made_at.timestamp()),
        )
    return bytes(made)


def _printed(form: PackForm) -> Mapping[str, object]:
    return {
        "title": _said(form.title),
        "partnership": _said(form.partnership),
        "made_for": _said(form.made_for),
        "made_at": say_moment(form.made_at),
        "says": [_said(one) for one in form.says],
        "about": [[_said(key), _said(value)] for key, value in form.about],
        "sections": [
            {
                "heading": _said(one.heading),
                "nothing": one.nothing,
                "blocks": [_block(block) for block in one.blocks],
            }
            for one in form.sections
        ],
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Entry(heading, lines, words):
            told = [[_said(key), _said(value)] for key, value in lines]
            return {"kind": "entry", "heading": _said(heading), "lines": told, "words": showable(words).strip()}
        case Paragraph(words):
            return {"kind": "words", "words": _said(words)}
        case Figure():
            return {
                "kind": "figure",
                "heading": _said(block.head),
                "svg": _standing_alone(str(block.drawing)),
                "says": f"{_said(block.head)}. {_described(str(block.drawing))} The table below says the same.",
                "key": _said(block.key),
                **_table(block.table),
            }
    return {"kind": "table", **_table(block)}


def _table(table: Table) -> dict[str, object]:
    return {
        "caption": _said(table.caption),
        "heads": [_said(one) for one in table.heads],
        "rows": [[_said(cell) for cell in row] for row in table.rows],
        "more": showable(table.more).strip(),
    }


def _said(text: str) -> str:
    return showable(text).strip() or "Not stated"


_DESCRIBED = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
_DRAWN = """
.t { font: 14px "Liberation Sans"; fill: #0b0c0c; }
.t.head { font-weight: bold; }
.t.small { font-size: 12.5px; fill: #383f43; }
.line { fill: none; stroke: #4a6a73; }
.line.fits { stroke-dasharray: 6 5; }
.box { stroke-width: 1.5; fill: #fff; stroke: #505a5f; }
.box.child { fill: #e3efec; stroke: #17494d; }
.box.age-in-doubt { fill: #e3efec; stroke: #17494d; stroke-dasharray: 4 3; }
.box.adult { fill: #fbeaf0; stroke: #8a1c3b; }
.grid { stroke: #dbe4e1; }
.lane { stroke: #a3bab5; }
.event { fill: #17494d; stroke: #fff; stroke-width: 1; }
.written { fill: #fff; stroke: #17494d; stroke-width: 1.5; }
.delay { stroke: #17494d; stroke-width: 1.5; }
.surfaced { stroke: #8a1c3b; stroke-width: 2; stroke-dasharray: 5 4; }
.bar.count { fill: #a3bab5; stroke: #17494d; stroke-width: 1; }
.bar.worse { fill: #8a1c3b; }
.trend { fill: none; stroke: #8a1c3b; stroke-width: 2; }
.sheet { fill: #f7faf9; stroke: #a3bab5; }
.scale { fill: none; stroke: #505a5f; stroke-width: 1.5; }
"""


def _described(drawing: str) -> str:
    found = _DESCRIBED.search(drawing)
    return showable(unescape(found[1])) if found else ""


def _standing_alone(drawing: str) -> str:
    """A drawing of a page as a file of its own, with its colours. Its letters are those that the fonts have."""
    head, rest = drawing.split(">", 1)
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', head)
    wide, high = (size[1], size[2]) if size else ("720", "400")
    opened = f'{head} xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">'
    return f"{opened}<style>{_DRAWN}</style>{showable(rest)}"
