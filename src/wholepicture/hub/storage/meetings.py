"""Meetings as lists, who could take part in one, and what each is about, as far as the reader may see. All in `acting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from wholepicture.hub.storage.access_refusals import deed, rows
from wholepicture.hub.storage.chronologies import Gathered, gather_entity, gather_person
from wholepicture.hub.storage.records_shown import LINE_COLUMNS, RecordLine, made

MOST_RECORDS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """A meeting in a list. `due_at` is the first moment by which somebody still owes something; None where nobody does."""

    matter: str
    called_by: UUID
    about: tuple[str, ...]
    kind: str
    starts_at: datetime
    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectShown:
    """Whom or what a meeting is about, for whoever may see it. `kind` is concern, finding, confirmed, or that of an entity;
    `id` leads to its page: a record, a finding, an entity or a confirmed person.
    """

    kind: str
    id: str
    text: str = field(repr=False)
    description: Mapping[str, Any] = field(repr=False, default_factory=dict)


def meetings(what: str, *, skipped: int, most: int) -> tuple[tuple[MeetingRow, ...], int]:
    """A page of the meetings that the reader may see, what is due first first, and how many there are: "all", or those on
    which something is "late".
    """
    found = rows(
        "select matter, called_by, about, kind, starts_at, state, due_at, total"
        " from need_to_know.meetings(%s::text, %s::bigint, %s::bigint)",
        (what, skipped, most),
    )
    lines = tuple(
        MeetingRow(
            matter=matter,
            called_by=called_by,
            about=tuple(about),
            kind=kind,
            starts_at=starts_at.astimezone(UTC),
            state=state,
            due_at=due_at.astimezone(UTC) if due_at else None,
        )
        for matter, called_by, about, kind, starts_at, state, due_at, _ in found
    )
    return lines, found[0][-1] if found else 0


def withheld(*, skipped: int, most: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """A page of the answers "decided not to share", the latest first: meetings with the acts; and how many there are."""
    found = rows("select matter, answer, at, total from need_to_know.withheld(%s::bigint, %s::bigint)", (skipped, most))
    return tuple((matter, answer) for matter, answer, _, _ in found), found[0][-1] if found else 0


def could_join(matter: str, account: UUID) -> bool:
    """Whether somebody could take part in a meeting: nothing that it is about is closed to them. Raises NothingThere."""
    return bool(deed("could_join(%s::text, %s::uuid)", (matter, account)))


def subject_shown(subject: str) -> SubjectShown | None:
    """What a meeting is about ("concern:…", "finding:…", "mention:…", "person:…"); None where the reader may not see it."""
    kind, _, its_id = subject.partition(":")
    match kind:
        case "concern":
            found = rows(
                "select record, reference from record where reference = %s and system = 'whole-picture'"
                " and adds_to is null and amended_by is null",
                (its_id,),
            )
            return SubjectShown(kind=kind, id=found[0][0], text=found[0][1]) if found else None
        case "finding":
            found = rows("select id, pattern from finding where id = %s", (its_id,))
            return SubjectShown(kind=kind, id=found[0][0], text=found[0][1]) if found else None
        case "mention":
            found = rows("select kind, entity, text, description::text from mention where mention = %s", (its_id,))
        case "person":
            found = rows(
                "select 'confirmed', c.person::text, m.text, m.description::text from confirmed c"
                " join mention m on m.mention = c.mention"
                " where c.person::text = %s and c.withdrawn_at is null order by c.id limit 1",
                (its_id,),
            )
        case _:
            found = []
    if not found:
        return None
    named, leads_to, text, described = found[0]
    return SubjectShown(kind=named, id=leads_to, text=text, description=json.loads(described))


def anchor_of(entity: str) -> str | None:
    """A mention by which an entity can be found again whatever it goes by later; None where the reader may see none."""
    found = rows(
        "select m.mention from mention m join record r on r.record = m.record where m.entity = %s and r.amended_by is null"
        " order by (m.description <> '{}') desc, length(m.description::text) desc, m.mention limit 1",
        (entity,),
    )
    return str(found[0][0]) if found else None


def records_about(about: Sequence[str], *, agency: str = "") -> tuple[RecordLine, ...]:
    """The records that speak of these subjects, of an agency or of all, as far as the reader may see, in the order in which
    it happened; of an amended record the version that stands now.
    """
    wanted: dict[str, None] = {}
    for subject in about:
        wanted.update(dict.fromkeys(_records_of(subject)))
    found = rows(
        f"select {LINE_COLUMNS} from record r where r.amended_by is null and r.record = any(%s)"  # noqa: S608 - columns of ours
        " and (%s = '' or r.agency = %s) order by coalesce(r.happened_since, r.recorded_at), r.sequence limit %s",
        (list(wanted), agency, agency, MOST_RECORDS),
    )
    return made(RecordLine, found)


def _records_of(subject: str) -> tuple[str, ...]:
    kind, _, its_id = subject.partition(":")
    if kind == "concern":
        found = rows(
            "select t.record from record k join record t on coalesce(t.adds_to, t.source) = k.source"
            " where k.reference = %s and k.system = 'whole-picture' and k.adds_to is null",
            (its_id,),
        )
    elif kind == "finding":
        found = rows("select record from finding_record where finding = %s", (its_id,))
    else:
        gathered = gathered_of(subject)
        found = (
            rows(
                "select distinct m.record from mention m"
                " where (m.entity = any(%s) or m.mention = any(%s)) and m.mention <> all(%s)",
                gathered.asked,
            )
            if gathered
            else []
        )
    return tuple(str(row[0]) for row in found)


def gathered_of(subject: str) -> Gathered | None:
    """The mentions of somebody or something that a meeting is about; None for all else, and for what is not seen."""
    shown = subject_shown(subject) if subject.startswith(("mention:", "person:")) else None
    if shown is None:
        return None
    return gather_person(UUID(shown.id)) if shown.kind == "confirmed" else gather_entity(shown.id)


def adults_and_places(finding: str) -> tuple[str, ...]:
    """Whom and what a finding names that a measure can be taken on, as subjects; those of whom the reader sees a record."""
    found = rows(
        "select distinct entity, part from finding_entity where finding = %s and part in ('adults', 'places')"
        " order by part, entity",
        (finding,),
    )
    anchors = (anchor_of(entity) for entity, _ in found)
    return tuple(f"mention:{one}" for one in anchors if one is not None)


def named_in_concern(reference: str) -> tuple[str, ...]:
    """Adults and places that a concern names, as subjects."""
    found = rows(
        "select min(m.mention) from mention m join record r on r.record = m.record where r.reference = %s"
        " and r.system = 'whole-picture' and (m.kind = 'place' or m.role in ('suspect', 'associate')"
        " or m.description ->> 'adult' = 'true') group by m.entity order by 1",
        (reference,),
    )
    return tuple(f"mention:{one}" for (one,) in found)
