"""The same question answered a third time, as plainly as it can be said, by going through the moments and the tables."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tests.hub.access.people_and_records import LINES, PERSONS, Person, World, Written, handle

from wholepicture.hub.need_to_know.lines import Managed
from wholepicture.hub.need_to_know.subjects import Criticised, Relation, Seal

WHAT_OPENS = """
follow_own           front_line        raised
follow_own           hub_practitioner  raised
follow_own           analyst           raised
follow_own           manager           raised
direct_work          front_line        raised related
direct_work          hub_practitioner  raised related
direct_work          manager           raised related
deal_with_concern    hub_practitioner  raised related everything
review_links         hub_practitioner  raised related everything
review_links         analyst           raised related in-a-finding
work_on_finding      hub_practitioner  raised related everything
work_on_finding      analyst           raised related in-a-finding
prepare_meeting      front_line        raised related
prepare_meeting      hub_practitioner  raised related everything
prepare_meeting      analyst           raised related in-a-finding
prepare_meeting      manager           raised related of-my-teams
put_right            hub_practitioner  raised related everything
put_right            manager           raised related of-my-teams
oversee_team         manager           raised related of-my-teams
answer_for_hub       manager           raised related of-the-hub
immediate_danger     front_line        raised related broken
immediate_danger     hub_practitioner  raised related everything broken
immediate_danger     analyst           raised related in-a-finding broken
immediate_danger     manager           raised related of-my-teams broken
scrutinise           scrutineer        scrutiny
review_access        scrutineer        scrutiny
review_access        manager           of-my-teams
review_break_glass   scrutineer
review_break_glass   manager
oversee_partnership  executive         paragraphs
open_identity        custodian
"""
OPENS: dict[tuple[str, str], frozenset[str]] = {
    (line.split()[0], line.split()[1]): frozenset(line.split()[2:]) for line in WHAT_OPENS.strip().splitlines()
}


def above_at(who: UUID, moment: datetime, lines: Iterable[Managed]) -> set[UUID]:
    holding = [line for line in lines if line.since <= moment and (line.until is None or moment < line.until)]
    found: set[UUID] = set()
    level = {who}
    while level:
        level = {line.manager for line in holding if line.managed in level} - found
        found |= level
    return found


def ever_above(who: UUID, since: datetime | None, at: datetime, lines: Iterable[Managed]) -> set[UUID]:
    lines = list(lines)
    since = min(since, at) if since else None
    changes = {at} | {line.since for line in lines} | ({since} if since else set())
    moments = [m for m in changes if m <= at and (since is None or m >= since)]
    return {person for moment in moments for person in above_at(who, moment, lines)}


class Oracle:
    def __init__(self, world: World, lines: Iterable[Managed] = LINES, people: dict[str, Person] | None = None) -> None:
        self.world = world
        self.lines = tuple(lines)
        self.people = people or {}
        self.by_record = {one.record: one for one in world.records}
        self._above: dict[tuple[Criticised, datetime], set[UUID]] = {}
        self._teams: dict[tuple[str, datetime], set[int]] = {}
        self.threads: dict[str, list[Written]] = {}
        for one in world.records:
            self.threads.setdefault(one.root or one.record, []).append(one)
        self.records_of: dict[str, list[Written]] = {}
        for one in world.records:
            for finding in one.findings:
                self.records_of.setdefault(finding, []).append(one)

    # A concern with everything that was added to it.
    def together(self, one: Written) -> list[Written]:
        return self.threads[one.root or one.record]

    def ways(self, person: Person, purpose: str, at: datetime) -> frozenset[str]:
        if any(post.role == "administrator" for post in person.posts):
            return frozenset()
        if purpose == "answer_for_hub" and not self.over_the_hub(person, at):
            return frozenset()
        return frozenset().union(*(OPENS.get((purpose, post.role.value), ()) for post in person.posts))

    def over_the_hub(self, person: Person, at: datetime) -> bool:
        return any(
            person.account in above_at(one.account, at, self.lines)
            for one in self.people.values()
            if any(post.role == "hub_practitioner" for post in one.posts)
        )

    def held(self, person: Person, at: datetime) -> list[Relation]:
        return [
            r
            for r in self.world.relations
            if r.account == person.account and r.since <= at and (r.until is None or at < r.until)
        ]

    def wrote(self, person: Person, one: Written) -> bool:
        own = [one, *([self.by_record[one.root]] if one.root else [])]
        return any(person.name in (o.raiser, o.protected) for o in own)

    def unsealed(self, person: Person, one: Written, at: datetime) -> bool:
        mine = [r for r in self.held(person, at) if r.kind == "sealed"]
        if any(r.record == o.record for r in mine for o in self.together(one)):
            return True
        return all(any(seal == Seal(person=r.person) for r in mine if r.person) for seal in one.seals)

    def above(self, who: Criticised, at: datetime) -> set[UUID]:
        key = (who, at)
        if key not in self._above:
            self._above[key] = ever_above(who.account, who.since, at, self.lines) if who.account else set()
        return self._above[key]

    def barred(self, person: Person, one: Written, at: datetime) -> bool:
        if self.wrote(person, one):
            return False
        against = [who for other in self.together(one) for who in other.criticised]
        if any(who.account == person.account for who in against):
            return True
        if any(post.role == "scrutineer" for post in person.posts):
            return False
        return any(person.account in self.above(who, at) for who in against)

    def teams(self, person: Person, at: datetime) -> set[int]:
        key = (person.name, at)
        if key not in self._teams:
            agencies = {post.agency for post in person.posts if post.role == "manager"}
            under = [p for p in self.people.values() if person.account in above_at(p.account, at, self.lines)]
            own = {post.team for post in person.posts if post.role == "manager"}
            theirs = {post.team for p in under for post in p.posts if post.agency in agencies}
            self._teams[key] = own | theirs if agencies else set()
        return self._teams[key]

    def to(self, relation: Relation, one: Written) -> bool:
        every = self.together(one)
        if relation.record:
            return relation.record in {other.record for other in every}
        return relation.person in {PERSONS[name] for other in every for name in other.confirmed}

    def may_read(self, person: Person, one: Written, purpose: str, at: datetime) -> bool:
        ways = self.ways(person, purpose, at)
        if not self.unsealed(person, one, at) or self.barred(person, one, at):
            return False
        mine = self.held(person, at)
        unknown = any(who.account is None for other in self.together(one) for who in other.criticised)
        return bool(
            ways & {"everything", "scrutiny"}
            or ("raised" in ways and self.wrote(person, one))
            or ("related" in ways and any(self.to(r, one) for r in mine if r.kind != "break glass"))
            or ("broken" in ways and any(self.to(r, one) for r in mine if r.kind == "break glass"))
            or ("of-the-hub" in ways and not unknown)
            or ("of-my-teams" in ways and one.team in self.teams(person, at) and not unknown)
            or ("in-a-finding" in ways and any(self.may_see(person, f, purpose, at) for f in one.findings))
        )

    def may_see(self, person: Person, finding: str, purpose: str, at: datetime) -> bool:
        ways = self.ways(person, purpose, at)
        surfaced, adult, renewed = self.world.findings[finding]
        records = self.records_of.get(finding, [])
        if not all(self.unsealed(person, one, at) for one in records):
            return False
        ends = max([surfaced.replace(year=surfaced.year + 1), *renewed])
        if adult and at >= ends and "scrutiny" not in ways:
            return False
        if ways & {"everything", "of-the-hub", "scrutiny", "in-a-finding", "paragraphs"}:
            return True
        return any(self.may_read(person, one, purpose, at) for one in records)


__all__ = ["Oracle", "above_at", "ever_above", "handle"]
