"""Every address of the URLconf by every role: the answer is the listed one, and what is hidden answers as what is absent."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.proof.matrix.addresses import Address, addresses
from tests.proof.matrix.conftest import ROLES, Things, answer_to, said

LISTED = {
    parts[0]: dict(zip(ROLES, parts[1], strict=True))
    for line in Path(__file__).with_name("who_is_answered_what.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#") and (parts := line.split())
}
LETTERS = {"page": "P", "why": "P", "absent": ".", "why-absent": ".", "on": "O", "post-only": "M", "why-post-only": "M",
           "sign-in": "S", "401": "T", "301": "O"}  # fmt: skip
LEAVING = "account_logout"
"""Is asked last: after it nobody is signed in."""
SIGNING_IN = "signing_in:train"
"""A post to it signs in as somebody else; tests/hub/accounts has its tests."""
OFTEN = {"school", "hub-manager", "executive", "administrator"}
"""Compared byte by byte with every `./test`; the others with the release form."""
AtTheDoor = Callable[[str], Client]


def often(roles: list[str]) -> list[Any]:
    return [pytest.param(role, marks=() if role in OFTEN else pytest.mark.slow) for role in roles]


def key_of(address: Address) -> str:
    return address.name or address.route


def unlisted(found: tuple[Address, ...], listed: dict[str, Any]) -> list[str]:
    return [key_of(one) for one in found if key_of(one) not in listed]


def disagreeing(answers: dict[str, dict[str, str]], listed: dict[str, dict[str, str]]) -> list[str]:
    return [
        f"{name} {role}: answered {answer}, listed {listed[name][role]}"
        for name, row in answers.items()
        for role, answer in row.items()
        if answer != listed[name][role]
    ]


@pytest.fixture(scope="module")
def answers(things: Things, world: Any) -> dict[str, dict[str, str]]:
    """What each role is answered at each address."""
    told: dict[str, dict[str, str]] = {}
    in_turn = sorted(addresses(), key=lambda one: one.name == LEAVING)
    for role in ROLES:
        client = Client()
        if role != "nobody":
            client.post(reverse("signing_in:train", args=[world.people[role].handle]))
        for address in in_turn:
            answer = answer_to(client, things.path(address))
            told.setdefault(key_of(address), {})[role] = LETTERS.get(answer, answer)
    return told


def test_every_address_is_listed_and_no_listed_one_is_gone() -> None:
    assert unlisted(addresses(), LISTED) == []
    assert set(LISTED) == {key_of(one) for one in addresses()}


def test_every_role_is_answered_what_is_listed(answers: dict[str, dict[str, str]]) -> None:
    assert "\n".join(disagreeing(answers, LISTED)) == ""
    assert len(answers) * len(ROLES) > 1_000


def test_an_address_that_nobody_listed_would_be_found_out() -> None:
    """The negative control of the list."""
    assert unlisted((*addresses(), Address("back-door/", "back:door")), LISTED) == ["back:door"]


@pytest.mark.parametrize("role", ["school", "administrator", "custodian", "nobody"])
def test_a_page_that_opened_to_one_role_more_would_be_found_out(answers: dict[str, dict[str, str]], role: str) -> None:
    """The negative control of the answers."""
    opened = {name: {**row, role: "P"} for name, row in answers.items()}

    assert f"records:record {role}: answered P, listed {LISTED['records:record'][role]}" in disagreeing(opened, LISTED)


@pytest.mark.parametrize("role", ROLES)
def test_whoever_has_no_such_page_cannot_send_to_it_either(things: Things, at_the_door: AtTheDoor, role: str) -> None:
    client, taken = at_the_door(role), []
    for address in addresses():
        if LISTED[key_of(address)][role] in ".S" and not address.route.startswith("api/"):
            told = said(client.post(things.path(address), {"do": "send", "because": "x"}))
            if told not in ("absent", "sign-in", "post-only", "405") and key_of(address) not in _ASKED_FIRST:
                taken.append(f"{key_of(address)}: {told}")

    assert taken == []


_ASKED_FIRST = {
    "search:search", "records:record", "chronology:person", "chronology:entity", "findings:finding", "access:record",
    "relations:record", "relations:person", "asking:ask", "imports:map", "imports:rejected", "findings:keep",
}  # fmt: skip
"""These ask first what one looks for, whoever asks and whether there is anything; the answer comes after."""


# --- hidden is absent, byte for byte ---------------------------------------------------------------------------------


def bytes_of(answer: Any, *named: str) -> tuple[int, dict[str, str], bytes]:
    """All of an answer but the token in its forms, its nonce, and the words that were in its own address."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)
    body = re.sub(rb'nonce="[^"]+"', b"", body)
    headers = {name: re.sub(r"nonce-[^']+", "", value) for name, value in answer.headers.items()}
    for word in sorted(named, key=len, reverse=True):
        body = body.replace(word.encode(), b"*")
        headers = {name: value.replace(word, "*") for name, value in headers.items()}
    headers.pop("Content-Length", None)
    return answer.status_code, headers, body


def _stated(client: Client, path: str) -> list[Any]:
    """The answers after each purpose that this role can state."""
    told = client.get(path)
    asked = told.headers.get("Location", "")
    if told.status_code != 302 or not asked.startswith("/why/"):
        return [told]
    page = client.get(asked)
    choices = re.findall(r'name="purpose" value="(\w+)"', page.content.decode())
    answers = [page]
    for choice in choices:
        client.post(unescape(asked), {"purpose": choice})
        answers.append(client.get(path))
    return answers


def differences(client: Client, things: Things, role: str, **hidden: str) -> list[str]:
    """Where the answer at something that this role may not see differs from that at nothing."""
    found = []
    for address in addresses():
        names = set(re.findall(r"<(?:\w+:)?(\w+)>", address.route)) & set(things.absent)
        if not names or (hidden and not names & set(hidden)) or address.route.startswith("api/"):
            continue
        if not hidden and LISTED[key_of(address)][role] != ".":
            continue
        one, other = things.path(address, **hidden), things.path(address, there=False)
        words = [*hidden.values(), *(things.named[n] for n in names), *(things.absent[n] for n in names)]
        ways: dict[str, Callable[[str], list[Any]]] = {
            "with every purpose": lambda path: _stated(client, path),
            "get": lambda path: [client.get(path)],
            "post": lambda path: [client.post(path)],
        }
        found += [
            f"{key_of(address)} by {name}"
            for name, way in ways.items()
            if [bytes_of(each, *words) for each in way(one)] != [bytes_of(each, *words) for each in way(other)]
        ]
    return found


@pytest.mark.parametrize("role", often([role for role in ROLES if role != "nobody"]))
def test_what_is_hidden_is_answered_byte_for_byte_as_what_is_absent(
    things: Things, at_the_door: AtTheDoor, role: str
) -> None:
    assert differences(at_the_door(role), things, role) == []


@pytest.mark.parametrize("role", often([role for role in ROLES if role not in ("nobody", "hub")]))
def test_a_sealed_record_is_answered_byte_for_byte_as_an_absent_one(
    things: Things, at_the_door: AtTheDoor, role: str
) -> None:
    assert differences(at_the_door(role), things, role, record=things.sealed) == []


def test_a_record_that_is_not_hidden_would_be_found_out(things: Things, at_the_door: AtTheDoor) -> None:
    """The negative control: for the lead of the seal, who may see it, the two answers differ."""
    assert any(
        one.startswith("records:record") for one in differences(at_the_door("hub"), things, "hub", record=things.sealed)
    )
