"""Every row is accounted for, or the page says that it is not; and a large page stays a page that opens."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from wholepicture.report.page import count_files, render
from wholepicture.report.view import FileCounts, FindingView, Page, RecordView
from wholepicture.report.weeks import week_of
from wholepicture.vocabulary.findings import Finding, FindingId
from wholepicture.vocabulary.hidden import Narrative
from wholepicture.vocabulary.moments import start_of_day
from wholepicture.vocabulary.records import Provenance, Record, RecordId, RecordKind

DAY = start_of_day(date(2008, 3, 1))


def page_of(
    *files: FileCounts, findings: tuple[FindingView, ...] = (), records: dict[RecordId, RecordView] | None = None
) -> Page:
    return Page(purpose="Test", made_at=DAY, as_of=DAY, files=files, findings=findings, records=records or {})


def record(number: int, **changed: object) -> RecordView:
    whole = Record(
        id=RecordId(f"r{number:05d}"),
        system="school",
        agency="School",
        kind=RecordKind.SCHOOL_LOG,
        reference=f"S{number:05d}",
        filed_as="Wellbeing",
        happened=None,
        recorded_at=DAY + timedelta(hours=number),
        narrative=Narrative(f"Entry {number} says this much about the afternoon and not more. " * 6),
        mentions=(),
        provenance=Provenance(file="school.csv", row=1, system="school", received_at=DAY),
    )
    return RecordView(record=replace(whole, **changed))


def finding(number: int, evidence: tuple[RecordId, ...]) -> FindingView:
    return FindingView(
        finding=Finding(
            id=FindingId(f"f{number}"),
            pattern="shared_place",
            surfaced_at=DAY + timedelta(hours=20 * number),
            children=(),
            records=(),
            evidence=evidence,
            agencies=("School",),
            because=f"Finding number {number}.",
        )
    )


def test_the_last_row_of_the_table_is_the_sum_of_all_files():
    table = count_files(
        page_of(
            FileCounts(file="a.csv", system="a", rows=1_200, records=1_190, duplicates=10),
            FileCounts(file="b.csv", system="b", rows=9, records=5, amendments=3, rejected=1),
        )
    )

    assert table.rows[-1] == ("All files", "", "1,209", "1,195", "3", "10", "1")


def test_rows_that_nobody_accounts_for_are_said_loudly():
    good = FileCounts(file="a.csv", system="a", rows=2, records=2)

    assert "All rows are accounted for." in render(page_of(good))
    assert "1 row not accounted for" in render(page_of(replace(good, rows=3)))


def test_a_page_without_findings_does_not_say_that_all_is_well():
    assert "That is not a finding that all is well." in render(page_of())


def test_an_outcome_that_became_known_later_than_the_page_stands_for_is_not_shown():
    early = record(1, outcome="Conference held", outcome_known_at=DAY + timedelta(days=1))
    late = replace(page_of(findings=(finding(1, (early.record.id,)),), records={early.record.id: early}))

    assert "Conference held" not in render(late)
    assert "Conference held" in render(replace(late, as_of=DAY + timedelta(days=2)))


def test_a_finding_of_many_records_shows_both_ends_and_counts_the_rest():
    views = {one.record.id: one for one in (record(number) for number in range(40))}

    text = render(page_of(findings=(finding(1, tuple(views)),), records=views))

    assert text.count('<li class="record">') == 12
    assert "28 more records stand between them" in text


def test_the_week_of_a_finding_is_that_of_london():
    late_sunday = replace(finding(1, ()).finding, surfaced_at=start_of_day(date(2008, 6, 9)))

    assert week_of(FindingView(finding=late_sunday)) == date(2008, 6, 9)


@pytest.mark.slow
def test_six_hundred_findings_of_thirty_records_stay_below_fifteen_megabytes():
    views = {one.record.id: one for one in (record(number) for number in range(3_000))}
    ids = tuple(views)
    findings = tuple(finding(number, ids[number * 4 : number * 4 + 30]) for number in range(600))

    assert len(render(page_of(findings=findings, records=views)).encode()) < 15_000_000
