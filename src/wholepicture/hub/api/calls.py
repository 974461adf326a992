"""The calls. No session, no cookie: a token in the header, and nothing else, says who calls."""

from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Header, NinjaAPI, Path, Status
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer
from pydantic import StringConstraints

from wholepicture.hub import clock
from wholepicture.hub.api.problems import PROBLEM, Problem, answer_problems
from wholepicture.hub.api.schemas import AdditionIn, ConcernIn, ProblemOut, ReceiptOut, StatusOut
from wholepicture.hub.wiring import api as domain
from wholepicture.hub.wiring.api import Caller, Posting, Receipt, Scope

Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
Reference = Annotated[str, StringConstraints(max_length=40)]
REFUSALS: dict[int, Any] = dict.fromkeys((401, 403, 404, 413, 422, 429, 503), ProblemOut)
POSTED: dict[int, Any] = {200: ReceiptOut, 201: ReceiptOut, 400: ProblemOut, 409: ProblemOut, **REFUSALS}
ASKED: dict[int, Any] = {200: StatusOut, **REFUSALS}
SIGNED: dict[int, Any] = {200: dict[str, Any], **REFUSALS}
DESCRIPTION = (
    "With these calls the systems of agencies post concerns. Every concern gets a receipt as soon as it is kept. Send each "
    "with an Idempotency-Key of its own: sent again with the same key it is kept once, and gives the same receipt."
)


class Token(HttpBearer):
    """A token that an administrator of the hub made for an agency."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Whose it is, counted; too large a body is refused before it is read."""
        size = request.META.get("CONTENT_LENGTH") or "0"
        if not size.isdecimal() or int(size) > settings.API_KILOBYTES * 1000:
            raise Problem(413, f"A concern can have up to {settings.API_KILOBYTES} kB. Send the rest as an addition.")
        by = domain.caller_of(token)
        if by is None:
            return None
        allowance = domain.count_call(by)
        if allowance.left < 0:
            words = f"A token may call {settings.API_PER_MINUTE} times a minute. Nothing was kept: send it again later."
            raise Problem(429, words, {"Retry-After": str(allowance.again)})
        request.token = token
        return by


class HubAPI(NinjaAPI):
    """Says in its description that what went wrong comes as a problem."""

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The description, OpenAPI 3.1."""
        schema = super().get_openapi_schema(**how)
        for calls in schema["paths"].values():
            for call in calls.values():
                for status, told in call["responses"].items():
                    if int(status) >= 400 and "content" in told:
                        told["content"] = {PROBLEM: told["content"].pop("application/json")}
        return schema


api = HubAPI(
    title="Whole Picture",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url="/openapi.json",
    auth=Token(),
    urls_namespace="api",
)
answer_problems(api)


def _caller(request: HttpRequest, scope: Scope) -> Caller:
    by: Caller = request.auth
    if not by.may(scope):
        raise Problem(403, f"The token lacks the scope {scope.value}.")
    return by


def _receipt(request: HttpRequest, receipt: Receipt) -> Status[ReceiptOut]:
    try:
        signed = domain.signed(request.auth, request.token, receipt.reference, sealed=False)
    except domain.NotKnown:  # it is kept, and has to be placed by hand before there is a fact to sign
        signed = None
    told = ReceiptOut(reference=receipt.reference, received_at=receipt.received_at, signed=signed)
    return Status(200 if receipt.repeated else 201, told)


@api.post("/concerns", response=POSTED, summary="Post a concern", operation_id="post_concern")
def post_concern(
    request: HttpRequest, concern: ConcernIn, idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")]
) -> Status[ReceiptOut]:
    """201 with a receipt; 200 with the same receipt where it was sent before. Scope: concerns:write."""
    by = _caller(request, Scope.CONCERNS_WRITE)
    posting = Posting(key=idempotency_key, concern=concern.concern(clock.now()), team=concern.team)
    return _receipt(request, domain.post(by, posting))


@api.post("/concerns/{reference}/additions", response=POSTED, summary="Add to a concern", operation_id="post_addition")
def post_addition(
    request: HttpRequest,
    reference: Annotated[Reference, Path()],
    addition: AdditionIn,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[ReceiptOut]:
    """Adds to a concern that your own agency posted. Nothing that was sent before is changed. Scope: concerns:write."""
    by = _caller(request, Scope.CONCERNS_WRITE)
    domain.became(by, request.token, reference)
    posting = Posting(key=idempotency_key, concern=addition.concern(clock.now(), adds_to=reference), team=addition.team)
    return _receipt(request, domain.post(by, posting))


@api.get("/concerns/{reference}", response=ASKED, summary="What became of a concern", operation_id="get_concern")
def get_concern(request: HttpRequest, reference: Annotated[Reference, Path()]) -> StatusOut:
    """Of a concern that your own agency posted; anything else is not there. Scope: receipts:read."""
    return _status(request, reference)


@api.get(
    "/concerns/{reference}/additions/{number}",
    response=ASKED,
    summary="What became of an addition",
    operation_id="get_addition",
)
def get_addition(
    request: HttpRequest, reference: Annotated[Reference, Path()], number: Annotated[Reference, Path()]
) -> StatusOut:
    """Of an addition: WP-26-000123/2 is number 2 of WP-26-000123. Scope: receipts:read."""
    return _status(request, f"{reference}/{number}")


@api.get(
    "/concerns/{reference}/receipt", response=SIGNED, summary="The signed receipt of a concern", operation_id="get_receipt"
)
def get_receipt(request: HttpRequest, reference: Annotated[Reference, Path()]) -> dict[str, Any]:
    """As `signed` in the first answer, with the way to a checkpoint once it is sealed. Scope: receipts:read."""
    return _signed(request, reference)


@api.get(
    "/concerns/{reference}/additions/{number}/receipt",
    response=SIGNED,
    summary="The signed receipt of an addition",
    operation_id="get_addition_receipt",
)
def get_addition_receipt(
    request: HttpRequest, reference: Annotated[Reference, Path()], number: Annotated[Reference, Path()]
) -> dict[str, Any]:
    """Likewise. Scope: receipts:read."""
    return _signed(request, f"{reference}/{number}")


def _signed(request: HttpRequest, reference: str) -> dict[str, Any]:
    told = domain.signed(_caller(request, Scope.RECEIPTS_READ), request.token, reference, sealed=True)
    if told is None:
        raise Problem(404, "This hub signs no receipts.")
    return told


def _status(request: HttpRequest, reference: str) -> StatusOut:
    told = domain.became(_caller(request, Scope.RECEIPTS_READ), request.token, reference)
    return StatusOut(reference=told.reference, received_at=told.received_at, status=told.state, sent_on_at=told.sent_on_at)


@api.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", auth=None, include_in_schema=False)
def nothing_else(request: HttpRequest, rest: str) -> None:  # noqa: ARG001 - Ninja gives it
    """Whatever else is asked for is not there."""
    raise Http404
