"""How long a meeting's pack takes: `python bench/pack.py [--records 180]`. Prints pages, bytes and seconds.

Nobody in it is real. A mapping meeting's pack: a network of the people, places and cars that its records join, their order
in time, a map, asks and answers, open duties, decisions and dissent, and every record word for word.
"""

import argparse
import re
import time
from datetime import UTC, datetime, timedelta

from wholepicture.report.pack import Entry, PackForm, PackSection, pack_pdf
from wholepicture.report.sections import Room, Table, figures_of
from wholepicture.report.view import AgeGroup, EntityView, FindingView, LinkView, Page, Position, RecordView
from wholepicture.vocabulary.findings import Finding, FindingId
from wholepicture.vocabulary.hidden import Narrative, Words
from wholepicture.vocabulary.moments import Period
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId, Provenance, Record, RecordId, RecordKind

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AGENCIES = ("Police", "School", "Health", "Neighbourhood team", "Children's social care")
SEEN = (
    "A girl of about 13 was at the flat at night with three men. A silver car waited outside with its lights off. ",
    "She came to school late and would not say where she had been. She had a new phone and a coat that was not hers. ",
    "The neighbour heard shouting after 1 am and saw two men carry bags out to the car. ",
    "He gave a false name at first. The officer noted the number of the car and the name of the street. ",
)


def a_record(number: int) -> Record:
    """One of the records, three days after the one before."""
    at = BEGAN + timedelta(days=2 * number)
    said = "".join(SEEN[(number + part) % len(SEEN)] for part in range(2 + number % 3))
    return Record(
        id=RecordId(f"r{number:015d}"),
        system="bench",
        agency=AGENCIES[number % len(AGENCIES)],
        kind=RecordKind.SCHOOL_LOG,
        reference=f"B-{number:05d}",
        filed_as="Nuisance",
        happened=Period(at, None),
        recorded_at=at + timedelta(days=number % 4),
        narrative=Narrative(said),
        mentions=(),
        outcome="",
        provenance=Provenance(file="", row=number, system="bench", received_at=at),
    )


def the_entities() -> tuple[EntityView, ...]:
    """Twelve children, eight adults, six places on a map and four cars."""

    def person(number: int, group: AgeGroup) -> EntityView:
        return EntityView(
            id=EntityId(f"p{number:015d}"), kind=EntityKind.PERSON, name=Words(f"Person {number}"), age_group=group, age="13"
        )

    places = tuple(
        EntityView(
            id=EntityId(f"l{number:015d}"),
            kind=EntityKind.PLACE,
            name=Words(f"Flat {number}, 18 Marsh Lane"),
            postcode=f"QX{number} 4RT",
            position=Position(1_000.0 * number, 700.0 * (number % 3)),
        )
        for number in range(1, 7)
    )
    cars = tuple(
        EntityView(id=EntityId(f"v{number:015d}"), kind=EntityKind.VEHICLE, name=Words(f"KX5{number} WLD"))
        for number in range(1, 5)
    )
    children = tuple(person(number, AgeGroup.CHILD) for number in range(1, 13))
    adults = tuple(person(number, AgeGroup.ADULT) for number in range(13, 21))
    return (*children, *adults, *places, *cars)


def the_form(records: tuple[Record, ...]) -> PackForm:
    """The pack of these records."""
    entities = the_entities()
    people, things = entities[:20], entities[20:]
    links = tuple(
        LinkView(
            left=people[number % 20].id,
            right=things[(number * 3) % 10].id,
            says="seen at",
            records=(record.source,),
        )
        for number, record in enumerate(records)
    )
    like = Finding(
        id=FindingId("bench"),
        pattern="",
        surfaced_at=BEGAN + timedelta(days=100),
        children=(),
        records=tuple(one.source for one in records),
        evidence=tuple(one.id for one in records),
        agencies=(),
        because="",
    )
    page = Page(
        purpose="Bench",
        made_at=BEGAN,
        as_of=BEGAN,
        files=(),
        findings=(),
        entities={one.id: one for one in entities},
        records={one.id: RecordView(record=one) for one in records},
        names=True,
    )
    drawn = figures_of(FindingView(finding=like, links=links), page, "pack", Room(ends=0, listed=2_000), "meeting called")
    duties = Table(
        "Open duties on concerns",
        ("Concern", "Duty", "By when", "How it stands"),
        tuple((f"WP-26-{one:06d}", "Decision on a referral", "27 November 2026", "Open") for one in range(1, 31)),
    )
    decided = tuple(
        Entry(f"Concern WP-26-{one:06d} (Police)", (("Decision", "Assess the child and family"), ("Why", SEEN[one % 4])))
        for one in range(1, 31)
    )
    return PackForm(
        title="Mapping meeting",
        partnership="Harbury Safeguarding Partnership",
        made_at=BEGAN,
        made_for="Priya Marlow, Hub practitioner",
        says=("It holds what you may see, and nothing else.",),
        about=(("About", "Flat 3, 18 Marsh Lane"), ("Records in it", str(len(records)))),
        sections=(
            PackSection("What is due", (duties,)),
            PackSection("Decisions", decided),
            PackSection("Dissent", decided[:3]),
            *(PackSection(one.head, (one,)) for one in drawn),
            PackSection(
                "Chronology",
                tuple(
                    Entry(f"School log {one.reference} ({one.agency})", (("Filed as", one.filed_as),), one.narrative.text)
                    for one in records
                ),
            ),
        ),
    )


def main() -> None:
    """Make it once, and say how long it took: the typesetter remembers what it has set, so a second time says nothing."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=180)
    records = tuple(a_record(number) for number in range(asked.parse_args().records))
    began = time.perf_counter()
    made = pack_pdf(the_form(records))
    took = time.perf_counter() - began
    pages = max(int(one) for one in re.findall(rb"/Count (\d+)", made))
    tagged = b"pdfuaid:part" in made
    print(f"{len(records)} records, {pages} pages, {len(made):,} bytes, {took:.2f} s, tagged as PDF/UA: {tagged}")


if __name__ == "__main__":
    main()
