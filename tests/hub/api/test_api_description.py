"""The description of the API: OpenAPI 3.1, served by the hub itself, and docs/api.md says the same."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.hub.api.test_api_calls import CONCERNS, a_concern, key

from wholepicture.hub.api.calls import api

DOCS = Path(__file__).parents[3] / "docs" / "api.md"
ODD_TEXT = some.text(some.characters(codec="utf-8"), max_size=40) | some.sampled_from(
    ["", " ", "\x00", "=1+1", "<script>", "2026-03-02", "2026-03-02T10:00:00Z", "9999-12-31", "\u202e", "💥", "x" * 400]
)
ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | ODD_TEXT,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(ODD_TEXT, inner, max_size=3),
    max_leaves=8,
)


def test_it_is_openapi_3_1_and_served_without_a_token(system):
    answer = system().client.get("/api/openapi.json")

    told = answer.json()
    assert told["openapi"].startswith("3.1")
    assert told == json.loads(json.dumps(api.get_openapi_schema()))
    assert "http://" not in answer.content.decode()
    assert "https://" not in answer.content.decode()


def test_every_problem_is_described_as_one():
    for calls in api.get_openapi_schema()["paths"].values():
        for call in calls.values():
            for status, told in call["responses"].items():
                [media] = told["content"]
                assert media == ("application/problem+json" if int(status) >= 400 else "application/json")


def test_the_page_for_people_names_every_call_field_and_status():
    words, schema = DOCS.read_text(encoding="utf-8"), api.get_openapi_schema()

    for path, calls in schema["paths"].items():
        for method, call in calls.items():
            assert f"{method.upper()} {path}" in words
            for status in call["responses"]:
                assert f"`{status}`" in words, status
    for name in ("ConcernIn", "ChildIn", "AdultIn", "PlaceIn", "VehicleIn", "HandleIn", "ReceiptOut", "StatusOut"):
        for one in schema["components"]["schemas"][name]["properties"]:
            assert f"`{one}`" in words, one


def fields_of(name: str) -> list[str]:
    return list(api.get_openapi_schema()["components"]["schemas"][name]["properties"])


PART = some.dictionaries(some.sampled_from(fields_of("ChildIn") + fields_of("PlaceIn")) | ODD_TEXT, ANYTHING, max_size=4)
BODY = some.dictionaries(
    some.sampled_from(fields_of("ConcernIn")) | ODD_TEXT, ANYTHING | some.lists(PART, max_size=3), max_size=6
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=ANYTHING | BODY, odd=ODD_TEXT)
def test_whatever_is_sent_nothing_breaks_and_every_refusal_is_in_words(system, body, odd):
    school = system()
    answers = [
        school.post(CONCERNS, body, key=key()),
        school.post(CONCERNS, {**a_concern(), **(body if isinstance(body, dict) else {})}, key=key()),
        school.post(
            f"{CONCERNS}/{odd.replace('/', '').replace('?', '').replace('#', '') or 'x'}/additions", body, key=key()
        ),
    ]

    for answer in answers:
        assert answer.status_code < 500, answer.content
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["detail"]
        else:
            assert answer.json()["reference"].startswith("WP-")


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=some.fixed_dictionaries(dict.fromkeys(("seen", "worries", "said", "team", "told_by"), ODD_TEXT)))
def test_whatever_is_taken_becomes_a_record(system, county, said):
    answer = system().post(CONCERNS, {"about": "group", **said}, key=key())

    if answer.status_code == 201:
        outcome = county.asked(
            "select o.outcome from inbox i join inbox_outcome o on o.inbox = i.id where i.reference = %s",
            answer.json()["reference"],
        )
        assert outcome == [("taken",)]
    else:
        assert answer.status_code == 422
