"""Sending a concern on: the link to it, the form that goes over, their reference, and who may not."""

import json
import re

import pytest
from django.urls import reverse
from tests.pdf_ua import errors

WHY = "deal_with_concern"


@pytest.fixture(scope="module")
def noise(county):
    return county.record("neighbourhood")


def key_in(answer) -> str:
    return re.search(r'name="key" value="([0-9a-f-]+)"', answer.content.decode())[1]


def test_a_practitioner_sends_a_concern_on_from_its_page_and_keeps_their_reference(visit, words, county, noise):
    hub = visit("hub")
    page = reverse("sending:send", args=[noise])
    assert f'href="{page}">Send it on</a>' in hub.open(reverse("records:record", args=[noise]), WHY).content.decode()
    [(reference,)] = county.asked("select reference from record where record = %s", noise)
    assert f'href="{page}">Send it on</a>' in hub.open(reverse("deciding:concern", args=[reference])).content.decode()

    said = {"key": key_in(hub.open(page, WHY)), "sent_to": "Children's case system", "because": "A child is named in it."}
    assert hub.client.post(page, said).status_code == 302
    assert hub.client.post(page, said).status_code == 302
    shown = hub.open(page, WHY)
    found = re.findall(r'href="([^"]+referral\.(?:pdf|json))"', shown.content.decode())
    assert [one.rpartition(".")[2] for one in found] == ["pdf", "json"]
    assert "Not known yet" in words(shown)
    assert errors(hub.open(found[0], WHY).content) == []
    form = json.loads(hub.open(found[1], WHY).content)
    assert form["reference"] == reference
    assert form["seen"].startswith("Noise from the flat until after 2 am.")
    assert form["worries"].startswith("This was logged as noise.")
    assert form["filed_as"] == "Noise"
    assert ["Where", "Flat 3, 14 Quarry Street"] in form["places"][0]["lines"]
    assert form["sent_because"] == "A child is named in it."

    [there] = re.findall(r'href="([^"]+/their-reference/)"', shown.content.decode())
    hub.client.post(there, {"key": key_in(hub.open(there, WHY)), "their_reference": "CS-7781"})
    assert "Their reference CS-7781" in words(hub.open(page, WHY))
    assert ("send on", WHY, True, noise) in county.looks(subject_kind="record", subject=noise)
    assert ("download pdf", WHY, True, noise) in county.looks(subject_kind="record", subject=noise)


def test_what_is_not_said_is_asked_for_beside_its_field(visit, words, noise):
    hub = visit("hub")
    page = reverse("sending:send", args=[noise])

    answer = words(hub.client.post(page, {"key": key_in(hub.open(page, WHY)), "sent_to": "", "because": ""}))

    assert "Say where it is sent" in answer
    assert "Say why it is sent on" in answer


@pytest.mark.parametrize("who", ["officer", "analyst", "neighbourhood-manager", "scrutineer", "administrator", "executive"])
def test_nobody_else_sends_and_hidden_answers_as_absent(visit, who, noise):
    visitor = visit(who)

    answers = [visitor.client.get(reverse("sending:send", args=[record])) for record in (noise, "0" * 16)]

    assert [one.status_code for one in answers] == [404, 404]
    assert visitor.client.post(reverse("sending:send", args=[noise]), {"sent_to": "x"}).status_code == 404


def test_only_a_concern_that_reached_the_hub_is_sent_on(visit, county, noise):
    hub = visit("hub")

    assert hub.open(reverse("sending:referral", args=[noise, "sent.none", "pdf"]), WHY).status_code == 404
    assert hub.open(reverse("sending:send", args=["0" * 16]), WHY).status_code == 404
    assert hub.open(reverse("sending:send", args=[noise]), "put_right").status_code == 200
