"""Whatever agencies' systems send to the API: no call breaks the hub, every answer is one that the description allows, and
what was acknowledged is one concern however often it is sent.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from tests.hub.api.test_api_calls import CONCERNS, a_concern
from tests.hub.api.test_api_description import ANYTHING, BODY, ODD_TEXT
from tests.proof.sizes import a_size
from wholepicture.hub.api.calls import api
from wholepicture.hub.api.schemas import ProblemOut, ReceiptOut, StatusOut
from wholepicture.hub.wiring import api as domain

CALLS_EACH = 10
"""So many calls one example makes."""
SEGMENT = ODD_TEXT.map(lambda words: re.sub(r"[/?#%\\\r\n]", "", words).strip(".") or "x")
KEY = some.text(some.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=60)
SCHEMA = api.get_openapi_schema()
ANSWERS: dict[tuple[str, str], type] = {
    ("post", "/api/concerns"): ReceiptOut,
    ("post", "/api/concerns/{reference}/additions"): ReceiptOut,
    ("get", "/api/concerns/{reference}"): StatusOut,
    ("get", "/api/concerns/{reference}/additions/{number}"): StatusOut,
}
"""How an answer with a body of its own is checked; a signed receipt has tests of its own."""


@dataclass
class Asked:
    """What came of the calls: how often each status, and what should not have been."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, call: tuple[str, str], answer: Any) -> Any:
        """Hold an answer against the description."""
        self.statuses[answer.status_code] += 1
        allowed = SCHEMA["paths"][call[1]][call[0]]["responses"]
        told = allowed.get(answer.status_code) or allowed.get(str(answer.status_code))
        if told is None:
            self.wrong.append(f"{call[0]} {call[1]}: {answer.status_code} {answer.content[:200]!r}")
            return answer
        [media] = told["content"]
        if not answer["Content-Type"].startswith(media):
            self.wrong.append(f"{call[0]} {call[1]}: {answer['Content-Type']}")
        if answer.status_code >= 400:
            problem = ProblemOut.model_validate_json(answer.content)
            if not problem.detail or problem.status != answer.status_code:
                self.wrong.append(f"{call[0]} {call[1]}: no words, {answer.content!r}")
        elif call in ANSWERS:
            ANSWERS[call].model_validate_json(answer.content)
        return answer


POST, ADD = ("post", "/api/concerns"), ("post", "/api/concerns/{reference}/additions")
ASK, ASK_ADDITION = ("get", "/api/concerns/{reference}"), ("get", "/api/concerns/{reference}/additions/{number}")
RECEIPT = ("get", "/api/concerns/{reference}/receipt")


@dataclass(frozen=True)
class Sent:
    """One example: what is sent in its calls."""

    body: Any
    changed: Any
    segment: str
    key: str
    raw: bytes


SENT = some.builds(
    Sent,
    body=ANYTHING | BODY,
    changed=some.dictionaries(ODD_TEXT, ANYTHING, max_size=3) | BODY,
    segment=SEGMENT,
    key=KEY,
    raw=some.binary(max_size=60) | some.sampled_from([b"", b"{", b"\xff\xfe", b"null", b'{"seen": NaN}', b"[" * 2000]),
)


def call_all(one: Sent, system: Any, stranger: Any, asked: Asked) -> None:
    """The calls of an example."""
    unlike = secrets.token_hex(8)
    asked.note(POST, system.post(CONCERNS, one.body, key=one.key + unlike))
    asked.note(POST, system.post(CONCERNS, {**a_concern(), **one.changed}, key=f"{unlike}c"))
    asked.note(POST, system.post(CONCERNS, one.raw, key=f"{unlike}r"))
    first = asked.note(POST, system.post(CONCERNS, a_concern(seen=f"{one.segment} {unlike}"), key=unlike))
    again = asked.note(POST, system.post(CONCERNS, a_concern(seen=f"{one.segment} {unlike}"), key=unlike))
    if first.status_code == 201:
        same = again.status_code == 200 and again.json()["reference"] == first.json()["reference"]
        asked.wrong += [] if same else [f"sent again: {again.status_code} {again.content[:200]!r}"]
        reference = first.json()["reference"]
        asked.note(ADD, system.post(f"{CONCERNS}/{reference}/additions", one.body, key=f"{unlike}a"))
        theirs = asked.note(ASK, stranger.get(f"{CONCERNS}/{reference}"))
        asked.wrong += [] if theirs.status_code == 404 else [f"another agency was told: {theirs.status_code}"]
    asked.note(ADD, system.post(f"{CONCERNS}/{one.segment}/additions", one.body, key=f"{unlike}o"))
    asked.note(ASK_ADDITION, system.get(f"{CONCERNS}/{one.segment}/additions/{one.segment}"))
    asked.note(RECEIPT, system.get(f"{CONCERNS}/{one.segment}/receipt"))


def tried(make: Callable[..., Any], examples: int) -> Asked:
    """What came of so many examples."""
    asked, school, police = Asked(), make("school"), make("police")

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(one=SENT)
    def try_one(one: Sent) -> None:
        call_all(one, school, police, asked)

    try_one()
    return asked


@pytest.fixture
def many(settings: Any, system: Any) -> Any:
    """Systems that may call as often as they like."""
    settings.API_PER_MINUTE = 10_000_000
    return system


@a_size(400, 100_000)
def test_no_call_breaks_the_hub_and_every_answer_is_one_that_the_description_allows(
    many: Any, size: int, note: Callable[..., None]
) -> None:
    asked = tried(many, size // CALLS_EACH + 1)
    number = sum(asked.statuses.values())
    by_status = ", ".join(f"{count:,} times {status}" for status, count in sorted(asked.statuses.items()))
    broke = sum(count for status, count in asked.statuses.items() if status >= 500)
    note(
        "Calls of the API",
        tried=f"{number:,} generated calls with a real PostgreSQL: {by_status}",
        found=f"{len(asked.wrong)} answers that the description does not allow, {broke} of 500 and above",
        control="a fault in taking a concern: found",
        with_seed=False,
    )
    assert asked.wrong == []
    assert number >= size * 0.8
    assert {200, 201, 404, 422} <= set(asked.statuses)


def test_a_fault_in_taking_a_concern_would_be_found(many: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""

    def faulty(by: Any, posting: Any) -> Any:
        raise RuntimeError("a fault")

    monkeypatch.setattr(domain, "post", faulty)
    assert any(" 500 " in one for one in tried(many, 2).wrong)
