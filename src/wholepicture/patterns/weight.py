"""How surprising a thread is, given the place or person that it hangs on and the area around it."""

from datetime import timedelta

from wholepicture.knowledge.picture import Picture
from wholepicture.patterns.norms import together
from wholepicture.patterns.question import Norms
from wholepicture.patterns.threads import MOST_LOOKED_AT, Thread, named_children
from wholepicture.vocabulary.records import EntityId


def weigh(picture: Picture, norms: Norms, found: Thread, anchor: EntityId, sort: str, days: int) -> tuple[float, float]:
    """How many unrelated families were to be expected at the anchor, and the chance of what was seen there.

    The first family explains why the anchor is on record at all, so only further ones count. The chance joins two: that
    of so many further families, given the anchor's own history, and that of so many records with signs, given the area;
    the latter is asked twice, of somebody else's hand and of absence, and the stronger answer is paid for twice.
    """
    since = picture.now - timedelta(days=days)
    earlier = [s for s in picture.latest(anchor, since - timedelta(days=730), MOST_LOOKED_AT) if s.known_at < since]
    before = len({c for s in earlier for c in named_children(picture, s)})
    known_days = (since - earlier[0].known_at).days if earlier else 0
    expected, by_families = norms.chance_of_families(sort, found.groups - 1, days, max(before - 1, 0), known_days)
    _, by_contact = norms.chance_of_signs("any", found.signed, found.looked_at)
    _, by_absence = norms.chance_of_signs("away", found.away, found.looked_at)
    by_signs = min(1.0, 2 * min(by_contact, by_absence))
    return round(expected + 1, 3), together(by_families, by_signs)
