"""Search: what somebody asks for, the people, places and vehicles that may be meant, and why they may see each record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose, Way
from wholepicture.hub.need_to_know.reading import may_search
from wholepicture.hub.need_to_know.subjects import Allowed, Reader
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.records_shown import possible_matches_of
from wholepicture.hub.storage.search import (
    SEARCH,
    FoundMention,
    RecordLine,
    found_mentions,
    record_lines,
    records_by_reference,
    searches_since,
)
from wholepicture.hub.wiring.descriptions import KIND_WORDS, ROLE_WORDS, say_born
from wholepicture.hub.wiring.looking import look_over
from wholepicture.hub.wiring.mention_words import say_age, say_who
from wholepicture.hub.wiring.record_page import agency_names
from wholepicture.hub.wiring.search_fit import Candidate, rank, say_how
from wholepicture.hub.wiring.search_words import Typed, read_search

__all__ = ["NotEnough", "NothingThere", "SearchSheet", "TooManySearches", "Typed", "may_be_searched", "search"]

MOST_RECORDS = 300
MOST_ENTITIES = 20
MOST_LINES = 5
LIMITS = ((timedelta(minutes=10), 40), (timedelta(hours=24), 300))
"""How often an account may search within how long."""


class TooManySearches(Exception):
    """You have searched very often in a short time. Wait ten minutes, then search again. Searches are reviewed."""


class NotEnough(Exception):
    """One common word, or a street without a house number, finds too many. Add another name, a year of birth or a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A record in which somebody or something that fits is named. `because` says why the reader may see it."""

    record: str
    reference: str
    agency: str
    on: datetime
    part: str
    as_stated: str = field(repr=False)
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntity:
    """Somebody or something that may be meant. `others` counts further records that were found and may be read."""

    entity: str
    kind: str
    kind_words: str
    title: str = field(repr=False)
    details: str = field(repr=False)
    also: tuple[str, ...] = field(repr=False)
    how: str
    lines: tuple[FoundLine, ...]
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A record that the reader may not see and that a machine links with one that they may: all that they are told."""

    record: str
    agency: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSheet:
    """What a search found. `more` says that there is more than is shown."""

    entities: tuple[FoundEntity, ...]
    referenced: tuple[FoundLine, ...]
    askable: tuple[Askable, ...]
    more: bool


def may_be_searched(reader: Reader, purpose: Purpose) -> bool:
    """Whether the reader may search for this purpose at all."""
    return isinstance(may_search(reader, purpose), Allowed)


def search(reader: Reader, purpose: Purpose, typed: Typed, *, request: str = "") -> SearchSheet:
    """Search for a purpose. The log is told which kinds of things were asked for, never the words, and each record shown.

    Raises NotEnough, TooManySearches, NothingThere (nothing may be searched for that purpose), LookNotWritten.
    """
    sought = read_search(typed)
    if not sought.is_enough:
        raise NotEnough
    _keep_pace(reader, purpose)
    asked = ", ".join(sought.kinds)
    with look_over(reader, purpose, action=SEARCH, subject_kind="search", subject=asked, request=request) as shown:
        found = found_mentions(sought.keys, needed=sought.needed, most=MOST_RECORDS)
        ranked = rank(sought, found)
        best = ranked[:MOST_ENTITIES]
        referenced = records_by_reference(sought.references, most=MOST_LINES)
        wanted = [m.record for one in best for m in _shown_mentions(one)] + [one.record for one in referenced]
        lines = record_lines(list(dict.fromkeys(wanted)))
        told = shown.show_records(sorted(lines))
        entities = tuple(_entity(one, say_how(one, sought), lines, told) for one in best)
        return SearchSheet(
            entities=tuple(one for one in entities if one.lines),
            referenced=tuple(_line(one, told[one.record]) for one in referenced if one.record in told),
            askable=_askable(reader, purpose, list(dict.fromkeys(r for r in wanted if r in told))),
            more=len(ranked) > MOST_ENTITIES,
        )


def _keep_pace(reader: Reader, purpose: Purpose) -> None:
    now = clock.now()
    with acting(reader, purpose, at=now):
        for within, most in LIMITS:
            if searches_since(now - within) >= most:
                raise TooManySearches


def _shown_mentions(candidate: Candidate) -> list[FoundMention]:
    """One mention of each record, the fullest first."""
    by_record: dict[str, FoundMention] = {}
    for mention in candidate.mentions:
        by_record.setdefault(mention.record, mention)
    return list(by_record.values())[:MOST_LINES]


def _entity(candidate: Candidate, how: str, lines: Mapping[str, RecordLine], told: Mapping[str, str]) -> FoundEntity:
    first = candidate.mentions[0]
    names = dict.fromkeys(say_who(m.kind, m.description, m.text) for m in candidate.mentions)
    title = say_who(first.kind, first.description, first.text)
    return FoundEntity(
        entity=candidate.entity,
        kind=candidate.kind,
        kind_words=KIND_WORDS[candidate.kind],
        title=title,
        details=_details(candidate.mentions),
        also=tuple(name for name in names if name != title)[:4],
        how=how,
        lines=tuple(_line(lines[m.record], told[m.record], m) for m in _shown_mentions(candidate) if m.record in told),
        others=max(0, len({m.record for m in candidate.mentions}) - MOST_LINES),
    )


def _details(mentions: Iterable[FoundMention]) -> str:
    said: dict[str, None] = {}
    for mention in mentions:
        born, age = say_born(mention.description), say_age(mention.description)
        if born:
            said[f"born {born}"] = None
        elif age:
            said[f"aged {age} then"] = None
    return "; ".join(list(said)[:3])


def _line(one: RecordLine, because: str, mention: FoundMention | None = None) -> FoundLine:
    return FoundLine(
        record=one.record,
        reference=one.reference,
        agency=one.agency,
        on=one.happened_since or one.recorded_at,
        part=ROLE_WORDS.get(mention.role, mention.role) if mention else "",
        as_stated=say_who(mention.kind, mention.description, mention.text) if mention else "",
        because=because,
    )


def _askable(reader: Reader, purpose: Purpose, records: Sequence[str]) -> tuple[Askable, ...]:
    """Possible matches of what is shown. To those who see all but what is sealed there is nothing to ask for."""
    if any(purpose.opens(way, reader.roles) for way in (Way.HUB, Way.SCRUTINY)):
        return ()
    names = agency_names()
    found = possible_matches_of(records)
    return tuple(Askable(record=one.record, agency=names.get(one.agency, one.agency), day=one.day) for one in found)
