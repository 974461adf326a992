"""A made-up page: two children, a flat and a car, as seven agencies might have written about them. Everybody is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from wholepicture.report.view import (
    AgeGroup,
    Certainty,
    EntityView,
    FileCounts,
    FindingView,
    LinkView,
    MissingMonth,
    Page,
    Position,
    RecordView,
)
from wholepicture.vocabulary.findings import Finding, FindingId, Growth
from wholepicture.vocabulary.hidden import Narrative, Words
from wholepicture.vocabulary.moments import Period
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, PhoneDescription, Role
from wholepicture.vocabulary.readings import (
    About,
    CategoryMismatch,
    IndicatorFound,
    NamedInText,
    Polarity,
    Reading,
    Tier,
    Timing,
)
from wholepicture.vocabulary.records import EntityId, Mention, Provenance, Record, RecordId, RecordKind, Span, mention_id

CHILD, FRIEND, MAN, WOMAN = EntityId("Pr01.0"), EntityId("Pr05.0"), EntityId("Pr07.1"), EntityId("Pr08.2")
FLAT, HOME, CAR, PHONE = EntityId("Lr01.0"), EntityId("Lr03.1"), EntityId("Vr05.1"), EntityId("Tr08.3")

INDICATORS = {
    "A2": "staying out late or overnight",
    "B1": "contact with an older person of concern",
    "C1": "unexplained money, clothes or gifts",
    "D1": "many callers, comings and goings",
    "D2": "getting into cars of unknown adults",
    "F1": "leaving school site",
    "G2": "drug use",
    "H4": "something given by another person",
}


def at(day: str, clock: str = "12:00") -> datetime:
    """A UTC moment in the example's year."""
    return datetime.fromisoformat(f"2008-{day}T{clock}:00").replace(tzinfo=UTC)


def found(text: str, words: str, indicator: str, **held: object) -> IndicatorFound:
    """An indicator at the first place where the words stand."""
    start = text.index(words)
    kept = {"polarity": Polarity.AFFIRMED, "timing": Timing.CURRENT, "about": About.CHILD, "tier": Tier.RULE} | held
    return IndicatorFound(indicator=indicator, span=Span(start, start + len(words)), pattern=f"{indicator}-1", **kept)


def person(text: str, words: str, role: Role = Role.UNKNOWN) -> NamedInText:
    """A person whom the narrative names."""
    start = text.index(words)
    return NamedInText(
        kind=EntityKind.PERSON, role=role, description=PersonDescription(name=words), span=Span(start, start + len(words))
    )


def recorded(
    number: int,
    system: str,
    agency: str,
    kind: RecordKind,
    filed_as: str,
    text: str,
    happened: datetime,
    *,
    later: timedelta = timedelta(hours=3),
    indicators: tuple[IndicatorFound, ...] = (),
    named: tuple[NamedInText, ...] = (),
    subject: tuple[str, str] | None = None,
    outcome: str = "",
) -> RecordView:
    """A record with its reading; `subject` is the forename and surname in its columns."""
    own = RecordId(f"r{number:02d}")
    mentions = ()
    if subject:
        mentions = (
            Mention(
                id=mention_id(EntityKind.PERSON, own, 0),
                kind=EntityKind.PERSON,
                role=Role.SUBJECT,
                description=PersonDescription(forename=subject[0], surname=subject[1]),
                text=Words(" ".join(subject)),
                columns=("forename", "surname"),
            ),
        )
    record = Record(
        id=own,
        system=system,
        agency=agency,
        kind=kind,
        reference=f"{system[:2].upper()}{number:04d}",
        filed_as=filed_as,
        happened=Period(happened, happened + timedelta(hours=2)),
        recorded_at=happened + later,
        narrative=Narrative(text),
        mentions=mentions,
        outcome=outcome,
        provenance=Provenance(file=f"{system}.csv", row=number, system=system, received_at=at("07-01")),
    )
    mismatch = None
    if kind is RecordKind.COMPLAINT and indicators:
        mismatch = CategoryMismatch(filed_as=filed_as, child_words=(), indicators=indicators, groups=("D",))
    return RecordView(
        record=record,
        reading=Reading(record=own, lexicon="2026.11", indicators=indicators, named=named, mismatch=mismatch),
    )


