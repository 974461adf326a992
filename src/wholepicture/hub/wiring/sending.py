"""A concern is sent on to the area's case system: as a form for people and for systems. Its reference there is kept."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from wholepicture.cli.clock import salt
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import display
from wholepicture.hub.need_to_know.purposes import Purpose, Role
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import records_shown as stored
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.records_shown import RecordShown
from wholepicture.hub.storage.sending import SentKept, keep_sent, sent_on
from wholepicture.hub.wiring import looking, markings
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.record_page import happened, may_be_sent
from wholepicture.intake.concern import parts_of
from wholepicture.journey.receiving import REST
from wholepicture.ledger.facts import Draft, FactId, FactKind, Part, canonical
from wholepicture.report.referral import Described, ReferralForm, Sign, referral_json, referral_pdf
from wholepicture.vocabulary.records import Span

__all__ = ["NothingThere", "SendingSheet", "keep_their_reference", "referral_of", "send_on", "sending_sheet"]

_CHILD = "forename, surname, known as, born, age, sex, address, postcode, school, UPN, NHS number, phone"
_ADULT = "name, known as, description, born, age, sex, address, phone, role, relation"
_SLOTS = {
    "children": ("Child", "child", 5, tuple(_CHILD.split(", "))),
    "adults": ("Adult", "adult", 5, tuple(_ADULT.split(", "))),
    "places": ("Place", "place", 4, ("", "name", "postcode", "kind")),
    "vehicles": ("Vehicle", "vehicle", 4, ("registration", "colour", "make", "model")),
}
"""The parts of the form: heading, how the columns of a concern's row begin, how many there are, and how they go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One sending. `their_reference` is the other system's, empty until it came."""

    id: str
    at: datetime
    by: str = field(repr=False)
    sent_to: str
    because: str = field(repr=False)
    their_reference: str
    form: ReferralForm = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingSheet:
    """A concern that can be sent on, and what was sent of it, the first sending first."""

    record: str
    reference: str
    agency: str
    sent: tuple[Sent, ...]


def sending_sheet(reader: Reader, why: Purpose, record: str, *, request: str = "") -> SendingSheet:
    """A concern, to be sent on; that it was looked at is written down. Raises NothingThere, LookNotWritten."""
    with looking.look_at_record(reader, why, record, request=request):
        found = _concern(reader, why, record)
        sent = _sent(sent_on(record))
    return SendingSheet(record=record, reference=found.reference, agency=found.agency_name, sent=sent)


def send_on(reader: Reader, why: Purpose, record: str, *, key: UUID, sent_to: str, because: str, request: str = "") -> str:
    """Send it on as it stands now, with what was added to it that the reader may see; under what id. The same key is sent
    once. Raises NothingThere, LookNotWritten.
    """
    at = clock.now()
    with looking.look_at_record(reader, why, record, action="send on", request=request):
        found = _concern(reader, why, record)
        also = Shown(reader, why, at)
        form = replace(
            _form(found, also), sent_at=at, sent_to=sent_to, sent_because=because, sent_by=_called(reader.account, at)
        )
    looking.note_shown(also, action="send on", request=request)
    _keep(record, f"sent.{key}", reader, at, {"sent": json.loads(referral_json(form))})
    return f"sent.{key}"


def keep_their_reference(
    reader: Reader, why: Purpose, record: str, sent: str, their_reference: str, *, key: UUID, request: str = ""
) -> None:
    """Keep under what reference the other system has it; a later one stands beside the earlier. Raises NothingThere."""
    at = clock.now()
    with looking.look_at_record(reader, why, record, action="keep their reference", request=request):
        _concern(reader, why, record)
        if sent not in {one.id for one in _sent(sent_on(record))}:
            raise NothingThere
    _keep(record, f"sent.{key}", reader, at, {"of": sent, "their_reference": their_reference})


def referral_of(reader: Reader, why: Purpose, record: str, sent: str, kind: str, *, request: str = "") -> tuple[str, bytes]:
    """The form as it was sent, "pdf" or "json", with the concern's reference. Raises NothingThere, LookNotWritten."""
    with looking.look_at_record(reader, why, record, action=f"download {kind}", request=request):
        found = _concern(reader, why, record)
        one = next((one for one in _sent(sent_on(record)) if one.id == sent), None)
    if one is None:
        raise NothingThere
    return found.reference, referral_pdf(one.form) if kind == "pdf" else referral_json(one.form).encode()


def _concern(reader: Reader, why: Purpose, record: str) -> RecordShown:
    found = stored.record_shown(record)
    if found is None or not may_be_sent(reader, why, found):
        raise NothingThere
    return found


