"""Reports of anti-social behaviour by the place where it happened, as far as the acting reader may see. All in `acting`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wholepicture.decisions.acts import Act
from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.acts import act_kept


@dataclass(frozen=True, slots=True)
class NuisanceReport:
    """One report at a place (an entity). `at` is when it happened, `reported_at` when its agency wrote it down."""

    entity: str
    record: str
    at: datetime
    reported_at: datetime
    asks_of_child: bool


def nuisance_reported(since: datetime, *, entity: str = "") -> tuple[NuisanceReport, ...]:
    """The reports of what happened after a moment, at one place or at all that have a number or a name."""
    found = rows(
        "select entity, record, at, recorded_at, asks_of_child"
        " from need_to_know.nuisance_reported(%s::timestamptz, %s::text) order by entity, at, record",
        (since, entity),
    )
    return tuple(NuisanceReport(at, r, w.astimezone(UTC), d.astimezone(UTC), bool(asks)) for at, r, w, d, asks in found)


def last_reviews(entities: Sequence[str]) -> dict[str, datetime]:
    """When the case of each of these places was last reviewed; those that never were are left out."""
    found = rows("select entity, at from need_to_know.last_reviews(%s::text[])", (list(entities),))
    return {entity: at.astimezone(UTC) for entity, at in found}


def place_acts(entity: str) -> tuple[Act, ...]:
    """What was said of a place, in the order of the ledger."""
    found = rows("select matter, id, author, known_at, body from need_to_know.place_acts(%s::text)", (entity,))
    return tuple(act_kept(*row) for row in found)
