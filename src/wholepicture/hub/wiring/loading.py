"""Loads the training county, so that the hub's past reads as if it had been running all along."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from wholepicture.county import write_county
from wholepicture.engines.columnar.arrivals import Reception, extracts_in, receive
from wholepicture.engines.cores import usable_cores
from wholepicture.engines.progress import Silence
from wholepicture.hub.accounts.models import Post
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring import receiving
from wholepicture.hub.wiring.journey_understanding import Means
from wholepicture.hub.wiring.loading_concerns import CONCERNS, Raised
from wholepicture.hub.wiring.receiving import Written
from wholepicture.ledger.facts import Draft, Fact, Salts
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.vocabulary.moments import london_day

SEED = 7
CHILDREN = 3_000
YEARS = 2
AUTHOR = "training county"
TRAINING_MAIL = "@training.example"
Say = Callable[[str], None]


class AlreadyLoaded(Exception):
    """The ledger holds facts already. The training county goes into an empty hub only, and never beside real records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raiser:
    """In whose name, and in which post, training concerns are raised."""

    account: UUID
    agency: str
    agency_name: str
    team: int
    team_name: str


def training_raisers(now: datetime) -> tuple[Raiser, ...]:
    """The front-line people of the training county, in the posts that they hold now."""
    held = Post.objects.filter(
        account__email__endswith=TRAINING_MAIL, role="front_line", since__lte=now, until__isnull=True
    ).select_related("account", "team__agency")
    return tuple(
        Raiser(
            account=post.account.handle,
            agency=post.team.agency.key,
            agency_name=post.team.agency.name,
            team=post.team.pk,
            team_name=post.team.name,
        )
        for post in held.order_by("account__email")
    )


def load_training(
    connection: Connection,
    means: Means,
    *,
    raisers: Sequence[Raiser],
    salts: Salts,
    now: datetime,
    children: int = CHILDREN,
    say: Say,
) -> int:
    """Make the county and put it into the empty ledger, each record known from when its agency recorded it; how many facts.

    It ends a week before `now`. Then each of `raisers` has raised the concerns of their agency in the days since. Raises
    AlreadyLoaded.
    """
    ledger = PostgresLedger(connection, salts)
    if ledger.through():
        raise AlreadyLoaded
    say("Making the training county.")
    received = _county(means, salts, london_day(now), children)
    say("Putting the training county into the ledger.")
    loaded = sum(
        ledger.append(map(_draft, facts), known_at=known_at) for facts, known_at in _day_by_day(received, until=now)
    )
    for concern in sorted(CONCERNS, key=lambda concern: -concern.hours_ago):
        for raiser in raisers:
            if concern.agency == raiser.agency:
                loaded += _raise(connection, raiser, concern, means, salts, now)
    say(f"The training county is there: {loaded:,} records.")
    return loaded


def _county(means: Means, salts: Salts, today: date, children: int) -> MemoryLedger:
    ledger = MemoryLedger(salts)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "county"
        write_county(
            out,
            seed=SEED,
            children=children,
            years=YEARS,
            networks=None,
            start=today - timedelta(days=365 * YEARS + 7),
            workers=usable_cores(),
        )
        how = Reception(
            profiles=means.profiles,
            key=means.key,
            received_at=datetime.combine(today, datetime.min.time()).astimezone(),
            author=AUTHOR,
        )
        receive(extracts_in(out), ledger, how, Silence())
    return ledger


def _day_by_day(ledger: MemoryLedger, *, until: datetime) -> Iterator[tuple[list[Fact], datetime]]:
    """The facts of each day, with the moment at which they are known: when the last of that day was recorded."""
    for _, of_a_day in groupby(ledger.received(recorded_by=until), key=lambda fact: london_day(fact.envelope.recorded_at)):
        facts = list(of_a_day)
        yield facts, facts[-1].envelope.recorded_at


def _draft(fact: Fact) -> Draft:
    envelope = fact.envelope
    return Draft(
        id=envelope.id,
        kind=envelope.kind,
        source=envelope.source,
        author=envelope.author,
        recorded_at=envelope.recorded_at,
        happened=envelope.happened,
        parts=fact.parts,
    )


def _raise(connection: Connection, raiser: Raiser, concern: Raised, means: Means, salts: Salts, now: datetime) -> int:
    written = Written(
        key=f"training {concern.name}",
        account=raiser.account,
        agency=raiser.agency,
        agency_name=raiser.agency_name,
        team=raiser.team,
        team_name=raiser.team_name,
        concern=concern.as_written(raiser.agency_name, now),
    )
    receiving.receive(connection, written, means, salts=salts, now=now - timedelta(hours=concern.hours_ago))
    return 1