def _keep(record: str, id_: str, reader: Reader, at: datetime, said: Mapping[str, object]) -> None:
    draft = Draft(
        id=FactId(id_),
        kind=FactKind.SENT,
        source=record,
        author=str(reader.account),
        recorded_at=at,
        parts=(Part("sent", canonical(said)),),
    )
    keep_sent(request_connection(), draft, at=at, salts=salt)


def _called(account: UUID, at: datetime) -> str:
    return display([account], Role.HUB_PRACTITIONER, at).get(account, "")


# --- the form -------------------------------------------------------------------------------------------------------------


def _form(found: RecordShown, also: Shown) -> ReferralForm:
    cells, text = _cells(found.record), found.narrative
    parts = parts_of(found.stated.get("narrative_parts", ""))
    how = (found.stated.get("how_known", ""), found.stated.get("told_by", ""))
    when = (happened(found.happened_since, found.happened_until), found.stated.get("happened_words", ""))
    thread = [one for one in stored.thread_of(found) if one.record in also.show_records([one.record])]
    return ReferralForm(
        reference=found.reference,
        partnership=settings.PARTNERSHIP,
        sent_at=also.at,
        sent_to="",
        sent_by="",
        sent_because="",
        raised_by=found.stated.get("raised_by", ""),
        agency=found.agency_name,
        recorded_at=found.recorded_at,
        happened=", ".join(filter(None, when)),
        how_known=", ".join(filter(None, how)),
        filed_as=found.filed_as,
        seen=_part(text, parts.seen) if parts.seen or parts.worries or parts.said else text,
        worries=_part(text, parts.worries),
        childs_words="\n".join(_part(text, one) for one in parts.said),
        **{name: tuple(_described(cells, *of)) for name, of in _SLOTS.items()},
        phones=tuple(_reached(cells)),
        signs=tuple(
            Sign(words=one.words, indicator=_named(one), source="; ".join(f"{who}: {grade}" for who, grade in one.sources))
            for one in markings.indicator_lines(text, stored.spans_in(found.record))
        ),
        additions=tuple((one.recorded_at, one.narrative) for one in thread),
    )


def _named(sign: markings.IndicatorLine) -> str:
    return f"{sign.name} ({', '.join(sign.reservations)})" if sign.reservations else sign.name


def _part(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def _cells(record: str) -> dict[str, str]:
    """Every cell of the concern as it was received, but for those that were erased."""
    bodies = {name: json.loads(body) for name, body in stored.received_parts(record).items()}
    cells: dict[str, str] = dict(bodies.pop(REST, {"columns": {}})["columns"])
    for body in bodies.values():
        cells.update(body)
    return cells


def _described(cells: Mapping[str, str], heading: str, kind: str, most: int, words: Iterable[str]) -> Iterator[Described]:
    for number in range(1, most + 1):
        named = ((word, cells.get(f"{kind} {number} {word}".strip(), "")) for word in words)
        lines = tuple(((word or "where")[0].upper() + (word or "where")[1:], said) for word, said in named if said)
        if lines:
            yield Described(heading=f"{heading} {number}", lines=lines)


def _reached(cells: Mapping[str, str]) -> Iterator[Described]:
    for number in range(1, 4):
        if said := cells.get(f"phone {number}", ""):
            yield Described(heading=f"Phone {number}", lines=(("Number", said),))
        if said := cells.get(f"online name {number}", ""):
            where = cells.get(f"online platform {number}", "")
            yield Described(heading=f"Online name {number}", lines=(("Name", said), *((("Where", where),) if where else ())))


# --- as it was kept --------------------------------------------------------------------------------------------------------


def _sent(kept: tuple[SentKept, ...]) -> tuple[Sent, ...]:
    found: dict[str, Sent] = {}
    for one in kept:
        said = json.loads(one.body)
        if "sent" in said:
            form = _read(said["sent"])
            found[one.id] = Sent(
                id=one.id,
                at=one.at,
                by=form.sent_by,
                sent_to=form.sent_to,
                because=form.sent_because,
                their_reference="",
                form=form,
            )
        elif said.get("of") in found:
            found[said["of"]] = replace(found[said["of"]], their_reference=str(said["their_reference"]))
    return tuple(found.values())


def _read(said: Mapping[str, Any]) -> ReferralForm:
    """The form out of its JSON."""
    given = {name: value for name, value in said.items() if name not in ("form", "version")}
    for name in (*_SLOTS, "phones"):
        given[name] = tuple(
            Described(heading=one["heading"], lines=tuple((label, words) for label, words in one["lines"]))
            for one in given[name]
        )
    given["signs"] = tuple(Sign(**one) for one in given["signs"])
    given["additions"] = tuple((_moment(at), words) for at, words in given["additions"])
    return ReferralForm(**{**given, **{name: _moment(given[name]) for name in ("sent_at", "recorded_at")}})


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(UTC)
