"""What each shape of extract says, in the field's words: one row in, what is understood out."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from wholepicture.intake import Extract, Rejected, UnknownExtract, load_profiles, read_extracts, stamp_outcome
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, Role, Sex
from wholepicture.vocabulary.records import Record, RecordKind

PROFILES = load_profiles()
RECEIVED = datetime(2026, 1, 5, 9, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "samples"
REPLAY = Path(__file__).parents[2] / "replay"
SHAPES = (
    "health_notifications",
    "missing_reports",
    "neighbourhood_cases",
    "other_referrals",
    "police_ppn",
    "school_log",
    "social_care_contacts",
)


def extract(text, name="extract.csv", made_at=None) -> Extract:
    stream = BytesIO(text.encode())
    (found,) = read_extracts(name, stream, profiles=PROFILES, key=b"key", received_at=RECEIVED, made_at=made_at)
    assert isinstance(found, Extract), str(found)
    return found


def only_record(text, **how) -> Record:
    (record,) = extract(text, **how)
    assert isinstance(record, Record)
    return record


def mentions(record):
    return [(mention.kind.value, mention.role.value, mention.text.text, mention.columns) for mention in record.mentions]


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


POLICE = (
    "PPN Reference,Occurrence Date/Time,Submitted,PPN Type,Subject Surname,Subject Forename,Subject DOB,Subject Sex,"
    "Subject Address,Other Surname,Other Forename,Other DOB,Other Role,Location,Location Postcode,VRM,Circumstances\n"
)


def test_a_police_protection_notice():
    record = only_record(
        POLICE + "PPN0001,02/06/2007 23:50,03/06/2007 00:10,Traffic stop,OAKES,Tansy,14/02/1994,F,"
        '"77 Hawthorn Gardens, QX1 8ZE",ROURKE,Kaz,,Associate,"Flat 3, 18 Marsh Lane",QX1 4RT,KX53 WLD,Vehicle stopped.\n'
    )

    assert (record.system, record.agency, record.kind) == ("police_ppn", "Police", RecordKind.NOTIFICATION)
    assert (record.reference, record.filed_as, record.narrative.text) == ("PPN0001", "Traffic stop", "Vehicle stopped.")
    assert record.happened.since == moment("2007-06-02 22:50")
    assert record.happened.until is None
    assert record.recorded_at == moment("2007-06-02 23:10")
    assert mentions(record) == [
        (
            "person",
            "subject",
            "OAKES Tansy",
            ("Subject Surname", "Subject Forename", "Subject DOB", "Subject Sex", "Subject Address"),
        ),
        ("place", "home", "77 Hawthorn Gardens, QX1 8ZE", ("Subject Address",)),
        ("person", "associate", "ROURKE Kaz", ("Other Surname", "Other Forename", "Other Role")),
        ("place", "location", "Flat 3, 18 Marsh Lane, QX1 4RT", ("Location", "Location Postcode")),
        ("vehicle", "seen", "KX53 WLD", ("VRM",)),
    ]
    subject = record.mentions[0].description
    assert (subject.surname, subject.forename, subject.born, subject.sex) == (
        "OAKES",
        "Tansy",
        date(1994, 2, 14),
        Sex.FEMALE,
    )
    assert subject.address == "77 Hawthorn Gardens, QX1 8ZE"
    assert record.mentions[3].description.postcode == "QX1 4RT"
    assert [mention.id[0] + mention.id[17:] for mention in record.mentions] == ["P.0", "L.1", "P.2", "L.3", "V.4"]


@pytest.mark.parametrize(
    ("word", "role", "relation"),
    [
        ("Parent", Role.PARENT, "parent"),
        ("Associate", Role.ASSOCIATE, "associate"),
        ("SUSPECT", Role.SUSPECT, "suspect"),
        ("Foster Carer", Role.CARER, "foster carer"),
        ("Landlord", Role.UNKNOWN, "landlord"),
        ("", Role.UNKNOWN, ""),
    ],
)
def test_the_role_of_another_person_is_as_stated_and_its_word_is_kept(word, role, relation):
    record = only_record(POLICE + f"PPN1,,02/06/2007 23:50,,,,,,,ROURKE,Kaz,,{word},,,,Words.\n")

    (other,) = record.mentions
    assert (other.role, other.description.relation) == (role, relation)


@pytest.mark.parametrize(
    ("written", "partial"),
    [("KX53 WLD", False), ("KX53", True), ("part KX53 W", True), ("OX09DJF", False), ("K123 ABC", False)],
)
def test_a_registration_that_breaks_off_is_known_as_a_part(written, partial):
    record = only_record(POLICE + f"PPN1,,02/06/2007 23:50,,,,,,,,,,,,,{written},Words.\n")

    assert record.mentions[0].description.partial is partial


def test_a_missing_person_report():
    record = only_record(
        "Report No,Surname,Forenames,D.O.B.,Sex,Missing From,Missing Since,Returned,Found Location,Recorded,Risk,Summary\n"
        'MIS0009,Oakes,Tansy,14/02/1994,F,"Linden House, QX1 8ZE",2007-05-13T20:15,2007-05-15T09:30,'
        '"Flat 3, 18 Marsh Lane",2007-05-15T09:45,Medium,Out two nights.\n'
    )

    assert record.kind is RecordKind.MISSING_EPISODE
    assert (record.happened.since, record.happened.until) == (moment("2007-05-13 19:15"), moment("2007-05-15 08:30"))
    assert record.stated == {"risk": "Medium"}
    assert [(kind, role, text) for kind, role, text, _ in mentions(record)] == [
        ("person", "subject", "Oakes Tansy"),
        ("place", "missing_from", "Linden House, QX1 8ZE"),
        ("place", "found_at", "Flat 3, 18 Marsh Lane"),
    ]


def test_a_child_who_has_not_returned_is_still_missing():
    record = only_record(
        "Report No,Surname,Missing Since,Returned,Recorded,Summary\nM1,Oakes,13/05/2007,,2007-05-15T09:45,Out.\n"
    )

    assert (record.happened.since, record.happened.until) == (moment("2007-05-12 23:00"), None)


def test_a_neighbourhood_complaint():
    record = only_record(
        "Case Ref,Date Received,Incident Date,Complaint Type,Location Of Incident,Details,Outcome\n"
        'ASB0001,08-Jan-2007,07-Jan-2007,Noise,"Flat 3, 18 Marsh Lane, QX1 4RT",Men arriving.,Advice given\n'
    )

    assert (record.kind, record.filed_as, record.agency) == (RecordKind.COMPLAINT, "Noise", "Neighbourhood team")
    assert record.recorded_at == moment("2007-01-08 23:59:59")
    assert (record.happened.since, record.happened.until) == (moment("2007-01-07"), moment("2007-01-08"))
    assert (record.outcome, record.outcome_known_at) == ("Advice given", None)
    assert mentions(record) == [("place", "location", "Flat 3, 18 Marsh Lane, QX1 4RT", ("Location Of Incident",))]


def test_a_health_notification():
    record = only_record(
        "attendance_id,attended,notified,family_name,given_name,birth_date,gender,address,reason,note\n"
        "H1,2007-05-16T10:20,2007-05-17T08:00,Oakes,Tansy,1994-02-14,F,,Sexual health,Attended clinic.\n"
    )

    assert (record.kind, record.filed_as, record.agency) == (RecordKind.ATTENDANCE, "Sexual health", "Health")
    assert (record.happened.since, record.recorded_at) == (moment("2007-05-16 09:20"), moment("2007-05-17 07:00"))
    assert mentions(record) == [("person", "subject", "Oakes Tansy", ("family_name", "given_name", "birth_date", "gender"))]


def test_a_referral_is_from_the_organisation_that_it_names():
    record = only_record(
        "Ref,Date,Received,Organisation,Young person,Age,Type,What happened\n"
        "V1,2022-04-05,2022-04-06T12:59,Youth project,Carolyn De Souza,13,Disclosure,Came to drop-in.\n"
    )

    (child,) = record.mentions
    assert (record.kind, record.agency) == (RecordKind.REFERRAL, "Youth project")
    assert (child.description.surname, child.description.forename) == ("De Souza", "Carolyn")
    assert (child.description.name, child.description.age.low) == ("Carolyn De Souza", 13)
    assert child.columns == ("Young person", "Age")


def test_a_school_log_entry():
    record = only_record(
        "Log ID,Incident Date,Logged At,UPN,Pupil,Date of Birth,Category,Incident,Status\n"
        'SG1,2007-03-15,2007-03-15T15:40,G500303381185,"Tallis, Robyn",1993-09-03,Attendance,Left site.,Closed\n'
    )

    (pupil,) = record.mentions
    assert (record.kind, record.outcome, record.agency) == (RecordKind.SCHOOL_LOG, "Closed", "School")
    assert (pupil.description.surname, pupil.description.forename) == ("Tallis", "Robyn")
    assert pupil.description.upn == "G500303381185"


def test_a_contact_with_social_care():
    record = only_record(
        "Contact ID,Child Surname,Child Forename,Date of Birth,Gender,Address,Date of Contact,Recorded On,Contact Source,"
        "Contact Reason,Contact Details,Outcome\n"
        "CT1,Oakes,Tansy,14/02/1994,F,,13/03/2007,13/03/2007 16:30,Neighbourhood team,Nuisance,Officer reports.,NFA\n"
    )

    assert (record.kind, record.agency) == (RecordKind.CONTACT, "Children's social care")
    assert record.stated == {"source": "Neighbourhood team"}
    assert (record.recorded_at, record.outcome) == (moment("2007-03-13 16:30"), "NFA")


def test_a_missing_episode_of_the_statutory_return_is_known_from_when_the_file_was_made():
    made = moment("2008-04-30 12:00")

    record = only_record("CHILD,DOB,MISSING,MIS_START,MIS_END\n40012,14/02/1994,M,13/05/2007,15/05/2007\n", made_at=made)

    assert (record.kind, record.filed_as, record.recorded_at) == (RecordKind.MISSING_EPISODE, "M", made)
    assert record.reference == "40012:2007-05-13"
    assert (record.happened.since, record.happened.until) == (moment("2007-05-12 23:00"), moment("2007-05-15 23:00"))
    assert record.mentions[0].description == PersonDescription(child_id="40012", born=date(1994, 2, 14))


ANNEX_A = {
    "annex_a_list_1": (
        (
            "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Date of Contact,Contact Source\n"
            "40012,b) Male,WBRI,14/02/1994,13,13/03/2007,Police\n"
        ),
        RecordKind.CONTACT,
        "40012:2007-03-13:Police",
        {"list": "Annex A list 1: contacts", "source": "Police", "date_of_contact": "13/03/2007"},
    ),
    "annex_a_list_3": (
        (
            "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Date of Referral,Referral Source,Referral NFA?,"
            "Number of Referrals in Last 12 Months,Allocated Team,Allocated Worker\n"
            "40012,F,WBRI,14/02/1994,13,13/03/2007,Police,Yes,3,Team 4,Worker 9\n"
        ),
        RecordKind.OPEN_CASE,
        "40012:2007-03-13",
        {
            "source": "Police",
            "no_further_action": "Yes",
            "referrals_in_12_months": "3",
            "team": "Team 4",
            "worker": "Worker 9",
        },
    ),
    "annex_a_list_5": (
        (
            "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,"
            "Strategy discussion initiating Section 47 Enquiry Start Date,Was an ICPC deemed unnecessary?,Date of ICPC,"
            "Did the ICPC result in a plan,Number of s.47 in 12 months,Number of ICPCs in 12 months\n"
            "40012,F,WBRI,14/02/1994,13,13/03/2007,N,29/03/2007,Y,1,0\n"
        ),
        RecordKind.OPEN_CASE,
        "40012:2007-03-13",
        {"strategy_discussion": "13/03/2007", "conference": "29/03/2007", "plan": "Y", "conference_unnecessary": "N"},
    ),
    "annex_a_list_6": (
        (
            "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,CIN Start Date,Primary Need Code,Date Child Was Last Seen,"
            "CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker\n"
            "40012,F,WBRI,14/02/1994,13,13/03/2007,N1,20/05/2007,,,Open,Team 4,Worker 9\n"
        ),
        RecordKind.OPEN_CASE,
        "40012:2007-03-13",
        {"start": "13/03/2007", "primary_need": "N1", "last_seen": "20/05/2007", "status": "Open", "team": "Team 4"},
    ),
    "annex_a_list_7": (
        (
            "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Child Protection Plan Start Date,Initial Category of Abuse,"
            "Latest Category of Abuse,Date of Last Statutory Visit,Was the Child Seen Alone?,"
            "Plan End,Number of Previous Plans\n"
            "40012,F,WBRI,14/02/1994,13,13/03/2007,NEG,CSA,01/05/2007,Y,,1\n"
        ),
        RecordKind.OPEN_CASE,
        "40012:2007-03-13",
        {
            "start": "13/03/2007",
            "latest_category": "CSA",
            "last_visit": "01/05/2007",
            "seen_alone": "Y",
            "previous_plans": "1",
        },
    ),
    "annex_a_list_8": (
        (
            "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Date Started to be Looked After,Legal Status,"
            "Placement postcode,"
            "URN,Number of 'Missing' episodes in 12 months,Number of 'Absent' episodes,RHI offered after last episode (Y/N),"
            "RHI accepted (Y/N),Team,Worker\n"
            "40012,F,WBRI,14/02/1994,13,13/03/2007,C2,QX1 8ZE,SC000001,9,2,Y,N,Team 4,Worker 9\n"
        ),
        RecordKind.OPEN_CASE,
        "40012:2007-03-13",
        {
            "legal_status": "C2",
            "placement_postcode": "QX1 8ZE",
            "missing_in_12_months": "9",
            "return_interview_offered": "Y",
        },
    ),
}


@pytest.mark.parametrize("name", ANNEX_A)
def test_a_row_of_annex_a_says_that_this_child_is_open_and_to_whom(name):
    text, kind, reference, stated = ANNEX_A[name]

    record = only_record(text, name="Annex A 2007-06-30.csv")

    assert (record.system, record.kind, record.reference) == (name, kind, reference)
    assert stated.items() <= record.stated.items()
    assert record.stated["list"].startswith("Annex A list ")
    assert record.recorded_at == moment("2007-06-30 22:59:59")
    assert record.happened.since == moment("2007-03-13")
    assert record.mentions[0].description.child_id == "40012"
    assert record.columns["Ethnicity"] == "WBRI"
    assert "WBRI" not in record.stated.values()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_sample_is_known_by_its_header_whatever_it_is_called(shape):
    found = extract((SAMPLES / f"{shape}.csv").read_text("utf-8"), name="untitled")

    outcomes = list(found)

    assert found.profile.name == shape
    assert [type(outcome) for outcome in outcomes] == [Record] * 10
    assert found.noticed == ()
    assert found.made_at == max(record.recorded_at for record in outcomes)


def test_the_replay_is_read_without_a_rejection_or_a_remark():
    counts = {}
    for shape in SHAPES:
        found = extract((REPLAY / f"{shape}.csv").read_text("utf-8"), name=f"{shape}.csv")
        counts[shape] = sum(isinstance(outcome, Record) for outcome in found)
        assert found.profile.name == shape
        assert found.noticed == ()

    assert counts == dict(zip(SHAPES, (1, 9, 6, 1, 1, 2, 2), strict=True))


def test_columns_may_stand_in_any_order_under_any_known_spelling():
    record = only_record("case details;INCIDENT LOCATION;case_no;date-received\nWords.;1 Marsh Lane;A1;08/01/2007\n")

    assert (record.reference, record.narrative.text) == ("A1", "Words.")
    assert mentions(record) == [("place", "location", "1 Marsh Lane", ("INCIDENT LOCATION",))]


def test_a_header_may_stand_below_ten_title_lines():
    title = "".join(f"Title line {number},,,\n" for number in range(10))

    record = only_record(title + "Case Ref,Date Received,Location,Details\nA1,08/01/2007,1 Marsh Lane,Words.\n")

    assert (record.reference, record.provenance.row) == ("A1", 1)


def test_a_file_that_lacks_a_column_names_the_nearest_profile_and_what_differs():
    stream = BytesIO(b"Case Ref,Date Received,Postcode,Details\nA1,08/01/2007,QX1 4RT,Words.\n")

    (unknown,) = read_extracts("x.csv", stream, profiles=PROFILES, key=b"k", received_at=RECEIVED, made_at=None)

    assert isinstance(unknown, UnknownExtract)
    assert (unknown.nearest, unknown.missing, unknown.extra) == (
        "neighbourhood_cases",
        ("Location Of Incident",),
        ("Postcode",),
    )
    assert "lacks the column 'Location Of Incident'" in str(unknown)


def test_a_file_of_quite_another_kind_says_that_nothing_in_it_is_known():
    stream = BytesIO(b"Colour,Size\nred,4\n")

    (unknown,) = read_extracts("x.csv", stream, profiles=PROFILES, key=b"k", received_at=RECEIVED, made_at=None)

    assert (unknown.nearest, unknown.missing, unknown.extra) == ("", (), ("Colour", "Size"))
    assert "No known extract has any of its 2 columns" in str(unknown)


def test_a_file_without_headings_is_named_without_a_word_of_what_stands_in_it():
    stream = BytesIO(b"MIS0001,Oakes,Tansy,14/02/1994\n")

    (unknown,) = read_extracts("x.csv", stream, profiles=PROFILES, key=b"k", received_at=RECEIVED, made_at=None)

    assert "Oakes" not in str(unknown)
    assert "1994" not in str(unknown)


def test_an_outcome_is_known_from_when_the_extract_was_made_where_its_name_says():
    record = only_record(
        "Case Ref,Date Received,Location,Details,Outcome\nA1,08/01/2007,1 Marsh Lane,Words.,Closed\n",
        name="cases_20070131.csv",
    )

    assert record.outcome_known_at == moment("2007-01-31 23:59:59")


def test_an_outcome_is_otherwise_known_from_the_latest_moment_recorded_in_the_file():
    found = extract(
        "Case Ref,Date Received,Location,Details,Outcome\n"
        "A1,08/01/2007,1 Marsh Lane,Words.,Closed\nA2,20/01/2007,1 Marsh Lane,Words.,\n"
        "A3,20/01/2107,1 Marsh Lane,A slip of the keyboard.,\n"
    )

    first, second, _ = [stamp_outcome(record, found.made_at) for record in list(found)]

    assert first.outcome_known_at == moment("2007-01-20 23:59:59")
    assert second.outcome_known_at is None


CASES = "Case Ref,Date Received,Incident Date,Location,Details\n"


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [
        (",08/01/2007,,1 Marsh Lane,Words.", "Case Ref", "there is no reference"),
        ("A1,,,1 Marsh Lane,Words.", "Date Received", "there is no moment of recording"),
        ("A1,31/02/2007,,1 Marsh Lane,Words.", "Date Received", "the moment of recording is not a date that can be read"),
        ("A1,08/01/0207,,1 Marsh Lane,Words.", "Date Received", "the moment of recording is not a date that can be read"),
        ("A1,yesterday,,1 Marsh Lane,Words.", "Date Received", "the moment of recording is not a date that can be read"),
    ],
)
def test_a_row_that_cannot_be_placed_is_rejected_with_its_reason_and_kept_as_received(row, column, wrong):
    (rejected,) = extract(CASES + row + "\n")

    assert isinstance(rejected, Rejected)
    assert (rejected.column, rejected.wrong, rejected.row) == (column, wrong, 1)
    assert list(rejected.columns.values()) == row.split(",")
    assert rejected.right


@pytest.mark.parametrize(
    ("header", "row", "column", "words"),
    [
        (CASES, "A1,08/01/2007,31/02/2007,1 Marsh Lane,W.", "Incident Date", "not a date that can be read; kept as written"),
        (CASES, "A1,08/01/2007,12/01/2007,1 Marsh Lane,W.", "Date Received", "recorded more than a day before it happened"),
        (CASES, "A1,08/01/2107,08/01/2007,1 Marsh Lane,W.", "Date Received", "recorded after the file was received"),
        (
            "Report No,Surname,Missing Since,Returned,Recorded,Summary\n",
            "M1,Oakes,13/05/2007 20:00,13/05/2007 19:00,15/05/2007,Out.",
            "Returned",
            "ends before it begins; the end is left open",
        ),
        (
            "Report No,Surname,D.O.B.,Missing Since,Recorded,Summary\n",
            "M1,Oakes,14/02/2094,13/05/2007 20:00,15/05/2007,Out.",
            "D.O.B.",
            "a date of birth after the row was recorded; kept as written",
        ),
        (
            "Report No,Surname,D.O.B.,Missing Since,Recorded,Summary\n",
            "M1,Oakes,30/02/1994,13/05/2007 20:00,15/05/2007,Out.",
            "D.O.B.",
            "not a date of birth that can be read; kept as written",
        ),
    ],
)
def test_whatever_else_is_odd_is_kept_and_noticed(header, row, column, words):
    found = extract(header + row + "\n")

    (record,) = found

    assert isinstance(record, Record)
    assert (1, column, words) in [(notice.row, notice.column, notice.words) for notice in found.noticed]
    assert list(record.columns.values()) == row.split(",")


def test_a_birth_date_that_cannot_be_read_stays_as_written():
    record = only_record("Report No,Surname,D.O.B.,Missing Since,Recorded,Summary\nM1,Oakes,c. 1994,,15/05/2007,Out.\n")

    description = record.mentions[0].description
    assert (description.born, description.born_as_written) == (None, "c. 1994")


@pytest.mark.parametrize("nobody", ["", "Unknown", "N/K", "not known", "-", "NULL"])
def test_a_cell_that_says_nothing_is_nobody(nobody):
    record = only_record(POLICE + f"PPN1,,02/06/2007 23:50,,{nobody},{nobody},,F,,,,,,,,,Words.\n")

    assert record.mentions == ()


def test_personal_words_stay_out_of_logs():
    record = only_record(POLICE + "PPN1,,02/06/2007 23:50,,Oakes,Tansy,14/02/1994,F,77 Marsh Lane,,,,,,,,She was seen.\n")
    (rejected,) = extract(POLICE + ",,02/06/2007 23:50,,Oakes,Tansy,14/02/1994,F,77 Marsh Lane,,,,,,,,She was seen.\n")

    shown = repr(record) + repr(rejected)
    assert not [word for word in ("Oakes", "Tansy", "1994", "Marsh", "seen") if word in shown]


def test_mentions_are_of_the_kinds_that_a_column_can_name():
    assert {slot.kind for profile in PROFILES for slot in profile.slots} <= set(EntityKind)
