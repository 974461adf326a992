"""Meetings: calling one, and what is done around it. One call does one act; who may not see a meeting is told of none."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.cli.clock import salt
from wholepicture.decisions import deeds_of_meetings as deeds
from wholepicture.decisions.acts import Act, act_of
from wholepicture.decisions.meeting_course import MeetingCourse, meeting_course, meeting_refusal
from wholepicture.decisions.refusals import Refusal
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting, posts_at
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage import meetings as stored
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.acts import CourseRow
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.chronology import LETTERS
from wholepicture.hub.wiring.deciding import NotDone, look_at_matter
from wholepicture.hub.wiring.deciding_people import HubHouse
from wholepicture.hub.wiring.descriptions import KIND_WORDS, say_described
from wholepicture.hub.wiring.looking import Shown, look_at_finding, look_at_subject
from wholepicture.hub.wiring.named_people import somebody_with
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.report.wording import PATTERNS, pattern_words
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import KIND_LETTERS

__all__ = [
    "CALLED_FROM",
    "Meeting",
    "NotDone",
    "NothingThere",
    "Subject",
    "call",
    "do",
    "invitation",
    "look_at_call",
    "matter_of",
    "read_meeting",
    "row_of",
    "subject_line",
    "what_about",
]

CALLED_FROM = ("concern", "finding", "known", "person")
"""From which pages a meeting can be called: of a concern, a finding, an entity of the machine's, a confirmed person."""
NOT_SEEN = {
    "concern": "A concern that you may not open",
    "finding": "A finding that you may not open",
    "mention": "Somebody or something of whom you may open no record",
    "person": "Somebody of whom you may open no record",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom or what a meeting is about, as the reader may see it. `id` leads to the page of that `kind`; empty where they may
    not open it.
    """

    key: str
    kind: str
    id: str
    title: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting with its course, as somebody who acts sees it."""

    id: str
    matter: str
    course: MeetingCourse
    about: tuple[Subject, ...]
    house: HubHouse
    at: datetime
    acting: Acting

    @property
    def call(self) -> deeds.MeetingCalled:
        """How it was called. Raises NothingThere."""
        if self.course.called is None or not isinstance(self.course.called.deed, deeds.MeetingCalled):
            raise NothingThere
        return self.course.called.deed

    def act(self, deed: deeds.Deed) -> Act:
        """The act that this deed would be."""
        return act_of(self.matter, str(self.acting.account), self.house.post_of(self.acting.post, self.at), self.at, deed)

    def may(self, deed: deeds.Deed) -> Refusal | None:
        """Why whoever acts may not do this now; None where they may."""
        return meeting_refusal(self.act(deed), self.course, self.house)


def matter_of(meeting: str) -> str:
    """The matter of a meeting."""
    return f"meeting:{meeting}"


def look_at_call(who: Acting, purpose: Purpose, kind: str, its_id: str, *, request: str = "") -> Subject:
    """Whom or what a meeting would be about; that it was looked at is written down. Raises NothingThere (also where whoever
    acts may call none), LookNotWritten.
    """
    at = clock.now()
    reader = reader_for(who, at=at)
    if kind == "concern":
        look_at_matter(who, purpose, its_id, request=request)
        with acting(reader, purpose, at=at):
            return _seen(f"concern:{its_id}")
    if kind == "finding":
        with look_at_finding(reader, purpose, its_id, request=request):
            return _seen(f"finding:{its_id}")
    letter = its_id[:1] if kind == "known" else KIND_LETTERS[EntityKind.PERSON]
    if letter not in LETTERS:
        raise NothingThere

    def key() -> str:
        return f"person:{its_id}" if kind == "person" else f"mention:{stored.anchor_of(its_id)}"

    with look_at_subject(
        reader, purpose, (LETTERS[letter], its_id), lambda: stored.subject_shown(key()) is not None, request=request
    ):
        return _seen(key())


def _seen(key: str) -> Subject:
    seen = stored.subject_shown(key)
    if seen is None:
        raise NothingThere
    return subject_line(key, seen)


def call(who: Acting, purpose: Purpose, subject: Subject, deed: deeds.MeetingCalled) -> str:
    """Call a meeting; its id. Raises NotDone."""
    at, meeting = clock.now(), f"m{secrets.token_hex(8)}"
    house = HubHouse({})
    before = Meeting(
        id=meeting, matter=matter_of(meeting), course=meeting_course(()), about=(subject,), house=house, at=at, acting=who
    )
    why = before.may(deed)
    if why is not None:
        raise NotDone(why)
    act = before.act(deed)
    kept.keep_act(request_connection(), act, salts=salt)
    with acting(reader_for(who, at=at), purpose, at=at):
        kept.note_course(row_of(meeting_course([act]), matter_of(meeting)))
    return meeting


def do(who: Acting, purpose: Purpose, meeting: str, deed: deeds.Deed, *, request: str = "") -> Act:
    """Do it, if it may be done as things stand. Raises NotDone, NothingThere, LookNotWritten."""
    reader, connection, matter = reader_for(who, at=clock.now()), request_connection(), matter_of(meeting)
    with kept.one_at_a_time(connection, matter):
        with look_at_subject(
            reader, purpose, ("meeting", meeting), lambda: is_there(matter), action="act", request=request
        ) as shown:
            before = read_meeting(who, meeting, shown)
            closed = isinstance(deed, deeds.Invited) and not stored.could_join(matter, UUID(deed.account))
        why = Refusal.NO_SUCH_PERSON if closed else before.may(deed)
        if why is not None:
            raise NotDone(why)
        act = before.act(deed)
        kept.keep_act(connection, act, salts=salt)
        now = meeting_course((*before.course.acts, act))
        with acting(reader, purpose, at=before.at):
            kept.note_course(row_of(now, matter))
    return act


def invitation(email: str, because: str) -> deeds.Invited:
    """The invitation of whoever has this address, for the agency of their first post. Raises NobodyThere."""
    at = clock.now()
    account = somebody_with(email, at=at).reader.account
    return deeds.Invited(str(account), posts_at(account, at)[0].agency, because)


def is_there(matter: str) -> bool:
    """Inside `acting`: whether the reader may see this meeting."""
    return bool(kept.acts_on(matter))


def read_meeting(who: Acting, meeting: str, shown: Shown, *, known_by: datetime | None = None) -> Meeting:
    """Inside the look at a meeting: how it stands. Raises NothingThere."""
    course = meeting_course(kept.acts_on(matter_of(meeting)), known_by=known_by)
    if course.called is None or not isinstance(course.called.deed, deeds.MeetingCalled):
        raise NothingThere
    return Meeting(
        id=meeting,
        matter=matter_of(meeting),
        course=course,
        about=what_about(course.called.deed.about),
        house=HubHouse({}),
        at=shown.at,
        acting=who,
    )


def what_about(keys: tuple[str, ...]) -> tuple[Subject, ...]:
    """Inside `acting`: whom and what these subjects are, as far as the reader may see."""
    return tuple(subject_line(key, stored.subject_shown(key)) for key in keys)


def subject_line(key: str, seen: stored.SubjectShown | None) -> Subject:
    """A subject in words."""
    kind = key.partition(":")[0]
    if seen is None:
        return Subject(key=key, kind=kind, id="", title=NOT_SEEN.get(kind, NOT_SEEN["mention"]))
    if seen.kind == "concern":
        return Subject(key=key, kind="concern", id=seen.text, title=f"Concern {seen.text}")
    if seen.kind == "finding":
        return Subject(key=key, kind="finding", id=seen.id, title=pattern_words(seen.text, PATTERNS).question)
    confirmed = seen.kind == "confirmed"
    described = say_described("person" if confirmed else seen.kind, seen.description, seen.text)
    title = f"{'Person' if confirmed else KIND_WORDS[seen.kind]}: {described}"
    return Subject(key=key, kind="person" if confirmed else "known", id=seen.id, title=title)


def row_of(course: MeetingCourse, matter: str) -> CourseRow:
    """How a meeting stands, for lists."""
    due = course.due()
    return CourseRow(
        matter=matter,
        state="held" if course.minutes else "called",
        decided_at=course.minutes[-1].at if course.minutes else None,
        decided="",
        proposed_at=None,
        objected_at=None,
        requested_at=None,
        due_at=due[0] if due else None,
    )
