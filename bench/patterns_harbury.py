"""Measure the patterns with perfect linkage and perfect reading: a county's extracts and its truth, as arguments.

    python bench/patterns_harbury.py EXTRACTS TRUTH.json

Truth ids stand in for entities and planted indicators for signs; words about children, nights and callers are found by
plain expressions that the product does not use. Only for measuring patterns apart from what feeds them.
"""

import csv
import json
import re
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Presence, Sighting, Stage
from wholepicture.patterns.evaluation import Planted, evaluate
from wholepicture.patterns.register import Register
from wholepicture.vocabulary.moments import Period, london_day
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.readings import CategoryMismatch
from wholepicture.vocabulary.records import EntityId, MentionId, RecordId, RecordKind, Span

SIGNS = {
    "older_associates": "B3",
    "missing": "A1",
    "collected_by_car": "D2",
    "night_callers": "D1",
    "withdrawn": "F3",
    "unexplained_gifts": "C1",
    "coerced": "H3",
    "school_absence": "F1",
    "older_partner": "B1",
    "substance": "G2",
    "hotels": "D3",
    "peers_affected": "B4",
    "secretive_phone": "C2",
    "self_harm": "G1",
    "sexual_health": "G4",
    "injury": "G5",
}
KINDS = {
    "police_ppn": RecordKind.NOTIFICATION,
    "missing_reports": RecordKind.MISSING_EPISODE,
    "school_log": RecordKind.SCHOOL_LOG,
    "social_care_contacts": RecordKind.CONTACT,
    "neighbourhood_cases": RecordKind.COMPLAINT,
    "health_notifications": RecordKind.ATTENDANCE,
    "other_referrals": RecordKind.REFERRAL,
}
ROLES = {
    "subject": Role.SUBJECT,
    "pupil": Role.SUBJECT,
    "child": Role.SUBJECT,
    "patient": Role.SUBJECT,
    "young_person": Role.SUBJECT,
    "location": Role.LOCATION,
    "missing_from": Role.MISSING_FROM,
    "found_at": Role.FOUND_AT,
    "vehicle": Role.SEEN,
}
TYPES = {"person": EntityKind.PERSON, "place": EntityKind.PLACE, "vehicle": EntityKind.VEHICLE, "phone": EntityKind.PHONE}
LETTERS = {EntityKind.PERSON: "P", EntityKind.PLACE: "L", EntityKind.VEHICLE: "V", EntityKind.PHONE: "T"}
CHILD = re.compile(r"\b(girls?|boys?|child|children|teen\w*|school\w*|young (?:person|female|girl)|kids?|year old)\b", re.I)
NO_CHILD = re.compile(r"no children", re.I)
CALLERS = re.compile(r"\b(men|males|different cars come and go|taxis dropping|nuisance from visitors)\b", re.I)
NIGHT = re.compile(r"\b(night|midnight|late|early hours|evenings?|after dark|[0-2]?\d(?:am|pm))\b", re.I)
TEXT = ("Details", "Summary", "Circumstances", "Incident", "Contact Details", "note", "What happened")
FORMS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y")