def _records() -> tuple[RecordView, ...]:
    callers = "Neighbour reports men calling at the flat after ten at night, three or four at a time, gone before morning."
    door = (
        "Went back. Men coming and going again. A girl, perhaps thirteen, opened the door in pyjamas. "
        "No smell of cannabis. She would not give a name; a man inside called her Merrin."
    )
    overnight = (
        "Merrin OAKDALE back at placement at 07:20. Out all night, says a friend's mum let her stay. New phone in her bag."
    )
    clinic = "merrin attended alone. Says the man waiting outside is her uncle. She says nobody gives her anything."
    school = "Posy Hartwell left site at lunch and got into a blue Corsa that was waiting, part of the plate seen as QX07."
    tells = (
        "Posy said she and Merrin go to a flat on Quay Row where Dav Crell gives them vapes and credit. In year 7 she was "
        "excluded for two days. If she goes again, ring the duty team."
    )
    stop = (
        "Blue Corsa QX07 ABD stopped. Driver Dav Crell, 34. Passenger Merrin Oakdale, 13, got in at the bus station. "
        "Number given for a friend: 07700 900123."
    )
    taxi = "Caller says a woman, Mrs Ines Vole, waits near the children's home in a small blue car, unsure which night."
    note = "Officer has written a third time about the flat and asks what was decided. Fewer missing reports this month."
    return (
        recorded(
            1, "neighbourhood", "Neighbourhood team", RecordKind.COMPLAINT, "Noise", callers, at("01-08", "22:40"),
            indicators=(found(callers, "men calling at the flat after ten at night", "D1", about=About.OTHER),),
            outcome="Advice given",
        ),
        recorded(
            2, "neighbourhood", "Neighbourhood team", RecordKind.COMPLAINT, "Nuisance", door, at("01-29", "23:05"),
            later=timedelta(hours=34),
            indicators=(
                found(door, "Men coming and going", "D1"),
                found(door, "smell of cannabis", "G2", polarity=Polarity.ABSENT),
            ),
            named=(person(door, "Merrin"),),
            outcome="Advice given",
        ),
        recorded(
            3, "police missing", "Police", RecordKind.MISSING_EPISODE, "Medium risk", overnight, at("02-20", "20:10"),
            later=timedelta(hours=15),
            indicators=(
                found(overnight, "Out all night", "A2"),
                found(overnight, "New phone in her bag", "C1", tier=Tier.POSSIBLE),
            ),
            named=(person(overnight, "Merrin OAKDALE", Role.SUBJECT),),
            subject=("Merrin", "Oakdale"),
        ),
        recorded(
            4, "health", "Health", RecordKind.CONTACT, "Sexual health", clinic, at("03-03", "15:30"),
            later=timedelta(days=6),
            indicators=(
                found(clinic, "the man waiting outside", "B1", polarity=Polarity.UNCERTAIN),
                found(clinic, "nobody gives her anything", "H4", polarity=Polarity.DENIED),
            ),
            subject=("Merrin", "Oakdale"),
        ),
        recorded(
            5, "school", "School", RecordKind.SCHOOL_LOG, "Attendance", school, at("03-12", "12:35"),
            indicators=(
                found(school, "left site at lunch", "F1"),
                found(school, "got into a blue Corsa that was waiting", "D2"),
            ),
            named=(person(school, "Posy Hartwell", Role.SUBJECT),),
            subject=("Posy", "Hartwell"),
        ),
        recorded(
            6, "school", "School", RecordKind.SCHOOL_LOG, "Wellbeing", tells, at("04-02", "09:15"),
            indicators=(
                found(tells, "gives them vapes and credit", "H4"),
                found(tells, "excluded for two days", "F1", timing=Timing.PAST),
                found(tells, "If she goes again", "D2", timing=Timing.HYPOTHETICAL),
            ),
            named=(person(tells, "Posy"), person(tells, "Dav Crell")),
            subject=("Posy", "Hartwell"),
            outcome="Closed",
        ),
        recorded(
            7, "police", "Police", RecordKind.NOTIFICATION, "Traffic stop", stop, at("04-19", "23:45"),
            indicators=(found(stop, "got in at the bus station", "D2"),),
            named=(
                person(stop, "Dav Crell"),
                person(stop, "Merrin Oakdale", Role.SUBJECT),
                NamedInText(
                    kind=EntityKind.PHONE,
                    role=Role.CONTACT,
                    description=PhoneDescription(number="07700 900123"),
                    span=Span(stop.index("07700"), stop.index("07700") + 12),
                ),
            ),
            subject=("Merrin", "Oakdale"),
        ),
        recorded(
            8, "licensing", "Taxi licensing", RecordKind.REFERRAL, "Driver conduct", taxi, at("04-24", "10:00"),
            named=(person(taxi, "Mrs Ines Vole"),),
        ),
        recorded(
            9, "social care", "Children’s social care", RecordKind.CONTACT, "Nuisance", note, at("05-14", "16:30"),
            subject=("Merrin", "Oakdale"),
            outcome="No further action",
        ),
    )  # fmt: skip


