"""Signed receipts: from the moment of sending, read by a verifier that knows the hub's public key alone."""

import json
from datetime import timedelta

import pytest
from django.test import override_settings

from wholepicture.hub import clock
from wholepicture.hub.wiring.checkpoints import Sealer, checkpoint_signer, receipt_signer
from wholepicture.verify.checking import Believed, check_receipt
from wholepicture.verify.notes import read_key

SEEN = "Three men came to the flat after 1 am. A girl of about 13 was at the window."


def receipt_at(client, reference, part=""):
    answer = client.get(f"/my-concerns/{reference}/receipt{part}.json")
    assert answer.status_code == 200, answer.status_code
    assert "attachment" in answer["Content-Disposition"]
    return json.loads(answer.content)


def checked(receipt):
    keys = [read_key(one.verifier) for one in (checkpoint_signer(), receipt_signer())]
    return check_receipt(receipt, Believed(keys, [], [], True), None)


def test_a_receipt_holds_at_once_says_honestly_that_it_is_not_sealed_and_then_leads_to_a_checkpoint(signed_in, writing, hub):
    officer = signed_in("officer")
    reference = writing(officer).send(seen=SEEN)
    page = officer.get(f"/my-concerns/{reference}/received/").content.decode()
    assert "Keep a signed receipt" in page

    at_once = receipt_at(officer, reference)

    told = checked(at_once)
    assert (told.wrong, at_once["sealed"]) == ([], None)
    assert "recorded, not yet sealed when this receipt was made" in told.good
    assert any(SEEN in part["body"] for part in at_once["parts"])
    with hub.connect("wp_journey") as connection:
        Sealer(checkpoint_signer()).seal_next(connection, now=clock.now() + timedelta(seconds=1))
    later = checked(receipt_at(officer, reference))
    assert later.wrong == []
    assert any(words.startswith("sealed as leaf") for words in later.good)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda told: told["fact"].update(author="somebody else"), "its signature does not fit it"),
        (lambda told: told.update(reference="WP-26-999999"), "its signature does not fit it"),
        (lambda told: told["parts"][0].update(body='{"words":"all well"}'), "is not what was recorded"),
        (lambda told: told["fact"]["part_digests"][0].__setitem__(1, "0" * 64), "its digest does not bind its parts"),
        (lambda told: told["sealed"]["path"].pop(), "its path does not lead"),
        (lambda told: told["sealed"].update(position=told["sealed"]["position"] + 1), "its path does not lead"),
        (lambda told: told["sealed"].update(checkpoint="x\n1\n\n"), "this is not a checkpoint"),
        (lambda told: told.pop("fact"), "it is not a receipt"),
    ],
)
def test_a_receipt_that_was_changed_is_found(signed_in, writing, hub, change, wrong):
    officer = signed_in("officer")
    reference = writing(officer).send(seen=SEEN)
    writing(officer).send(seen="Another thing, so that there is a path.")
    with hub.connect("wp_journey") as connection:
        Sealer(checkpoint_signer()).seal_next(connection, now=clock.now())
    receipt = receipt_at(officer, reference)
    assert checked(receipt).wrong == []

    change(receipt)

    assert any(wrong in words for words in checked(receipt).wrong), checked(receipt).wrong


def test_what_was_added_has_a_receipt_of_its_own(signed_in, writing):
    officer = signed_in("officer")
    reference = writing(officer).send(seen=SEEN)
    writing(officer, f"/record-a-concern/add/{reference}/").post("send", seen="It happened again on Friday.")

    added = receipt_at(officer, reference, "-2")

    assert (added["reference"], checked(added).wrong) == (f"{reference}/2", [])
    assert "receipt-2.json" in officer.get(f"/my-concerns/{reference}/").content.decode()


def test_whoever_kept_their_name_apart_has_a_receipt_that_does_not_name_them(signed_in, writing, people):
    officer = signed_in("officer")
    reference = writing(officer).send(seen=SEEN, protected="on")

    receipt = receipt_at(officer, reference)

    assert receipt["fact"]["author"] == "protected"
    assert str(people["officer"].handle) not in json.dumps(receipt)


def test_nobody_else_is_given_it_and_a_hub_without_a_key_offers_none(signed_in, writing):
    officer = signed_in("officer")
    reference = writing(officer).send(seen=SEEN)

    assert signed_in("school").get(f"/my-concerns/{reference}/receipt.json").status_code == 404
    assert signed_in("hub").get(f"/my-concerns/{reference}/receipt.json").status_code == 404
    with override_settings(RECEIPT_KEY=""):
        assert officer.get(f"/my-concerns/{reference}/receipt.json").status_code == 404
        assert "signed receipt" not in officer.get(f"/my-concerns/{reference}/received/").content.decode()
