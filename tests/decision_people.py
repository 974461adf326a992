"""People for tests of decisions: two agencies that decide, the officer who raises, and those above them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from wholepicture.decisions.acts import Act, Deed, Post, act_of
from wholepicture.decisions.course import Course, Raised, after, course_of
from wholepicture.decisions.may import refusal
from wholepicture.statute.ladders import Level

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OFFICER = Post("neighbourhood", Level.PRACTITIONER)
SOCIAL_WORKER = Post("social care", Level.PRACTITIONER, decides=True)
DETECTIVE = Post("police", Level.PRACTITIONER, decides=True)
NURSE = Post("health", Level.PRACTITIONER)
TEAM_MANAGER = Post("social care", Level.FIRST_LINE, decides=True)
SERGEANT = Post("police", Level.FIRST_LINE, decides=True)
LEAD = Post("police", Level.SENIOR)
HEAD = Post("social care", Level.HEAD_OF_SERVICE)
EXECUTIVE = Post("police", Level.EXECUTIVE)
SCRUTINEER = Post("scrutiny", Level.SENIOR, scrutinises=True)
PEOPLE = {
    "officer": OFFICER,
    "social worker": SOCIAL_WORKER,
    "detective": DETECTIVE,
    "nurse": NURSE,
    "team manager": TEAM_MANAGER,
    "sergeant": SERGEANT,
    "safeguarding lead": LEAD,
    "head of service": HEAD,
    "executive": EXECUTIVE,
    "scrutineer": SCRUTINEER,
}


@dataclass
class TrainingHouse:
    """A house whose people can leave and be put above one another."""

    people: dict[str, Post] = field(default_factory=lambda: dict(PEOPLE))
    lines: list[tuple[str, str]] = field(
        default_factory=lambda: [("team manager", "social worker"), ("sergeant", "detective")]
    )

    def posts(self, account, at):  # noqa: ARG002
        return (self.people[account],) if account in self.people else ()

    def above(self, account, criticised, since, at):  # noqa: ARG002
        below, waiting = set(), [account]
        while waiting:
            for under in (low for high, low in self.lines if high == waiting[-1] and low not in below):
                below.add(under)
                waiting.insert(0, under)
            waiting.pop()
        return criticised in below

    def deciders(self, at):  # noqa: ARG002
        return tuple(sorted(name for name, post in self.people.items() if post.decides))


def raised(**more):
    """A concern of the officer's, of a Monday morning."""
    given = {"matter": "concern:1", "raisers": frozenset({"officer"}), "agency": "neighbourhood", "at": MONDAY}
    return Raised(**{**given, **more})


def act(who: str, deed: Deed, at: datetime, matter: str = "concern:1") -> Act:
    """What one of the people does."""
    return act_of(matter, who, PEOPLE[who], at, deed)


class Story:
    """A concern to which things are done, one after another; what is refused does not happen."""

    def __init__(self, house: TrainingHouse | None = None, **more) -> None:
        self.house = house or TrainingHouse()
        self.course: Course = course_of(raised(**more), ())
        self.at = MONDAY

    def does(self, who: str, deed: Deed, after_: object = None):
        """What becomes of it: the act, or why it is refused."""
        if after_ is not None:
            self.at = self.at + after_
        done = act(who, deed, self.at)
        why = refusal(done, self.course, self.house)
        if why is None:
            self.course = after(self.course, done)
        return why or done

    def grows(self, **more) -> None:
        """What the ledger holds about the concern changes."""
        self.course = replace(self.course, raised=replace(self.course.raised, **more))