RECORDS = _records()


def _entities() -> tuple[EntityView, ...]:
    return (
        EntityView(id=CHILD, kind=EntityKind.PERSON, name=Words("Merrin Oakdale"), age_group=AgeGroup.CHILD, age="13"),
        EntityView(id=FRIEND, kind=EntityKind.PERSON, name=Words("Posy Hartwell"), age_group=AgeGroup.CHILD, age="14"),
        EntityView(id=MAN, kind=EntityKind.PERSON, name=Words("Dav Crell"), age_group=AgeGroup.ADULT, age="34"),
        EntityView(id=WOMAN, kind=EntityKind.PERSON, name=Words("Mrs Ines Vole"), age_group=AgeGroup.UNKNOWN),
        EntityView(
            id=FLAT,
            kind=EntityKind.PLACE,
            name=Words("Flat 2, 9 Quay Row, QX2 7LM"),
            postcode="QX2 7LM",
            position=Position(421_300, 433_900),
        ),
        EntityView(
            id=HOME,
            kind=EntityKind.PLACE,
            name=Words("Alder House, 40 Birch Rise, QX3 1AD"),
            detail="children’s home",
            postcode="QX3 1AD",
            position=Position(423_150, 434_700),
        ),
        EntityView(
            id=CAR,
            kind=EntityKind.VEHICLE,
            name=Words("blue Corsa, QX07 ABD"),
            detail="once seen as a part registration",
        ),
        EntityView(id=PHONE, kind=EntityKind.PHONE, name=Words("07700 900123")),
    )


def _links() -> tuple[LinkView, ...]:
    return (
        LinkView(left=CHILD, right=HOME, says="lives at", records=("police missing/PO0003",)),
        LinkView(
            left=CHILD,
            right=FLAT,
            says="seen at",
            records=("neighbourhood/NE0002", "school/SC0006"),
            certainty=Certainty.COMPATIBLE,
        ),
        LinkView(left=FRIEND, right=FLAT, says="says she goes to", records=("school/SC0006",)),
        LinkView(left=FRIEND, right=CAR, says="got into", records=("school/SC0005",), certainty=Certainty.COMPATIBLE),
        LinkView(left=CHILD, right=CAR, says="passenger in", records=("police/PO0007",)),
        LinkView(left=MAN, right=CAR, says="driver of", records=("police/PO0007",)),
        LinkView(left=MAN, right=FLAT, says="gives things at", records=("school/SC0006",)),
        LinkView(left=CHILD, right=PHONE, says="gave the number", records=("police/PO0007",)),
        LinkView(left=CHILD, right=FRIEND, says="friend of", records=("school/SC0006",)),
        LinkView(left=WOMAN, right=HOME, says="waits near", records=("licensing/LI0008",), certainty=Certainty.COMPATIBLE),
    )


