"""Every answer that is not a success: application/problem+json, in words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wholepicture.hub.wiring.api import NothingSaid, NotKnown, SameKeyOtherContent, TooMany

TITLES = {
    400: "It cannot be read",
    401: "No token that holds",
    403: "The token may not do this",
    404: "Nothing there",
    409: "The same key with other content",
    413: "Too large",
    422: "Something is missing or wrong",
    429: "Too many calls",
    500: "A fault of ours",
    503: "Not now",
}
PROBLEM = "application/problem+json"
_NOTHING_KEPT = "Nothing was kept: send it again later with the same Idempotency-Key."


class Problem(Exception):
    """A call that cannot be answered as asked; the words say why."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def answer(
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer that says so."""
    content = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail, "errors": list(errors)}
    made = HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type=PROBLEM)
    for name, value in (headers or {}).items():
        made[name] = value
    return made


def answer_problems(api: NinjaAPI) -> None:
    """Let an API answer all its problems in this way."""

    def register(kind: type[Exception], make: Any) -> None:
        api.add_exception_handler(kind, make)

    register(Problem, lambda _, p: answer(p.status, p.detail, headers=p.headers))
    register(ValidationError, _wrong)
    register(
        AuthenticationError, lambda *_: answer(401, "Send a token that holds: Authorization: Bearer …", headers=_BEARER)
    )
    register(HttpError, lambda _, p: answer(p.status_code if p.status_code in TITLES else 400, "The body is not JSON."))
    register(Http404, _nothing)
    register(NotKnown, _nothing)
    register(SameKeyOtherContent, _other_content)
    register(TooMany, lambda *_: answer(422, str(TooMany.__doc__)))
    register(NothingSaid, lambda *_: answer(422, str(NothingSaid.__doc__)))
    register(DatabaseError, lambda *_: answer(503, _NOTHING_KEPT, headers={"Retry-After": "30"}))
    register(Exception, lambda *_: answer(500, _NOTHING_KEPT))


_BEARER = {"WWW-Authenticate": 'Bearer realm="whole picture"'}


def _nothing(_: HttpRequest, __: Exception) -> HttpResponse:
    return answer(404, "There is nothing of that reference that your system sent, and no such address.")


def _other_content(_: HttpRequest, problem: SameKeyOtherContent) -> HttpResponse:
    words = f"This key was sent before with other content, which is kept as {problem.receipt.reference}. "
    return answer(409, words + "What is different now was not kept: post it as an addition, or with a key of its own.")


def _wrong(_: HttpRequest, problem: ValidationError) -> HttpResponse:
    errors = [{"field": _field(one["loc"]), "words": _words(one)} for one in problem.errors]
    detail = " ".join(f"{one['field']}: {one['words']}." for one in errors[:10])
    return answer(422, f"{detail} Nothing was kept.", errors)


def _field(loc: Sequence[object]) -> str:
    """Where the trouble is, as the sender knows it: children.0.born, Idempotency-Key."""
    parts = [str(part) for part in loc if str(part) not in ("body", "concern", "addition", "function-before")]
    if parts and parts[0] == "header":
        return "Idempotency-Key"
    told = [
        part for part in parts if "[" not in part and part not in ("date", "datetime", "constrained-str", "query", "path")
    ]
    return ".".join(told) or "body"


_SAID = {
    "missing": "it is missing",
    "extra_forbidden": "there is no such field",
    "string_type": "it must be text in quotes",
    "bool_type": "it must be true or false",
    "bool_parsing": "it must be true or false",
    "list_type": "it must be a list",
    "model_attributes_type": "it must be an object",
    "model_type": "it must be an object",
    "dict_type": "it must be an object",
    "string_unicode": "it holds half a character",
    "timezone_aware": "a moment needs its offset, such as Z or +01:00",
}


def _words(error: Mapping[str, Any]) -> str:
    kind, more = error["type"], error.get("ctx", {})
    if kind in _SAID:
        return _SAID[kind]
    if kind == "string_too_long":
        return f"it has more than {more.get('max_length')} characters"
    if kind == "string_pattern_mismatch":
        return "it has characters that it cannot have"
    if kind == "string_too_short":
        return "it is empty"
    if kind == "too_long":
        return f"it has more than {more.get('max_length')}; send the others as an addition"
    if kind in ("enum", "literal_error"):
        return f"it can be {more.get('expected')}"
    if kind.startswith(("date", "timezone")):
        return "it is not a day such as 2026-03-02 or a moment such as 2026-03-02T16:15:00Z"
    return str(error["msg"]).removeprefix("Value error, ")
