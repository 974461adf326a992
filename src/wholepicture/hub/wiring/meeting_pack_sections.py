"""The sections of a meeting's pack, out of the sheets of the pages that its recipient could open."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wholepicture.hub.storage.records_shown import RecordLine
from wholepicture.hub.wiring.deciding_page import ActLine, CourseSheet, DecisionLine
from wholepicture.hub.wiring.finding_page import FindingSheet
from wholepicture.hub.wiring.meeting_lines import AskLine, MeasureLine
from wholepicture.hub.wiring.meeting_page import MeetingSheet
from wholepicture.hub.wiring.record_page import happened, title_of
from wholepicture.hub.wiring.returns import INTERVIEW, Owed
from wholepicture.report.pack import Entry, PackSection, Paragraph
from wholepicture.report.sections import Figure, Table
from wholepicture.report.wording import say_date, say_moment, say_recorded

Sections = tuple[PackSection, ...]


@dataclass(frozen=True, slots=True)
class ConcernCourse:
    """How a concern stands, with who stands against what was decided."""

    sheet: CourseSheet
    dissent: tuple[ActLine, ...] = field(default=())


def invited(sheet: MeetingSheet) -> PackSection:
    """Who is invited, from which agency, and why."""
    rows = tuple((one.name, one.agency, one.because) for one in sheet.guests)
    table = Table("Who is invited, and why", ("Who", "For", "Why"), rows)
    return PackSection("Who is invited, and why", (table,) if rows else (), "Nobody yet but who called it.")


def asked(sheet: MeetingSheet) -> PackSection:
    """What each agency was asked for, and what came."""
    return PackSection("What agencies were asked, and what came", tuple(map(_ask, sheet.asks)), "No agency was asked yet.")


def _ask(one: AskLine) -> Entry:
    lines = [("Asked by", one.by), ("Asked for", one.what), ("By when", say_moment(one.due_by))]
    if one.answer is None:
        return Entry(one.agency, (*lines, ("Answer", "None yet: it is overdue" if one.overdue else "None yet")))
    what = "Decided not to share, because" if one.withheld else "Given"
    lines += [("Answered by", f"{one.answer.by}, {say_moment(one.answer.at)}{', late' if one.late else ''}")]
    if one.records:
        lines.append(("Records given", "\n".join(title for _, title in one.records)))
    return Entry(one.agency, (*lines, (what, one.answer.words)))


def minutes(sheet: MeetingSheet) -> PackSection:
    """What was said and decided there."""
    told = tuple(Entry(f"Written by {one.by}, {say_moment(one.at)}", (), one.words) for one in sheet.minutes)
    return PackSection("Minutes", told, "None yet.")


def due(sheet: MeetingSheet, concerns: Sequence[ConcernCourse], interviews: Sequence[Owed]) -> PackSection:
    """What somebody still owes to the meeting, the duties that run on its concerns, and return home interviews not held."""
    blocks = []
    if sheet.due:
        rows = tuple((one.what, one.who, say_moment(one.due_by), _late(late=one.overdue)) for one in sheet.due)
        blocks.append(Table("Due to this meeting", ("What", "Who", "By when", "How it stands"), rows))
    owed = tuple(
        (
            one.sheet.reference,
            f"{duty.duty.name} ({duty.duty.source})",
            say_moment(duty.due_by) if duty.due_by else "No length is laid down",
            str(duty.state.value).capitalize(),
        )
        for one in concerns
        for duty in one.sheet.duties
        if duty.is_open
    )
    if owed:
        blocks.append(Table("Open duties on concerns", ("Concern", "Duty", "By when", "How it stands"), owed))
    if interviews:
        told = tuple((one.title, say_moment(one.due_by), one.state.value.capitalize()) for one in interviews)
        blocks.append(
            Table(f"{INTERVIEW.name}s not held ({INTERVIEW.source})", ("Return", "By when", "How it stands"), told)
        )
    return PackSection("What is due", tuple(blocks), "Nothing is due.")


def _late(*, late: bool) -> str:
    return "Overdue" if late else "Open"


def decided(concerns: Sequence[ConcernCourse], findings: Sequence[FindingSheet]) -> PackSection:
    """What was decided on the concerns."""
    told = tuple(_decided(one.sheet) for one in concerns)
    nothing = (
        "No concern on which you may see decisions." if not findings else "No concern stands under it that you may open."
    )
    return PackSection("Decisions", told, nothing)


def _decided(sheet: CourseSheet) -> Entry:
    lines = [("How it stands", sheet.state.capitalize())]
    if sheet.standing is None:
        lines.append(("Decision", "None stands"))
    else:
        lines += _decision(sheet.standing)
    lines += [("Earlier decision", f"{one.option}, {one.by}, {say_moment(one.at)}") for one in sheet.earlier]
    for one in sheet.proposals:
        lines.append(("Waits for a second person", f"{one.act.says} {one.act.chosen}, {one.act.by}".strip()))
    for climb in (*sheet.objections, *sheet.requests):
        lines.append((climb.act.says, f"{climb.act.words}\n{climb.stage}: by {say_moment(climb.due_by)}"))
    return Entry(f"Concern {sheet.reference} ({sheet.agency})", tuple(lines))


def _decision(one: DecisionLine) -> list[tuple[str, str]]:
    agreed = f"; {one.agreed} agreed" if one.agreed else ""
    return [
        ("Decision", one.option + (" (in the register of decisions not to act)" if one.not_to_act else "")),
        ("Why", one.reasons),
        ("Decided by", f"{one.by}{agreed}, {say_moment(one.at)}"),
        ("Also considered", "; ".join(one.considered)),
    ]


def dissent(sheet: MeetingSheet, concerns: Sequence[ConcernCourse]) -> PackSection:
    """Who stands against what was decided, by name."""
    told = [Entry(f"{one.by}, {say_moment(one.at)}: on this meeting", (), one.words) for one in sheet.dissent]
    told += [
        Entry(f"{one.by}, {say_moment(one.at)}: on concern {each.sheet.reference}", (), one.words)
        for each in concerns
        for one in each.dissent
    ]
    return PackSection("Dissent", tuple(told), "None was recorded.")


def actions(sheet: MeetingSheet) -> PackSection:
    """Who does what by when, and what there is to show for it."""
    rows = tuple(
        (
            one.what,
            one.owner,
            say_date(one.due_on),
            f"{one.done.words} ({one.done.by})" if one.done else _late(late=one.overdue),
        )
        for one in sheet.actions
    )
    table = Table("Actions", ("What", "Who", "By when", "What there is to show for it"), rows)
    return PackSection("Actions", (table,) if rows else (), "None yet.")


def measures(sheet: MeetingSheet) -> PackSection:
    """Measures on adults and places."""
    return PackSection("Measures on adults and places", tuple(map(_measure, sheet.measures)), "None yet.")


def _measure(one: MeasureLine) -> Entry:
    again = say_date(one.review_on) if one.review_on else "Ended"
    lines = [
        ("On", one.on.title),
        ("Why", one.because),
        ("Set by", f"{one.by}, {say_moment(one.at)}"),
        ("Looked at again by", again + (": overdue" if one.overdue else "")),
    ]
    lines += [(f"Looked at, {say_moment(each.at)}", f"{each.words} ({each.by})") for each in one.reviews]
    return Entry(one.kind, tuple(lines))


def findings(found: Sequence[FindingSheet]) -> PackSection:
    """What the findings say, what speaks against them, and what to ask next."""
    return PackSection("Findings", tuple(map(_finding, found)), "It is about no finding that you may open.")


def _finding(one: FindingSheet) -> Entry:
    lines = [("What speaks against it", "\n".join(one.against) or "Nothing was found that does. That is not proof.")]
    if one.ask_next:
        lines.append(("What to ask next", "\n".join(one.ask_next)))
    if one.withdrawn:
        lines.append(("It no longer holds", one.withdrawn))
    return Entry(one.words.question, tuple(lines), one.because)


def drawn(figures: Sequence[Figure]) -> Sections:
    """The network, the order in time and the map, each with its table."""
    if not figures:
        return (PackSection("Who and what the records join", ()),)
    return tuple(PackSection(one.head, (one,)) for one in figures)


def chronology(lines: Sequence[RecordLine]) -> PackSection:
    """Every record that the recipient may open, in the order in which it happened, word for word."""
    told = tuple(_line(one) for one in lines)
    says = Paragraph("Every record about this that you may open, in the order in which it happened, word for word.")
    return PackSection("Chronology", (says, *told) if told else ())


def _line(one: RecordLine) -> Entry:
    lines = (
        ("Happened", happened(one.happened_since, one.happened_until)),
        ("Recorded", say_recorded(one.recorded_at)),
        ("Filed as", one.filed_as),
    )
    return Entry(title_of(one.kind, one.agency_name, one.reference), lines, one.narrative)