def _evidence(*numbers: int) -> tuple[tuple[str, ...], tuple[RecordId, ...], tuple[str, ...]]:
    records = [RECORDS[number - 1].record for number in numbers]
    agencies = tuple(dict.fromkeys(record.agency for record in records))
    return tuple(record.source for record in records), tuple(record.id for record in records), agencies


def _finding(
    key: str, pattern: str, surfaced_at: datetime, because: str, numbers: tuple[int, ...], **rest: object
) -> Finding:
    records, evidence, agencies = _evidence(*numbers)
    kept: dict[str, object] = {"children": (CHILD, FRIEND)} | rest
    return Finding(
        id=FindingId(key),
        pattern=pattern,
        surfaced_at=surfaced_at,
        records=records,
        evidence=evidence,
        agencies=agencies,
        because=because,
        **kept,
    )


def _findings() -> tuple[FindingView, ...]:
    shared = _finding(
        "f3ad01",
        "shared_place",
        at("04-02", "12:15"),
        f"{CHILD} and Posy Hartwell, of two families that no record joins, are both placed at Flat 2, 9 Quay Row. "
        "The neighbourhood team wrote twice about men calling there at night (neighbourhood/NE0001, neighbourhood/NE0002); "
        "the school heard of it from Posy (school/SC0006). No agency holds all three.",
        (1, 2, 6),
        places=(FLAT,),
        adults=(MAN,),
        expected=0.04,
        observed=2,
        q_value=0.0031,
        against=(
            "The girl at the door was named by a voice only; she fits Merrin and could be another.",
            "Posy may have heard of the flat from others.",
        ),
        ask_next=(
            "Who holds the tenancy, and since when?",
            "What does Merrin’s placement know about where she goes on the evenings she is late?",
            "Has anybody spoken to Posy alone, with somebody she trusts?",
        ),
        history=(
            Growth(
                at=at("04-20", "02:45"),
                records=("police/PO0007",),
                children=(),
                because="The police stopped Dav Crell with Merrin in the car that the school had written about.",
            ),
        ),
    )
    car = _finding(
        "f9c200",
        "shared_vehicle",
        at("04-20", "02:45"),
        "A blue Corsa was seen with children of two families in five weeks: the school saw a part of its plate, the police "
        "all of it.",
        (5, 7),
        vehicles=(CAR,),
        adults=(MAN,),
        expected=0.2,
        observed=2,
        q_value=0.02,
        against=("The school’s part registration fits other cars too.",),
    )
    falling = _finding(
        "f11e77",
        "falling_count",
        at("05-31", "22:59"),
        "Merrin’s missing episodes fell from four a month to one. Each is longer, later, and now overnight.",
        (3, 9),
        children=(CHILD,),
        ask_next=("Who was told that fewer reports are a good sign?",),
    )
    question = _finding(
        "f00b12",
        "child_question",
        at("01-31", "09:05"),
        "Filed as nuisance. Its words speak of a girl of about thirteen at a flat that men call at by night.",
        (2,),
        children=(),
        places=(FLAT,),
    )
    gone = _finding(
        "f77aa0",
        "missing_together",
        at("03-20", "10:00"),
        "Two children were missing on the same evening.",
        (3, 5),
        withdrawn_at=at("04-01", "10:00"),
        withdrawn_because="The school’s date was corrected: Posy was in class that day.",
    )
    links = _links()
    everything = tuple(record.record.id for record in RECORDS[:8])
    return (
        FindingView(finding=question),
        FindingView(finding=shared, evidence=everything, links=links, would_show_alone=at("05-14", "16:30")),
        FindingView(finding=car, links=tuple(one for one in links if CAR in (one.left, one.right))),
        FindingView(finding=falling, series=_series()),
        FindingView(finding=gone),
        *_busy_week(shared),
    )


