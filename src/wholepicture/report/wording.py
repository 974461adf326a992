"""The page's plain words: what each pattern asks, how a moment is written, how the writer's reservations are named."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from wholepicture.vocabulary.moments import LONDON, Period
from wholepicture.vocabulary.readings import About, IndicatorFound, Polarity, Tier, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternWords:
    """A pattern in a reader's words. `question` heads its findings; `counts` says what expected and observed count.

    `across_children` tells a pattern that looks across children, and so stands under the weekly budget for those, from
    one about a single child or record.
    """

    name: str
    short: str
    question: str
    counts: str = ""
    across_children: bool = True


PATTERNS: tuple[PatternWords, ...] = (
    PatternWords(
        name="child_question",
        short="Child question",
        question="Is there a child in what was filed as something else?",
        across_children=False,
    ),
    PatternWords(
        name="place_under_another_name",
        short="Place under another name",
        question="Is this address more than a nuisance?",
        counts="complaints at this address",
    ),
    PatternWords(
        name="shared_place",
        short="Shared place",
        question="Why do children of unrelated families meet at this place?",
        counts="unrelated families at this place",
    ),
    PatternWords(
        name="adult_across_children",
        short="Adult across children",
        question="Why does the same adult appear with children of unrelated families?",
        counts="unrelated families with this adult",
    ),
    PatternWords(
        name="shared_vehicle",
        short="Shared vehicle",
        question="Why is the same vehicle seen with children of unrelated families?",
        counts="unrelated families with this vehicle",
    ),
    PatternWords(
        name="shared_phone",
        short="Shared phone",
        question="Why do children of unrelated families use or hold the same number?",
        counts="unrelated families with this number",
    ),
    PatternWords(
        name="missing_together",
        short="Missing together",
        question="Do these children go missing together?",
        counts="times missing at the same time",
    ),
    PatternWords(
        name="home_targeted",
        short="Home targeted",
        question="Is somebody reaching several children of one home or school?",
        counts="children reached",
    ),
    PatternWords(
        name="converging_agencies",
        short="Converging agencies",
        question="Does each agency hold one piece of the same picture?",
        counts="agencies",
    ),
    PatternWords(
        name="falling_count",
        short="Falling count",
        question="Are fewer reports hiding more harm?",
        counts="hours away an episode",
        across_children=False,
    ),
    PatternWords(
        name="unanswered",
        short="Unanswered",
        question="Has the same concern been raised again without an answer?",
        counts="concerns without an answer",
        across_children=False,
    ),
    PatternWords(
        name="emerging_network",
        short="Emerging network",
        question="Are these children, adults and places more closely tied than chance would have it?",
        counts="links between them",
    ),
    PatternWords(
        name="gone_quiet",
        short="Gone quiet",
        question="Why has nobody recorded anything since?",
        across_children=False,
    ),
)


def pattern_words(name: str, patterns: tuple[PatternWords, ...]) -> PatternWords:
    """The words for a pattern; for one that the page does not know, its own name, as a pattern across children."""
    for words in patterns:
        if words.name == name:
            return words
    plain = name.replace("_", " ").capitalize()
    return PatternWords(name=name, short=plain, question=plain)


def say_moment(moment: datetime) -> str:
    """A UTC moment as London's clock and calendar showed it: "Wed 14 March 2007, 16:30"."""
    local = moment.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%B %Y, %H:%M}"


def say_day(moment: datetime) -> str:
    """The London day of a UTC moment: "14 March 2007"."""
    return say_date(moment.astimezone(LONDON).date())


def say_date(day: date) -> str:
    """A calendar day: "14 March 2007"."""
    return f"{day.day} {day:%B %Y}"


def say_recorded(moment: datetime) -> str:
    """When something was written down; an agency that gives a date alone is not credited with a time of day."""
    local = moment.astimezone(LONDON)
    return f"{say_day(moment)}, by the end of the day" if (local.hour, local.minute) == (23, 59) else say_moment(moment)


def say_period(period: Period | None) -> str:
    """When something took place. A period of whole days is written as days, a day that is one whole day as that day."""
    if period is None:
        return "not stated"
    if period.until is None:
        return f"from {say_moment(period.since)}"
    since, until = period.since.astimezone(LONDON), period.until.astimezone(LONDON)
    if (since.hour, since.minute, until.hour, until.minute) == (0, 0, 0, 0):
        days = (until.date() - since.date()).days
        last = until.date().fromordinal(until.date().toordinal() - 1)
        return say_date(since.date()) if days <= 1 else f"{say_date(since.date())} to {say_date(last)}"
    if since == until:
        return say_moment(period.since)
    if since.date() == until.date():
        return f"{say_moment(period.since)} to {until:%H:%M}"
    return f"{say_moment(period.since)} to {say_moment(period.until)}"


def count_of(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 record", "2,104 records"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def say_number(number: float) -> str:
    """A count or an expectation, without digits that mean nothing: 3, 0.4, 0.012."""
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.1f}" if number >= 1 else f"{number:.2g}"


def say_reservations(found: IndicatorFound) -> tuple[str, ...]:
    """What the writer, or the reading, holds back about an indicator; empty when it was plainly said of this child, now."""
    words = {
        Polarity.AFFIRMED: "",
        Polarity.ABSENT: "ruled out by the writer",
        Polarity.DENIED: "the child says no",
        Polarity.UNCERTAIN: "the writer is unsure",
    }
    times = {Timing.CURRENT: "", Timing.PAST: "in the past", Timing.HYPOTHETICAL: "a plan or an if"}
    whose = {About.CHILD: "", About.FAMILY: "about the family", About.OTHER: "about somebody else"}
    tier = "possible reading" if found.tier is Tier.POSSIBLE else ""
    return tuple(part for part in (words[found.polarity], times[found.timing], whose[found.about], tier) if part)


_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)


def show_controls(text: str) -> str:
    """The text with every control, direction mark and broken character written out as its code, so that none can act."""
    return _UNPRINTABLE.sub(lambda found: f"[U+{ord(found.group()):04X}]", text.replace("\r\n", "\n").replace("\r", "\n"))
