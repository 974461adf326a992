"""How an import's state is said."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from wholepicture.hub.wiring.imports import ImportSheet, ImportState

STATES: dict[ImportState, tuple[str, str]] = {
    ImportState.WAITING: ("Being read", "blue"),
    ImportState.UNMAPPED: ("Say what its columns mean", "yellow"),
    ImportState.UNREADABLE: ("Cannot be read", "red"),
    ImportState.STAGED: ("To be confirmed", "yellow"),
    ImportState.HALF_CONFIRMED: ("A second person has to confirm", "yellow"),
    ImportState.CONFIRMED: ("Being taken", "blue"),
    ImportState.DONE: ("Taken", "green"),
    ImportState.UNDO_ASKED: ("A second person has to agree to undo it", "yellow"),
    ImportState.UNDOING: ("Being undone", "blue"),
    ImportState.UNDONE: ("Undone", "grey"),
    ImportState.SET_ASIDE: ("Set aside", "grey"),
    ImportState.STOPPED: ("Stopped by a fault of ours", "red"),
}
"""Each state in words, with the colour of its tag."""


def history_of(sheet: ImportSheet) -> list[tuple[datetime, str]]:
    """Who did what with it, in the order of time."""
    kept = sheet.kept
    told = (
        (kept.uploaded_at, kept.uploaded_by, "uploaded it"),
        (kept.confirmed_at, kept.confirmed_by, "confirmed it"),
        (kept.second_at, kept.second_by, "confirmed it as the second person"),
        (kept.set_aside_at, kept.set_aside_by, "set it aside"),
        (kept.undo_asked_at, kept.undo_asked_by, f"asked for it to be undone: {kept.undo_because}"),
        (kept.undone_at, kept.undone_by, "agreed that it be undone"),
    )
    return [(at, f"{sheet.people.get(who, '')} {did}") for at, who, did in told if at is not None and who is not None]


def words_of(sheet: ImportSheet) -> str:
    """What happens next, or what became of it."""
    return _SAID[sheet.kept.state](sheet)


def _unmapped(sheet: ImportSheet) -> str:
    who = "Say" if sheet.mine else "Whoever uploaded it has to say"
    return f"It is like no extract that is known here. {who} what its columns mean."


def _unread(sheet: ImportSheet) -> str:
    return f"{sheet.kept.words} It is kept as it came."


def _staged(sheet: ImportSheet) -> str:
    words = "Nothing of it is a record yet. Look at what it will be, then take it or set it aside."
    if sheet.kept.needs_two:
        words += f" It takes two people, because it is more than {sheet.kept.two_above:,} rows in a day."
    return words


def _half_confirmed(sheet: ImportSheet) -> str:
    return f"{_called(sheet, sheet.kept.confirmed_by)} confirmed it. Nothing of it is a record until somebody else does too."


def _confirmed(sheet: ImportSheet) -> str:
    return f"{sheet.kept.done:,} of {sheet.kept.rows:,} rows are taken. Concerns are taken and linked meanwhile."


def _done(sheet: ImportSheet) -> str:
    linked = f"{sheet.to_link:,} facts wait to be linked." if sheet.to_link else "All of it is linked."
    return f"{linked} {sheet.kept.words}".strip()


def _undo_asked(sheet: ImportSheet) -> str:
    return f"{_called(sheet, sheet.kept.undo_asked_by)} asked for it to be undone: {sheet.kept.undo_because}"


def _called(sheet: ImportSheet, who: UUID | None) -> str:
    return sheet.people.get(who, "") if who is not None else ""


_SAID: dict[ImportState, Callable[[ImportSheet], str]] = {
    ImportState.WAITING: lambda _: "It is kept, and is being read. Nothing of it is a record yet.",
    ImportState.UNMAPPED: _unmapped,
    ImportState.UNREADABLE: _unread,
    ImportState.STOPPED: _unread,
    ImportState.STAGED: _staged,
    ImportState.HALF_CONFIRMED: _half_confirmed,
    ImportState.CONFIRMED: _confirmed,
    ImportState.DONE: _done,
    ImportState.UNDO_ASKED: _undo_asked,
    ImportState.UNDOING: lambda sheet: f"{sheet.kept.done:,} records are withdrawn by now.",
    ImportState.UNDONE: lambda sheet: f"{sheet.kept.words} It was undone because: {sheet.kept.undo_because}",
    ImportState.SET_ASIDE: lambda _: "Nothing of it was taken. The file is kept.",
}
