"""What comes in is kept first, once, and under a reference that nobody else ever gets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.hub.storage.conftest import NOON

from wholepicture.hub.keeper.cluster import SUPERUSER
from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.inbox import Arriving, Channel, InboxOutcome, SameKeyOtherContent
from wholepicture.hub.storage.ledger import UnableToAppend

SOMEBODY = UUID("11111111-1111-1111-1111-111111111111")


def arriving(key: str = "key", body: bytes = b"{}", **changed) -> Arriving:
    return Arriving(
        **{"key": key, "account": SOMEBODY, "channel": Channel.PAGE, "content": "hub_concern", "body": body, **changed}
    )


def test_bytes_that_no_text_can_hold_are_kept_as_they_came(hub):
    odd = b"\0\xff\xed\xa0\x80 not UTF-8"
    with hub.connect("wp_app") as connection:
        inbox.keep(connection, arriving(body=odd), at=NOON)
    with hub.connect() as connection:
        [kept] = inbox.to_interpret(connection, before=NOON + timedelta(seconds=1))

    assert kept.body == odd


def test_sent_twice_is_kept_once_also_when_both_come_at_the_same_moment(hub):
    def send(_: int) -> tuple[str, bool]:
        with hub.connect("wp_app") as connection:
            receipt = inbox.keep(connection, arriving(), at=NOON)
        return receipt.reference, receipt.repeated

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(send, range(12)))

    assert {reference for reference, _ in receipts} == {receipts[0][0]}
    assert [repeated for _, repeated in receipts].count(False) == 1


def test_the_same_key_with_other_words_is_told_apart_and_never_silently_dropped(hub):
    with hub.connect("wp_app") as connection:
        first = inbox.keep(connection, arriving(body=b"one"), at=NOON)
        with pytest.raises(SameKeyOtherContent) as told:
            inbox.keep(connection, arriving(body=b"other"), at=NOON)

    assert told.value.receipt.reference == first.reference


def test_two_people_may_use_the_same_key(hub):
    with hub.connect("wp_app") as connection:
        one = inbox.keep(connection, arriving(), at=NOON)
        other = inbox.keep(connection, arriving(account=uuid4()), at=NOON)

    assert one.reference != other.reference


def test_references_count_by_the_london_year_and_are_never_given_twice(hub):
    def send(number: int) -> str:
        with hub.connect("wp_app") as connection:
            return inbox.keep(connection, arriving(key=f"key {number}"), at=NOON).reference

    with ThreadPoolExecutor(6) as pool:
        references = list(pool.map(send, range(30)))
    with hub.connect("wp_app") as connection:
        new_year = datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC)
        later = inbox.keep(connection, arriving(key="new year"), at=new_year).reference

    assert len(set(references)) == 30
    assert all(reference.startswith("WP-26-0000") for reference in references)
    assert later == "WP-27-000001"


def test_what_is_added_to_a_concern_counts_on_from_it(hub):
    with hub.connect("wp_app") as connection:
        concern = inbox.keep(connection, arriving(), at=NOON)
        added = [
            inbox.keep(connection, arriving(key=f"add {n}", adds_to=concern.reference), at=NOON).reference for n in range(3)
        ]

    assert added == [f"{concern.reference}/{number}" for number in (2, 3, 4)]


def test_who_asked_for_protection_stands_apart_from_what_they_wrote(hub):
    with hub.connect("wp_app") as connection:
        receipt = inbox.keep(connection, arriving(protected=True), at=NOON)
        again = inbox.keep(connection, arriving(protected=True), at=NOON)
    with hub.connect(SUPERUSER) as connection:
        kept = connection.execute("select by_account, idempotency_key from inbox").fetchall()
        raiser = connection.execute("select reference, account from raiser").fetchall()

    assert again.repeated
    assert [account for account, _ in kept] == [None]
    assert str(SOMEBODY) not in kept[0][1]
    assert raiser == [(receipt.reference, SOMEBODY)]


def test_what_was_not_understood_waits_until_somebody_deals_with_it(hub):
    at, later = NOON, NOON + timedelta(hours=1)
    with hub.connect() as connection:
        receipt = inbox.keep(connection, arriving(), at=at)
        inbox.note_outcome(connection, receipt.inbox, InboxOutcome.NOT_UNDERSTOOD, because="it is not JSON", at=at)
        waiting = inbox.waiting(connection, before=later)
        inbox.note_outcome(connection, receipt.inbox, InboxOutcome.SET_ASIDE, because="a test", by=SOMEBODY, at=later)

        assert [(one.reference, one.because) for one in waiting] == [(receipt.reference, "it is not JSON")]
        assert inbox.waiting(connection, before=later) == ()


def test_nothing_is_kept_inside_a_transaction_that_can_be_taken_back(hub):
    with hub.connect("wp_app") as connection, connection.transaction(), pytest.raises(UnableToAppend):
        inbox.keep(connection, arriving(), at=NOON)
