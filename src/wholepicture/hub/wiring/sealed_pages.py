"""Sealing a child, an adult or a record, and lifting a seal: what is sealed is absent for all but the few who are named."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose, Role
from wholepicture.hub.need_to_know.subjects import Reader, RelationKind
from wholepicture.hub.storage.access_refusals import AlreadyDone, NotByYou, NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.records_shown import record_lines
from wholepicture.hub.storage.relations import relations_of
from wholepicture.hub.storage.sealed import (
    SealOverseen,
    SealShown,
    sealed_by,
    seals_overseen,
    seals_shown,
)
from wholepicture.hub.wiring import looking, relations, sealing
from wholepicture.hub.wiring.access_given import Subject, given_sheet, person_title
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.named_people import called, somebody_with
from wholepicture.hub.wiring.record_page import OtherRecord, other_records, title_of

__all__ = [
    "AlreadyDone",
    "NotByYou",
    "NothingThere",
    "accept",
    "lay",
    "overseen_sheet",
    "seal_sheet",
    "seals_sheet",
    "subject_title",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLine:
    """A seal, as the few see it."""

    seal: int
    title: str = field(repr=False)
    because: str = field(repr=False)
    by: str = field(repr=False)
    lead: str = field(repr=False)
    at: datetime
    accepted_at: datetime | None
    mine_to_accept: bool
    lift_asked_by: str = field(repr=False)
    lift_asked_at: datetime | None
    lift_asked_by_me: bool
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenLine:
    """A seal before scrutiny: who sealed, who leads, and what waits underneath."""

    seal: SealOverseen
    by: str = field(repr=False)
    lead: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSheet:
    """One seal, the records under it, and who is named for it. `itself` are the records that no decision takes out."""

    line: SealLine
    person: UUID | None
    record: str | None
    records: tuple[OtherRecord, ...]
    named: tuple[tuple[str, datetime], ...] = field(repr=False)


def subject_title(reader: Reader, why: Purpose, subject: Subject, *, request: str = "") -> str:
    """How a record or a person is called that one may seal. Raises NothingThere, also to whoever may not."""
    if Role.HUB_PRACTITIONER not in reader.roles:
        raise NothingThere
    return given_sheet(reader, why, subject, request=request).title


def lay(reader: Reader, why: Purpose, subject: Subject, because: str, lead_email: str) -> str:
    """Seal a record or a confirmed person. `lead_email` is of somebody who practises at the hub for another agency, who from
    then on may see it and names others; who that is. Raises NobodyThere, NothingThere, NotByYou.
    """
    at = clock.now()
    lead = somebody_with(lead_email, at=at)
    sealing.seal(reader, why, because, lead.reader.account, record=subject.record, person=subject.person)
    return lead.name


def seals_sheet(reader: Reader, why: Purpose, *, request: str = "") -> tuple[SealLine, ...]:
    """The seals for which one is named; the latest first. Raises NothingThere."""
    at = clock.now()
    with looking.look_over(
        reader, why, action="list", subject_kind="list", subject="what is sealed", request=request
    ) as shown:
        found = seals_shown()
        titles = {one.id: _title(one, shown) for one in found}
    return tuple(_line(one, titles[one.id], reader, at) for one in reversed(found))


def overseen_sheet(reader: Reader, why: Purpose, *, request: str = "") -> tuple[OverseenLine, ...]:
    """Every seal, for scrutiny; the latest first. Raises NothingThere, LookNotWritten."""
    at = clock.now()
    with looking.look_over(reader, why, action="list", subject_kind="list", subject="seals", request=request):
        found = seals_overseen()
    names = called({who for one in found for who in (one.by_account, one.lead)}, reader, at)
    return tuple(OverseenLine(seal=one, by=names[one.by_account], lead=names[one.lead]) for one in found)


def _title(one: SealShown, shown: Shown) -> str:
    if one.person is not None:
        return person_title(one.person, shown)
    told = shown.show_records([one.record]) if one.record else {}
    line = record_lines(list(told)).get(one.record or "")
    return title_of(line.kind, line.agency_name, line.reference) if line else ""


def _line(one: SealShown, title: str, reader: Reader, at: datetime) -> SealLine:
    names = called([one.by_account, one.lead, one.lift_asked_by], reader, at)
    return SealLine(
        seal=one.id,
        title=title or "Sealed",
        because=one.because,
        by=names.get(one.by_account, ""),
        lead=names.get(one.lead, ""),
        at=one.at,
        accepted_at=one.accepted_at,
        mine_to_accept=one.lead == reader.account and one.accepted_at is None and one.lifted_at is None,
        lift_asked_by=names.get(one.lift_asked_by, "") if one.lift_asked_by else "",
        lift_asked_at=one.lift_asked_at,
        lift_asked_by_me=one.lift_asked_by == reader.account,
        lifted_at=one.lifted_at,
    )


def seal_sheet(reader: Reader, why: Purpose, seal_id: int, *, request: str = "") -> SealSheet:
    """One seal for which one is named. Raises NothingThere."""
    at = clock.now()
    with looking.look_at_subject(
        reader, why, ("seal", str(seal_id)), lambda: any(one.id == seal_id for one in seals_shown()), request=request
    ) as shown:
        one = next(one for one in seals_shown() if one.id == seal_id)
        title = _title(one, shown)
        records = other_records(sealed_by(seal_id), shown)
        mine = [r for r in relations_of(reader.account) if r.kind is RelationKind.SEALED]
    others = called([one.lead, one.by_account, *(r.granted_by for r in mine)], reader, at)
    return SealSheet(
        line=_line(one, title, reader, at),
        person=one.person,
        record=one.record,
        records=tuple(records.values()),
        named=((others.get(one.lead, ""), one.at),),
    )


def name_another(reader: Reader, why: Purpose, seal_id: int, email: str, because: str) -> str:
    """Name somebody else who may see what is sealed; who that is. Raises NobodyThere, NothingThere, NotByYou."""
    at = clock.now()
    them = somebody_with(email, at=at)
    with acting(reader, why, at=at):
        one = next((one for one in seals_shown() if one.id == seal_id and one.lifted_at is None), None)
        if one is None:
            raise NothingThere
    relations.give_relation(
        reader, why, them.reader.account, RelationKind.SEALED, because, record=one.record, person=one.person
    )
    return them.name


def accept(reader: Reader, why: Purpose, seal_id: int) -> None:
    """The lead deals with what lies under it. Raises NothingThere, NotByYou, AlreadyDone."""
    sealing.accept(reader, why, seal_id)


def ask_to_lift(reader: Reader, why: Purpose, seal_id: int, because: str) -> None:
    """The first of two people. Raises NothingThere, NotByYou."""
    sealing.ask_to_unseal(reader, why, seal_id, because)


def lift(reader: Reader, why: Purpose, seal_id: int) -> None:
    """The second of two people. Raises NothingThere, NotByYou."""
    sealing.unseal(reader, why, seal_id)


def not_about_them(reader: Reader, why: Purpose, seal_id: int, record: str, because: str) -> None:
    """A record that may have spoken of them does not. Raises NothingThere, AlreadyDone."""
    sealing.decide_not_sealed(reader, why, seal_id, record, because)
