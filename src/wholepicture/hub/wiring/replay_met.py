"""Meetings, measures, returns from missing, and what people said of who is who: lines of a replay."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.decisions.acts import Act
from wholepicture.decisions.deeds_of_concerns import Happened, LateExplained
from wholepicture.decisions.deeds_of_meetings import Invited, MeasureSet, Minuted
from wholepicture.decisions.episode_course import EpisodeCourse, Returned, episode_course
from wholepicture.decisions.meeting_course import MeetingCourse, meeting_course
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage import replays
from wholepicture.hub.storage.link_review import MentionShown
from wholepicture.hub.storage.replays import JudgedWord, KnownRecord
from wholepicture.hub.wiring.descriptions import KIND_WORDS, say_described
from wholepicture.hub.wiring.meeting_lines import said, title_of_meeting
from wholepicture.hub.wiring.record_page import JUDGED, title_of
from wholepicture.hub.wiring.replay_scope import Scope
from wholepicture.hub.wiring.replay_told import Kind, Line, Met, Told, author_of
from wholepicture.hub.wiring.returns import say_deed


def meetings_in(scope: Scope, until: datetime) -> tuple[Met, ...]:
    """Inside `acting`: the meetings about what is replayed that had been called before a moment, as they stood then."""
    acts: dict[str, list[Act]] = {}
    digests: dict[str, str] = {}
    for act, digest in replays.meeting_acts((*scope.met_about, *scope.named), until=until):
        acts.setdefault(act.matter, []).append(act)
        digests[act.id] = digest
    return tuple(Met(meeting_course(those), digests) for those in acts.values())


def returns_in(scope: Scope, until: datetime) -> tuple[tuple[KnownRecord, EpisodeCourse], ...]:
    """Inside `acting`: the returns from missing that were known before a moment, each by the version of its record that
    stood then, and what had been said of it.
    """
    known, on, stood = scope.known, until - timedelta(microseconds=1), {}
    for record, source, ended, since in replays.episodes_known(list(known)):
        if since < until:
            stood[source] = (known[record], Returned(matter=f"episode:{source}", until=ended, known_at=since))
    return tuple(
        (record, episode_course(returned, kept.acts_on(returned.matter), known_by=on)) for record, returned in stood.values()
    )


def accounts_met(meetings: Sequence[Met], words: Sequence[JudgedWord]) -> set[UUID]:
    """Everybody whom acts on meetings and words on who is who name."""
    found = {one.account for one in words}
    for course in (one.course for one in meetings):
        found |= {act.by for act in course.acts} | set(course.people) | {one.deed.owner for one in course.actions}
        found |= set(_attended(course))
    return {UUID(one) for one in found}


def _attended(course: MeetingCourse) -> Iterable[str]:
    return (one for act in course.minutes if isinstance(act.deed, Minuted) for one in act.deed.attended)


def meeting_lines(told: Told) -> Iterator[Line]:
    """What was done around each meeting that is about what is replayed, as far as the reader may see the meeting."""
    names = {str(handle): name for handle, name in told.names.items()}
    for met in told.meetings:
        title = title_of_meeting(met.course)
        for act in met.course.acts:
            one = said(act, names)
            yield Line(
                at=act.at,
                kind=Kind.DECIDED,
                what=f"{title}: {one.says}{_whom(act.deed, names)}",
                who=one.by,
                words=one.words,
                basis="acts of the meeting",
                fact=act.id,
                digest=met.digests.get(act.id, ""),
            )


def return_lines(told: Told) -> Iterator[Line]:
    """What was said of each return from missing."""
    digests = told.digests
    for record, course in told.returns:
        for act in course.acts:
            if isinstance(act.deed, Happened | LateExplained):
                yield Line(
                    at=act.at,
                    kind=Kind.DECIDED,
                    what=f"{title_of(record.kind, record.agency_name, record.reference)}: {say_deed(act.deed)}",
                    who=author_of(act.by, told),
                    words=act.deed.because,
                    basis="what was said of the return",
                    fact=act.id,
                    digest=digests.get(act.id, ""),
                    record=record.record,
                )


def judged_lines(told: Told) -> Iterator[Line]:
    """What people said of who is who."""
    for word in told.words:
        sides = [_side(told.mentions[one]) for one in word.mentions if one in told.mentions]
        if sides:
            yield Line(
                at=word.at,
                kind=Kind.DECIDED,
                what=f"{_verdict(word)}: {' and '.join(sides)}",
                who=author_of(word.account, told) or word.shown_as,
                words=word.because,
                basis="a person’s word on who is who",
                fact=word.fact,
                digest=word.digest,
            )


def _whom(deed: object, names: dict[str, str]) -> str:
    match deed:
        case Invited(account=account):
            return f" {names.get(account, '')}"
        case MeasureSet(kind=kind):
            return f" {kind.value.capitalize()}."
    return ""


def _verdict(word: JudgedWord) -> str:
    match word.act:
        case "part":
            return "Put apart: not whom it was taken for"
        case "rejoin":
            return "Put together again after all"
    verdict = JUDGED.get(word.judgement, word.judgement)
    return f"An earlier word taken back; now: {verdict[:1].lower()}{verdict[1:]}" if word.takes_back else verdict


def _side(one: MentionShown) -> str:
    described = say_described(one.kind, one.description, one.text)
    return f"{KIND_WORDS[one.kind].lower()} {described} ({one.agency}, {one.reference})"
