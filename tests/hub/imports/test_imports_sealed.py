"""Sealed children and imports: what comes in unseals nobody, and no page of an import shows them."""

from tests.hub.imports.test_imports_pages import WHY, do, page_of, uploaded
from tests.spec.hub.test_imports_work import log_row


def seal_record(county, record: str) -> None:
    """As two people of other agencies would have it: here only that it lies there counts."""
    lead, by = county.asked("select handle from accounts_account order by handle limit 2")
    county.told(
        "with made as (insert into seal (record, because, by_account, lead, at) values (%s, 'a placement', %s, %s, now()) "
        "returning id) insert into sealed_record select %s, id from made",
        record,
        by[0],
        lead[0],
        record,
    )


def test_an_amendment_of_a_sealed_record_is_sealed_and_no_preview_shows_it(visit, words, county, work):
    hub = visit("hub")
    row = log_row(700, Pupil="Quill, Imogen", **{"Date of Birth": "2011-05-06"})
    number = uploaded(hub, [row])
    do(hub, "confirm", number)
    work()
    [(record,)] = county.asked("select record from record where reference = 'SL00700'")
    seal_record(county, record)
    other = log_row(701, Incident="Imogen Quill was seen with her friend.")

    second = uploaded(hub, [{**row, "Status": "Closed"}, other, log_row(702, Pupil="Shown, Ann")])

    page = words(hub.open(page_of(second), WHY))
    assert "Imogen" not in page
    assert "SL00700" not in page
    assert "forename: Ann" in page
    county.told("update import set two_above = 100 where number = %s", second)
    do(hub, "confirm", second)
    work()
    sealed = county.asked("select reference, count(*) from record where sealed group by 1 order by 1")
    assert sealed == [("SL00700", 2), ("SL00701", 1)]
    assert county.asked("select sealed from record where reference = 'SL00702'") == [(False,)]


def test_undoing_an_import_unseals_nothing(visit, county, work):
    hub, analyst = visit("hub"), visit("analyst")
    number = uploaded(hub, [log_row(710, Pupil="Vane, Odette", **{"Date of Birth": "2011-07-08"})])
    county.told("update import set two_above = 100 where number = %s", number)
    do(hub, "confirm", number)
    work()
    [(record,)] = county.asked("select record from record where reference = 'SL00710'")
    seal_record(county, record)
    assert county.asked("select sealed from record where record = %s", record) == [(True,)]

    do(hub, "undo", number, because="The wrong file")
    analyst.open(page_of(number), "work_on_finding")
    do(analyst, "answer-undo", number, answer="yes")
    work()

    assert county.asked("select sealed, withdrawn_at is not null from record where record = %s", record) == [(True, True)]