def _series() -> tuple[MissingMonth, ...]:
    figures = ((4, 11.5, 0, time(21, 20)), (3, 17.0, 1, time(23, 50)), (2, 21.5, 2, time(2, 30)), (2, 25.0, 2, time(6, 40)))
    months = tuple(
        MissingMonth(month=date(2008, month, 1), episodes=count, hours_away=hours, nights_away=nights, returned_at=back)
        for month, (count, hours, nights, back) in enumerate(figures, start=1)
    )
    return (
        *months,
        MissingMonth(month=date(2008, 5, 1), episodes=1, hours_away=38.5, nights_away=2, returned_at=time(9, 10)),
    )


def _busy_week(pattern: Finding) -> tuple[FindingView, ...]:
    """Seven more findings in one week, so that two are over a budget of five."""
    texts = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
    return tuple(
        FindingView(
            finding=replace(
                pattern,
                id=FindingId(f"fb{number:04d}"),
                pattern="adult_across_children",
                surfaced_at=at("05-06", f"{9 + number:02d}:00"),
                because=f"The {text} time in this week that one adult appears with children of two families.",
                history=(),
            )
        )
        for number, text in enumerate(texts)
    )


def example_page(*, names: bool = False) -> Page:
    """The whole page. With `names` it shows names; without, initials."""
    return Page(
        purpose="Weekly multi-agency review of patterns across children",
        made_at=at("06-02", "08:30"),
        as_of=at("06-01", "22:59"),
        files=(
            FileCounts(
                file="neighbourhood_cases.csv", system="neighbourhood", rows=4, records=2, amendments=1, duplicates=1
            ),
            FileCounts(file="school_log.csv", system="school", rows=3, records=2, rejected=1),
            FileCounts(file="police_stops.csv", system="police", rows=2, records=2),
            FileCounts(file="health.csv", system="health", rows=1, records=1),
            FileCounts(file="licensing.csv", system="licensing", rows=1, records=1),
            FileCounts(file="contacts.csv", system="social care", rows=1, records=1),
        ),
        problems=("One row of school_log.csv has a date that does not exist: 31/02/2008.",),
        findings=_findings(),
        entities={one.id: one for one in _entities()},
        records={one.record.id: one for one in RECORDS},
        names=names,
        versions={"lexicon": "2026.11", "linkage model": "first"},
        indicators=INDICATORS,
        budget_owner="the duty safeguarding lead",
    )


HOSTILE = (
    "<script>document.title='taken'</script>\"><img src=x onerror=alert(1)> </style></title></svg> "
    "javascript:alert(1) ' onmouseover='alert(1) {{ 7*7 }} {% raw %} \u202egnirts\u202c \x00 NUL "
    "\ud800 lone \x1b[31m <!-- ]]> &amp;"
)


def hostile_page(text: str = HOSTILE) -> Page:
    """The example with hostile text in every field that an agency, a user or a lexicon can fill."""
    page = example_page(names=True)
    words = Words(text)
    records = {
        one: replace(
            view,
            record=replace(
                view.record, narrative=Narrative(text), filed_as=text, agency=text, system=text, reference=text, outcome=text
            ),
            reading=replace(
                view.reading,
                indicators=(found(text, "javascript", "D1"),),
                named=(),
                mismatch=CategoryMismatch(filed_as=text, child_words=(), indicators=(), groups=()),
            ),
        )
        for one, view in page.records.items()
    }
    findings = tuple(
        replace(
            view,
            finding=replace(
                view.finding,
                id=FindingId(text),
                because=text,
                against=(text,),
                ask_next=(text,),
                agencies=(text,),
                withdrawn_because=text,
            ),
            links=tuple(replace(link, says=text, records=(text,)) for link in view.links),
        )
        for view in page.findings
    )
    return replace(
        page,
        purpose=text,
        problems=(text,),
        budget_owner=text,
        versions={text: text},
        indicators=dict.fromkeys(page.indicators, text),
        files=tuple(replace(one, file=text, system=text) for one in page.files),
        entities={
            one: replace(view, name=words, detail=text, postcode=text, age=text) for one, view in page.entities.items()
        },
        records=records,
        findings=findings,
    )
