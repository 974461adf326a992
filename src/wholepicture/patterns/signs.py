"""Which of the published signs speak of somebody else's hand in a child's life, and which only go along with it."""

from wholepicture.knowledge.sightings import Sighting
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import RecordKind

CONTACT = frozenset(("B1", "B2", "B3", "B4", "B5", "C1", "C2", "D1", "D2", "D3", "D5", "E1", "E3", "H3", "H4"))
"""An older or unknown person, a car, a gift, callers at night, a threat: somebody else is acting."""

SUPPORT = frozenset(
    ("A1", "A2", "A3", "A4", "B6", "C3", "C4", "D4", "E2", "F1", "F3", "G1", "G3", "G4", "G5", "G6", "H1", "H2", "H5", "H6")
)
"""What a child shows or suffers. Common among children who are not exploited, so it counts only beside the other kind."""


_CALLERS = frozenset(("D1", "D5"))
_AWAY = frozenset(("A1", "A2", "A3", "A4", "B6", "C3", "C4", "D4", "H5"))


def speaks_of_contact(sighting: Sighting) -> bool:
    """Whether the record speaks of somebody else's hand, or is a complaint whose words ask about a child at night.

    Callers count only in what is written about a place, at night, and not where the words speak of a child and yet raise no
    question: by day those are the child's friends, or a workshop's customers.
    """
    if not (CONTACT - _CALLERS).isdisjoint(sighting.signs):
        return True
    if sighting.kind is RecordKind.REFERRAL and sighting.question is not None:
        return True
    if sighting.kind not in (RecordKind.COMPLAINT, RecordKind.REFERRAL) or not sighting.night:
        return False
    return sighting.question is not None or (
        (sighting.adults_calling or "D1" in sighting.signs) and not sighting.child_words
    )


def speaks_of_absence(sighting: Sighting) -> bool:
    """Whether a child was away, afraid, or met by police in a car, or words ask about a child: no proof by itself."""
    if sighting.kind is RecordKind.MISSING_EPISODE or sighting.question is not None or not _AWAY.isdisjoint(sighting.signs):
        return True
    return sighting.kind is RecordKind.NOTIFICATION and bool(sighting.of(EntityKind.VEHICLE))


def speaks_of_absence_in_words(sighting: Sighting) -> bool:
    """Whether the words speak of absence or ask about a child, or police met it in a car: more than a report of absence."""
    if sighting.question is not None or not _AWAY.isdisjoint({*sighting.signs} - {"A1"}):
        return True
    return sighting.kind is RecordKind.NOTIFICATION and bool(sighting.of(EntityKind.VEHICLE))


def speaks_perhaps(sighting: Sighting) -> bool:
    """Whether weights mark a sign of either kind that no rule reads: possible, please check."""
    return not (CONTACT | SUPPORT - {"A1"}).isdisjoint(sighting.possible_signs)


def speaks_of_anything(sighting: Sighting) -> bool:
    """Whether the record bears any sign of either kind."""
    return speaks_of_contact(sighting) or not SUPPORT.isdisjoint(sighting.signs)


_IN_WORDS = {
    "A1": "going missing",
    "A2": "being out late or overnight",
    "A3": "whereabouts that were not explained",
    "A4": "being found out of the area",
    "B1": "an older person of concern",
    "B2": "a controlling person",
    "B3": "adults whom nobody knows",
    "B4": "other children being brought along",
    "B5": "an organised group",
    "B6": "being cut off from family and friends",
    "C1": "money, clothes or gifts that were not explained",
    "C2": "a new or second phone",
    "C3": "secretive calls",
    "C4": "debt",
    "D1": "callers coming and going",
    "D2": "getting into cars of unknown adults",
    "D3": "hotels, taxis or takeaways",
    "D4": "a place of concern",
    "D5": "a home taken over",
    "E1": "people met online",
    "E2": "secretive accounts",
    "E3": "pressure to share images",
    "F1": "absence from school",
    "F2": "exclusion or decline at school",
    "F3": "a marked change",
    "G1": "self-harm or despair",
    "G2": "drug use",
    "G3": "alcohol",
    "G4": "a sexual-health attendance",
    "G5": "an injury that was not explained",
    "G6": "tiredness or a change in appearance",
    "H1": "something that the child told",
    "H2": "an account taken back",
    "H3": "threats or pressure",
    "H4": "something given or promised",
    "H5": "being frightened",
    "H6": "carrying things for others",
}


def signs_in_words(sightings: tuple[Sighting, ...], most: int = 3) -> tuple[str, ...]:
    """The signs that the records speak of, those of somebody else's hand first, the most frequent first."""
    counted: dict[str, int] = {}
    for sighting in sightings:
        for sign in sighting.signs:
            if sign in _IN_WORDS:
                counted[sign] = counted.get(sign, 0) + 1
    ranked = sorted(counted, key=lambda sign: (sign not in CONTACT, -counted[sign], sign))
    return tuple(_IN_WORDS[sign] for sign in ranked[:most])
