"""A replay to take away: every line of a day, with its source and its proof, as CSV or as a tagged PDF."""

import csv
import io

from django.conf import settings

from wholepicture.hub.accounts.posts import display
from wholepicture.hub.wiring.replay import HEADINGS, Days, ReplaySheet, Subject, Who, replay_sheet
from wholepicture.hub.wiring.replay_told import Line, in_time
from wholepicture.report.cells import defused
from wholepicture.report.pack import Entry, PackForm, PackSection, pack_pdf
from wholepicture.report.sections import Table
from wholepicture.report.wording import say_date, say_moment

COLUMNS = (
    "When, here", "What it tells of", "What", "Who", "Words", "In front of whoever decided", "Known and not in front",
    "Source", "File", "Row", "Fact", "Digest",
)  # fmt: skip


def replayed(who: Who, subject: Subject, days: Days, kind: str) -> bytes:
    """The replay of a day with every line, "csv" or "pdf"; the look is written down, and that at each record. Raises
    NothingThere, LookNotWritten.
    """
    sheet = replay_sheet(who, subject, days, whole=True)
    return _csv(sheet) if kind == "csv" else pack_pdf(_document(who, sheet))


def _csv(sheet: ReplaySheet) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets ask for; moments in ISO 8601, UTC."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for line in in_time(line for one in sheet.sections for line in one.lines):
        told = (
            line.at.isoformat(), HEADINGS[line.kind], line.what, line.who, line.words, _in_front(line),
            "" if line.not_seen is None else str(line.not_seen), line.basis, line.file, str(line.row or ""), line.fact,
            line.digest,
        )  # fmt: skip
        writer.writerow([defused(cell) for cell in told])
    return file.getvalue().encode("utf-8-sig")


def _document(who: Who, sheet: ReplaySheet) -> PackForm:
    name = display({who.acting.account}, who.acting.role, sheet.at).get(who.acting.account, "")
    since = f"what came after the end of {say_date(sheet.days.since)}, " if sheet.days.since else ""
    return PackForm(
        title=f"Replay: {sheet.title}",
        partnership=settings.PARTNERSHIP,
        made_at=sheet.at,
        made_for=name,
        says=(
            f"Made {say_moment(sheet.at)} for {name}. It holds what you may see, and nothing else. That you asked for it is "
            "written down.",
            "The time of each line is this hub's own: when it knew something, showed it, or somebody opened it. That can be "
            "later than an agency says that it wrote something down.",
        ),
        about=(
            ("The day", f"{since}as it stood here at the end of {say_date(sheet.days.on)}"),
            ("Asked for", sheet.purpose.name),
            ("Recorded elsewhere by then, not known here", str(sheet.late)),
            *((("What is left out", "There is more than can be replayed at once."),) if sheet.cut else ()),
        ),
        sections=(
            *(
                PackSection(HEADINGS[one.kind], tuple(_entry(line) for line in reversed(one.lines)), "Nothing.")
                for one in sheet.sections
            ),
            PackSection("What was due", (_due(sheet),) if sheet.due else (), "Nothing."),
        ),
    )


def _entry(line: Line) -> Entry:
    told = (
        ("What", line.what),
        ("Who", line.who),
        ("In front of whoever decided", _in_front(line)),
        ("Known here by then and not in front of them", "" if not line.not_seen else str(line.not_seen)),
        ("Source", line.basis),
        ("Came in by", f"{line.file}, row {line.row}" if line.row else line.file),
        ("Proof", f"fact {line.fact}, digest {line.digest}" if line.digest else ""),
    )
    return Entry(say_moment(line.at), tuple((key, value) for key, value in told if value), line.words)


def _due(sheet: ReplaySheet) -> Table:
    return Table(
        caption="What was due",
        heads=("What", "About", "By when", "Owed by", "How it stood"),
        rows=tuple(
            (
                one.what,
                one.about,
                say_moment(one.due_by) if one.due_by else "No length is laid down",
                one.owed_by,
                "Overdue" if one.overdue else "Open",
            )
            for one in sheet.due
        ),
    )


def _in_front(line: Line) -> str:
    return "; ".join(
        one.title + (f", first opened by them {say_moment(one.opened_at)}" if one.opened_at else "") for one in line.seen
    )