def moment(text):
    for form in FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def rows_of(folder):
    found = {}
    for path in sorted(Path(folder).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                found[next(iter(row.values()))] = (path.stem, row)
    return found


def born_of(row):
    for column in ("D.O.B.", "Date of Birth", "Subject DOB", "birth_date"):
        when = moment(row.get(column) or "")
        if when:
            return when.date()
    return None


def happened_of(row):
    for column in ("Missing Since", "Occurrence Date/Time", "Incident Date", "attended", "Date of Contact", "Date"):
        since = moment(row.get(column) or "")
        if since:
            return Period(since, moment(row.get("Returned") or ""))
    return None


def sightings_of(folder, truth):
    rows = rows_of(folder)
    mentions = {}
    for key, mention in truth["mentions"].items():
        mentions.setdefault(key.partition("#")[0], []).append((key.partition("#")[2], mention))
    children = set(truth["children"])
    found = []
    for reference, record in truth["records"].items():
        stem, row = rows[reference]
        found.append(sighting(reference, record, stem, row, mentions.get(reference, ()), children))
    found.sort(key=lambda s: (s["recorded_at"], s["record"]))
    return [Sighting(number=number, **fields) for number, fields in enumerate(found)]


def sighting(reference, record, stem, row, mentions, children):
    text = next((row[c] for c in TEXT if row.get(c)), "")
    recorded = datetime.fromisoformat(record["recorded"]).replace(tzinfo=UTC)
    born = born_of(row)
    presences = []
    for slot, mention in mentions:
        kind = TYPES[mention["type"]]
        entity = mention["truth"]
        if entity is None:
            continue
        role = ROLES.get(slot, Role.UNKNOWN)
        words = place_words(row, slot)
        if slot.startswith("other"):
            said = (row.get("Other Role") or "").casefold()
            role = Role.PARENT if said == "parent" else Role.CARER if "carer" in said else Role.ASSOCIATE
        if slot.startswith("text"):
            start, end = map(int, slot[5:-1].split(":"))
            words = text[start:end]
            before = text[max(0, start - 12) : start].casefold()
            if kind is EntityKind.PERSON and "is " in before and ("parent" in before or "carer" in before):
                role = Role.PARENT if "parent" in before else Role.CARER
        stage = Stage.UNKNOWN
        if kind is EntityKind.PERSON:
            stage = Stage.CHILD if entity in children else Stage.ADULT
        letter = LETTERS[kind]
        presences.append(
            Presence(
                mention=MentionId(f"{letter}{reference}.{len(presences)}"),
                kind=kind,
                role=role,
                entity=EntityId(f"{letter}{entity}"),
                stage=stage,
                born=born if role is Role.SUBJECT else None,
                surname=surname(row, slot, words) if kind is EntityKind.PERSON else "",
                words=words,
            )
        )
    signs = tuple(sorted({SIGNS[i] for i in record["indicators"] if i in SIGNS}))
    child_words = bool(CHILD.search(text)) and not NO_CHILD.search(text)
    asks = child_words and bool({"B1", "B3", "B4", "C1", "D1", "D2", "D3"} & set(signs)) and stem == "neighbourhood_cases"
    mismatch = CategoryMismatch(filed_as="", child_words=(Span(0, 1),), indicators=(), groups=("D",)) if asks else None
    return {
        "question": mismatch,
        "record": RecordId(reference),
        "source": reference,
        "reference": reference,
        "agency": row.get("Organisation") or stem,
        "kind": KINDS[stem],
        "filed_as": row.get("Complaint Type") or row.get("PPN Type") or "",
        "happened": happened_of(row),
        "recorded_at": recorded,
        "presences": tuple(presences),
        "signs": signs,
        "child_words": child_words,
        "night": bool(NIGHT.search(text)),
        "adults_calling": bool(CALLERS.search(text)) and stem in ("neighbourhood_cases", "other_referrals"),
    }


SURNAMES = ("Surname", "Subject Surname", "Child Surname", "family_name")


def surname(row, slot, words):
    if slot == "pupil":
        return (row.get("Pupil") or "").split(",")[0].casefold()
    if slot.startswith("other"):
        return (row.get("Other Surname") or "").casefold()
    if slot.startswith("text"):
        return words.split()[-1].casefold() if len(words.split()) > 1 else ""
    return next(
        (row[c].casefold() for c in SURNAMES if row.get(c)), (row.get("Young person") or "").split(" ")[-1].casefold()
    )


def place_words(row, slot):
    names = {
        "location": ("Location Of Incident", "Location"),
        "missing_from": ("Missing From",),
        "found_at": ("Found Location",),
        "pupil": ("Pupil",),
        "young_person": ("Young person",),
        "vehicle": ("VRM",),
        "subject": ("Subject Forename", "Forenames"),
        "child": ("Child Forename",),
        "patient": ("given_name",),
        "other1": ("Other Forename",),
    }
    return next((row[c] for c in names.get(slot, ()) if row.get(c)), "")


def run(sightings, until=None):
    picture, register, day = Picture(sightings[0].recorded_at), Register(), None
    for one in sightings:
        if until is not None and one.recorded_at > until:
            break
        today = london_day(one.recorded_at)
        if today != day:
            register.new_day(picture, today)
            day = today
        touched = picture.add(one)
        register.observe(picture, one, touched)
    return register


def planted_from(truth):
    of_record = {k: None if v["network"] is None else str(v["network"]) for k, v in truth["records"].items()}
    planted = []
    for network in truth["networks"]:
        held = sorted((v["recorded"], k) for k, v in truth["records"].items() if v["network"] == network["id"])
        planted.append(
            Planted(
                network=str(network["id"]),
                shape=network["shape"],
                records=tuple(k for _, k in held),
                recorded=tuple(datetime.fromisoformat(at).replace(tzinfo=UTC) for at, _ in held),
            )
        )
    return planted, of_record


def main():
    folder, truth_path = sys.argv[1:3]
    truth = json.loads(Path(truth_path).read_text(encoding="utf-8"))
    sightings = sightings_of(folder, truth)
    start = time.perf_counter()
    register = run(sightings)
    took = time.perf_counter() - start
    findings = register.findings()
    print(f"{len(sightings)} records, {took / len(sightings) * 1e6:.0f} us a record")
    print(dict(Counter(f.pattern for f in findings)))
    planted, of_record = planted_from(truth)
    measured = evaluate(findings, planted, of_record)
    print(measured)
    for f in findings:
        if f.pattern not in ("child_question", "falling_count"):
            nets = Counter(str(of_record.get(r)) for r in f.records)
            grown = Counter(str(of_record.get(r)) for g in f.history for r in g.records)
            print(
                f.surfaced_at.date(),
                f.pattern,
                f"q={f.q_value:.4f}" if f.q_value is not None else "",
                dict(nets),
                "->",
                dict(grown),
                len(f.children),
            )
            if "-v" in sys.argv:
                print("    ", f.because)


if __name__ == "__main__":
    main()
