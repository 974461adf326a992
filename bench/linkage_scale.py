"""Time and memory of the linker on a made-up stream of records, four mentions each.

    PYTHONPATH=src python bench/linkage_scale.py RECORDS

People come back, move, are misspelt; parents, homes, cars and hubs stand beside them, roughly as in a county's extracts.
"""

import random
import resource
import string
import sys
import time
from datetime import UTC, date, datetime, timedelta

from wholepicture.linkage import Linker, load_model
from wholepicture.linkage.names import load_name_lore
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, PlaceDescription, Role, Sex, VehicleDescription
from wholepicture.vocabulary.records import Mention, RecordId, Span, mention_id


def slip(text, dice):
    if dice.random() > 0.06 or len(text) < 4:
        return text
    at = dice.randrange(1, len(text) - 1)
    return text[:at] + dice.choice(string.ascii_lowercase) + text[at + 1 :]


def elsewhere(streets, dice):
    street = dice.randrange(len(streets))
    code = f"QX{street % 9 + 1} {street % 7}{chr(65 + street % 26)}{chr(65 + street // 26 % 26)}"
    return f"{dice.randrange(1, 140)} {streets[street]}, {code}"


def county(records, dice):
    forenames = sorted(n for n in load_name_lore().known if len(n) > 2)
    surnames = [
        "".join(
            dice.choice(["ba", "den", "ford", "ley", "har", "wick", "ton", "mor", "sha", "kin", "ro", "el"])
            for _ in range(3)
        )
        for _ in range(4000)
    ]
    streets = [f"{dice.choice(surnames).title()} {kind}" for kind in ("Road", "Street", "Lane", "Close") for _ in range(800)]
    families = max(records // 12, 50)
    for number in range(records):
        family = int(families * dice.random() ** 1.5)
        own = random.Random(family)
        surname = surnames[own.randrange(len(surnames))]
        child = own.randrange(1, 4) and dice.randrange(1, 3)
        own = random.Random(family * 10 + child)
        born = date(2006, 1, 1) + timedelta(days=own.randrange(4000))
        lives = random.Random(family)
        code = f"QX{family % 9 + 1} {family % 10}{chr(65 + family // 10 % 26)}{chr(65 + family // 260 % 26)}"
        home = f"{lives.randrange(1, 140)} {lives.choice(streets)}, {code}"
        parent = forenames[random.Random(family + 1).randrange(len(forenames))]
        told = [
            (
                EntityKind.PERSON,
                Role.SUBJECT,
                PersonDescription(
                    surname=slip(surname, dice),
                    forename=slip(forenames[own.randrange(len(forenames))], dice),
                    born=born if dice.random() < 0.85 else None,
                    sex=dice.choice([Sex.FEMALE, Sex.MALE]) if dice.random() < 0.02 else Sex.FEMALE,
                    address=home if dice.random() < 0.7 else "",
                ),
                None,
            ),
            (
                EntityKind.PLACE,
                Role.LOCATION,
                PlaceDescription(text=home if dice.random() < 0.5 else elsewhere(streets, dice)),
                None,
            ),
            (
                EntityKind.PERSON,
                Role.PARENT,
                PersonDescription(name=f"{slip(parent, dice)} {slip(surname, dice)}"),
                Span(10, 20),
            ),
        ]
        if dice.random() < 0.4:
            plate = random.Random(dice.randrange(records // 10 + 10))
            told.append(
                (
                    EntityKind.VEHICLE,
                    Role.SEEN,
                    VehicleDescription(
                        registration="".join(plate.choices(string.ascii_uppercase, k=2))
                        + f"{plate.randrange(10, 70)}"
                        + "".join(plate.choices(string.ascii_uppercase, k=3)),
                        colour="red",
                    ),
                    None,
                )
            )
        if dice.random() < 0.5:
            told.append((EntityKind.PERSON, Role.ASSOCIATE, PersonDescription(name=dice.choice(forenames)), Span(30, 40)))
        record = RecordId(f"{number:032x}")
        yield [
            Mention(id=mention_id(k, record, i), kind=k, role=r, description=d, text=Words(""), span=s)
            for i, (k, r, d, s) in enumerate(told)
        ]


def main(records):
    dice = random.Random(7)
    linker = Linker(load_model())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took, mentions, slow, judged = 0.0, 0, [], 0
    at = datetime(2024, 1, 1, tzinfo=UTC)
    for number, told in enumerate(county(records, dice)):
        started = time.process_time()
        found = linker.resolve(told, at=at, on=at.date())
        spent = time.process_time() - started
        took += spent
        mentions += len(told)
        judged += len(found.judged)
        if number > records * 0.9:
            slow.append(spent)
    slow.sort()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"{records} records, {mentions} mentions: {took:.1f} s, {took / mentions * 1e6:.0f} us a mention; "
        f"last tenth, a record: p50 {slow[len(slow) // 2] * 1e3:.3f} ms, p95 {slow[int(len(slow) * 0.95)] * 1e3:.3f} ms; "
        f"memory +{grown / 1024:.0f} MB, {grown * 1024 / mentions:.0f} bytes a mention; {judged} pairs"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
