"""Feed the linker from a county's extracts and the mention slots of its truth, without intake or reading.

    PYTHONPATH=src python bench/linkage_extracts.py EXTRACTS TRUTH.json OUT.csv [MODEL.json]

Uses the truth only to know where the mentions stand, never to which entity they belong. Writes OUT.csv as `scan` would, and
prints the time a mention takes. It is for measuring linkage alone, with every mention found.
"""

import csv
import json
import re
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from wholepicture.linkage import Linker, load_model, read_model
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.pole import (
    Age,
    EntityKind,
    HandleDescription,
    PersonDescription,
    PhoneDescription,
    PlaceDescription,
    Role,
    Sex,
    VehicleDescription,
)
from wholepicture.vocabulary.records import Mention, RecordId, Span, mention_id

SPAN = re.compile(r"text\[(\d+):(\d+)\]")
SHAPES = {
    "police_ppn": ("PPN Reference", "Submitted", "Circumstances"),
    "social_care_contacts": ("Contact ID", "Recorded On", "Contact Details"),
    "health_notifications": ("attendance_id", "notified", "note"),
    "missing_reports": ("Report No", "Recorded", "Summary"),
    "neighbourhood_cases": ("Case Ref", "Date Received", "Details"),
    "other_referrals": ("Ref", "Received", "What happened"),
    "school_log": ("Log ID", "Logged At", "Incident"),
}
FORMS = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%d-%b-%Y", "%d/%m/%Y", "%Y-%m-%d")
COLOUR = re.compile(r"(?:^|[ .])([A-Z][a-z]+) ([A-Z]\w+) ([\w ]+), (part )?reg $")
COLUMNS = {
    "subject": (
        ("Subject Surname", "Subject Forename", "Subject DOB", "Subject Sex", "Subject Address"),
        ("Surname", "Forenames", "D.O.B.", "Sex", ""),
    ),
    "other1": (("Other Surname", "Other Forename", "Other DOB", "", ""),),
    "child": (("Child Surname", "Child Forename", "Date of Birth", "Gender", "Address"),),
    "patient": (("family_name", "given_name", "birth_date", "gender", "address"),),
}
WORDS = {
    Role.PARENT: ("parent is ", "mum ", "mother ", "dad ", "father ", "parent "),
    Role.CARER: ("carer is ", "carer ", "carers "),
    Role.ASSOCIATE: ("known as ", "called ", "friend ", "friends ", "with "),
}
PLACES = {
    "location": ("Location", "Location Of Incident"),
    "missing_from": ("Missing From",),
    "found_at": ("Found Location",),
}


def moment(text):
    for form in FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def read_rows(folder):
    rows = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                shape = next(s for s in SHAPES.values() if s[0] in row)
                rows.append((moment(row[shape[1]]), row[shape[0]], path.stem, shape[2], row))
    return sorted(rows, key=lambda r: (r[0], r[1]))


def person(row, columns):
    surname, forename, born, sex, address = (row.get(c, "") if c else "" for c in columns)
    return PersonDescription(
        surname=surname,
        forename=forename,
        born=moment(born).date() if moment(born) else None,
        sex={"F": Sex.FEMALE, "M": Sex.MALE}.get(sex),
        address=address,
    )


def describe(slot, kind, row, narrative):
    span = SPAN.fullmatch(slot)
    if span:
        start, end = int(span[1]), int(span[2])
        text, before = narrative[start:end], narrative[:start]
        return (*in_text(kind, text, before), Span(start, end))
    if slot in PLACES:
        column = next(c for c in PLACES[slot] if c in row)
        return (
            PlaceDescription(text=row[column], postcode=row.get("Location Postcode", "") if slot == "location" else ""),
            Role(slot),
            None,
        )
    if slot == "home":
        column = next(c for c in ("Subject Address", "Address", "address") if c in row)
        return PlaceDescription(text=row[column]), Role.HOME, None
    if slot == "vehicle":
        return VehicleDescription(registration=row["VRM"]), Role.SEEN, None
    if slot == "pupil":
        born = moment(row["Date of Birth"])
        return PersonDescription(name=row["Pupil"], upn=row["UPN"], born=born.date() if born else None), Role.SUBJECT, None
    if slot == "young_person":
        age = int(row["Age"]) if row["Age"].isdigit() else None
        return PersonDescription(name=row["Young person"], age=Age(age, age) if age else None), Role.SUBJECT, None
    columns = next(c for c in COLUMNS[slot] if c[0] in row)
    role = Role.SUBJECT if slot != "other1" else stated_role(row["Other Role"])
    return person(row, columns), role, None


def in_text(kind, text, before):
    if kind is EntityKind.VEHICLE:
        seen = COLOUR.search(before)
        if not seen:
            return VehicleDescription(registration=text), Role.SEEN
        return VehicleDescription(
            registration=text, partial=bool(seen[4]), colour=seen[1], make=seen[2], model=seen[3]
        ), Role.SEEN
    if kind is EntityKind.PLACE:
        return PlaceDescription(text=text.rstrip(".")), Role.LOCATION
    if kind is EntityKind.PHONE:
        return PhoneDescription(number=text), Role.CONTACT
    if kind is EntityKind.HANDLE:
        return HandleDescription(handle=text), Role.CONTACT
    before = before.casefold()
    role = next((named for named, words in WORDS.items() if before.endswith(words)), Role.UNKNOWN)
    return PersonDescription(name=text), role


def stated_role(text):
    return Role(text.lower()) if text.lower() in set(Role) else Role.ASSOCIATE if text else Role.UNKNOWN


def read_records(folder, truth):
    slots = {}
    for key, said in truth["mentions"].items():
        slots.setdefault(key.split("#", 1)[0], []).append((key.split("#", 1)[1], said["type"]))
    for when, reference, source, column, row in read_rows(folder):
        mentions = []
        for number, (slot, kind) in enumerate(sorted(slots.get(reference, []), key=lambda s: "text[" in s[0])):
            description, role, span = describe(slot, EntityKind(kind), row, row[column])
            mentions.append(
                Mention(
                    id=mention_id(EntityKind(kind), RecordId(reference), number),
                    kind=EntityKind(kind),
                    role=role,
                    description=description,
                    text=Words(slot),
                    span=span,
                )
            )
        yield when, reference, source, mentions


def main(folder, truth_path, out, model=None):
    records = list(read_records(folder, json.loads(truth_path.read_text(encoding="utf-8"))))
    linker, links = Linker(read_model(model.read_text(encoding="utf-8")) if model else load_model()), Counter()
    started, count = time.perf_counter(), 0
    for when, _, _, mentions in records:
        found = linker.resolve(mentions, at=when, on=when.date())
        count += len(mentions)
        links.update((j.kind.value, j.judgement.value) for j in found.judged)
    took = time.perf_counter() - started
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["mention", "record", "source", "type", "role", "columns", "start", "end", "text", "entity"])
        for _, reference, source, mentions in records:
            for m in mentions:
                start, end = (m.span.start, m.span.end) if m.span else ("", "")
                writer.writerow(
                    [m.id, f"{source}/{reference}", source, m.kind, m.role, "", start, end, "", linker.entity(m.id)]
                )
    print(f"{count} mentions, {took:.2f} s, {took / count * 1e6:.1f} us a mention; links: {dict(sorted(links.items()))}")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
