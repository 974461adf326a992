"""Fewer reports while what they say gets worse."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.vocabulary.moments import LONDON
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import RecordKind

_DAYS = 365
_HALF = timedelta(days=60)
_FEWEST = 3
_LONGER = 1.5


class FallingCount:
    """Is a child going missing less often because things are better, or is each time worse?

    Compares a child's missing episodes of the latest 60 days with the 60 days before. It holds when there were at least
    three before and fewer now, while the episodes have become at least half as long again, and more of them last over night
    or end later. Fewer reports are not less harm: a child may be kept longer, or may no longer be reported.
    It makes no statistical claim about the child: it shows the months side by side. `observed` is the mean length in hours
    now, `expected` the mean before. It needs times of leaving and return.
    """

    name = "falling_count"
    across = False
    quiet_days = 120

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The child who was missing."""
        if sighting.kind is not RecordKind.MISSING_EPISODE or sighting.happened is None:
            return ()
        return tuple(Anchor(e) for e in picture.entities(sighting, EntityKind.PERSON, Role.SUBJECT))

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:  # noqa: ARG002
        """The child's episodes, where they are fewer and worse."""
        if picture.count(anchor.entity) < _FEWEST:
            return None
        episodes = [
            s
            for s in picture.latest(anchor.entity, picture.now - timedelta(days=_DAYS), 120)
            if s.kind is RecordKind.MISSING_EPISODE
            and s.happened is not None
            and s.happened.until is not None
            and anchor.entity in picture.entities(s, EntityKind.PERSON, Role.SUBJECT)
        ]
        if not episodes:
            return None
        episodes.sort(key=lambda s: (s.began_at, s.number))
        before, now = _halves(episodes)
        if len(before) < _FEWEST or len(now) >= len(before) or not _worse(before, now):
            return None
        return Held(
            anchor=anchor.entity,
            evidence=tuple(sorted(episodes, key=lambda s: s.number)),
            children=(anchor.entity,),
            families=1,
            expected=round(_mean_hours(before), 1),
            observed=round(_mean_hours(now), 1),
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """The months side by side."""
        months: dict[tuple[int, int], list[Sighting]] = {}
        for sighting in sorted(held.evidence, key=lambda s: s.began_at):
            months.setdefault((sighting.day.year, sighting.day.month), []).append(sighting)
        rows = "; ".join(_month(month, episodes) for month, episodes in months.items())
        child = wording.person(picture, held.anchor, held.evidence[-1].day)
        because = (
            f"Missing episodes of {child} fell from {_fall(months)}, "
            f"while each became worse: on average {held.expected:.0f} hours away before and {held.observed:.0f} now. "
            f"By month: {rows}. Fewer reports are not less harm."
        )
        return Story(
            because=because,
            against=(
                "Few episodes make an unsteady average, and one long absence can have a reason of its own.",
                "The months are those that were reported; what was not reported is not in them.",
            ),
            ask_next=(
                "What else changed: who reports, where the child lives, who collects the child, which rule applies by age?",
                "Was there a return home interview within 72 hours each time, by somebody independent, and was it declined?",
                "Where was the child, with whom, and how did the child travel? (return home interview)",
            ),
        )


def _mean_hours(episodes: Sequence[Sighting]) -> float:
    return sum(_hours(s) for s in episodes) / len(episodes)


def _hours(sighting: Sighting) -> float:
    return sighting.happened.length / timedelta(hours=1) if sighting.happened else 0.0


def _nights(sighting: Sighting) -> int:
    """Nights away: how often four in the morning fell into the episode."""
    if sighting.happened is None or sighting.happened.until is None:
        return 0
    since, until = sighting.happened.since.astimezone(LONDON), sighting.happened.until.astimezone(LONDON)
    shift = timedelta(hours=4)
    return ((until - shift).date() - (since - shift).date()).days


def _lateness(sighting: Sighting) -> float:
    """Hours from noon of the day of leaving until return."""
    if sighting.happened is None or sighting.happened.until is None:
        return 0.0
    since, until = sighting.happened.since.astimezone(LONDON), sighting.happened.until.astimezone(LONDON)
    return (until - since) / timedelta(hours=1) + since.hour + since.minute / 60 - 12


def _worse(before: Sequence[Sighting], now: Sequence[Sighting]) -> bool:
    longer = _mean_hours(now) >= _LONGER * _mean_hours(before)
    nights = sum(map(_nights, now)) / len(now) > sum(map(_nights, before)) / len(before)
    later = sum(map(_lateness, now)) / len(now) > sum(map(_lateness, before)) / len(before) + 1
    return longer and (nights or later)


def _halves(episodes: Sequence[Sighting]) -> tuple[list[Sighting], list[Sighting]]:
    """The episodes of the 60 days before the latest 60, and those of the latest 60; in the order in which they began."""
    middle = episodes[-1].began_at - _HALF
    before = [s for s in episodes if middle - _HALF < s.began_at <= middle]
    return before, [s for s in episodes if s.began_at > middle]


def _fall(months: dict[tuple[int, int], list[Sighting]]) -> str:
    """From how many to how many: the fullest month beside the last, or stretches of 60 days where no month shows it."""
    most, last = max(months, key=lambda month: (len(months[month]), month)), list(months)[-1]
    if len(months[last]) < len(months[most]):
        return (
            f"{wording.number(len(months[most]))} in {_name(most)} to {wording.number(len(months[last]))} in {_name(last)}"
        )
    before, now = _halves([episode for episodes in months.values() for episode in episodes])
    days = f"{_HALF.days} days"
    return (
        f"{wording.number(len(before))} in {days} to {wording.number(len(now))} in the {days} up to "
        f"{wording.on_day(now[-1].day)}"
    )


def _name(month: tuple[int, int]) -> str:
    return f"{date(month[0], month[1], 1):%B %Y}"


def _month(month: tuple[int, int], episodes: Sequence[Sighting]) -> str:
    latest = max(episodes, key=_lateness)
    until = latest.happened.until if latest.happened else None
    back = f", back as late as {until.astimezone(LONDON):%H:%M}" if until else ""
    nights = sum(map(_nights, episodes))
    return (
        f"{_name(month)}: {wording.counted(len(episodes), 'episode')}, {sum(map(_hours, episodes)):.0f} hours away, "
        f"{wording.counted(nights, 'night')}{back}"
    )
