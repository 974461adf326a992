"""The specimen's pages."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wholepicture.hub.web.marking import Mark
from wholepicture.hub.web.refusals import answer_unavailable
from wholepicture.hub.web.specimen.forms import FILLED, WRONG, KeyForm, SpecimenForm

SIGNED_IN = {"name": "Robin Ashdown", "role": "Hub practitioner", "agency": "Harbury Council"}
NAVIGATION = [("Record a concern", "/form/", False), ("My concerns", "/mine/", False), ("Work list", "/", True)]
MOMENT = datetime(2026, 3, 3, 16, 5, tzinfo=UTC)
SHOWN_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NARRATIVE = (
    "Posy (13) was seen getting into a silver car with an older man at the flat on Mill Lane.\r\n"
    "She said he gives her <b>presents</b> & a phone. She has not been missing before.\n"
    "Her words: “it’s fine\u200b, he’s just \u202efriendly\u202c”. <script>document.title = 'taken'</script> مرحبا"
)


def _mark(words: str, kind: str, label: str, url: str = "") -> Mark:
    start = NARRATIVE.index(words)
    return Mark(start, start + len(words), kind, label, url)


MARKS = (
    _mark("getting into a silver car with an older man", "indicator", "Older associate", "#sources"),
    _mark("silver car with an older man at the flat", "place", "Place"),
    _mark("silver car", "vehicle", "Vehicle"),
    _mark("he gives her <b>presents</b> & a phone", "indicator", "Unexplained gifts", "#sources"),
    _mark("has not been missing", "denied", "Missing: ruled out by the writer"),
    _mark("it’s fine\u200b, he’s just \u202efriendly", "wording", "The child’s own words"),
)
ROWS = [
    {"key": "Reference", "value": "WP-26-000123"},
    {"key": "About", "value": "Posy Hartwell, 13", "url": "#", "actions": [("See why", "#why")]},
    {"key": "Owned by", "value": "Hub duty team", "actions": [("Change", "#change")]},
]
TABLE = [
    ["WP-26-000123", {"text": "Posy Hartwell", "url": "#p"}, {"text": "New", "tag": "blue"}, "12"],
    ["WP-26-000124", {"text": "Flat on Mill Lane", "url": "#f"}, {"text": "Overdue", "tag": "red"}, "3"],
    ["WP-26-000125", "Silver car, QX12 \u202eABC", {"text": "Closed", "tag": "grey"}, "140"],
]
TIMELINE = [
    {
        "title": "Concern recorded",
        "moment": MOMENT,
        "why": "You raised the concern.\nYou may see what became of it.",
        "by": "PC Ade Okoro, police",
        "text": "Seen near the flat at night.",
        "id": "one",
    },
    {
        "title": "Opened by the hub",
        "when": "4 March 2026",
        "by": "Robin Ashdown",
        "because": "You see this: you raised the concern.",
    },
    {"title": "Answered", "when": "March 2026", "url": "#a", "text": "Strategy discussion asked for."},
]
ACTIONS = [
    {
        "title": "Decide on WP-26-000123",
        "url": "#1",
        "hint": "Due 4 March 2026 at midday",
        "tag": "Due today",
        "colour": "orange",
    },
    {"title": "Review a possible match: ask", "url": "#2", "hint": "Two records, one phone"},
]


def _frame() -> dict[str, Any]:
    return {
        "signed_in": SIGNED_IN,
        "navigation": NAVIGATION,
        "training": True,
        "breadcrumbs": [("Work list", "/"), ("WP-26-000123", "")],
    }


def parts(request: HttpRequest) -> HttpResponse:
    """Every part that is no form."""
    messages.add_message(request, messages.SUCCESS, "Concern WP-26-000123 is recorded")
    messages.add_message(request, messages.INFO, "The hub answers by 4 March 2026 at 4pm")
    page = Paginator(range(200), 10).get_page(request.GET.get("page"))
    tabs = [("Summary", "#summary", True), ("Chronology", "#chronology", False), ("Who has looked", "#looked", False)]
    context = {
        **_frame(),
        "rows": ROWS,
        "headings": ["Reference", "About", "State", "Days"],
        "table": TABLE,
        "numeric": [3],
        "timeline": TIMELINE,
        "actions": ACTIONS,
        "page": page,
        "narrative": NARRATIVE,
        "marks": MARKS,
        "tabs": tabs,
        "moment": MOMENT,
        "why": "You raised the concern.\nYou may see what became of it.",
        "numbers": [("Duty team, by day", "020 7946 0101"), ("Out of hours", "020 7946 0102")],
    }
    return render(request, "specimen/parts.html", context)


def form(request: HttpRequest, state: str = "") -> HttpResponse:
    """The form: plain, filled, wrong, or as it was posted."""
    given = {"filled": FILLED, "wrong": WRONG}.get(state)
    chosen = SpecimenForm(request.POST, request.FILES) if request.method == "POST" else SpecimenForm(given)
    return render(request, "specimen/form.html", {**_frame(), "form": chosen, "breadcrumbs": None, "back_url": "/"})


def hidden(request: HttpRequest) -> HttpResponse:
    """A page that is there, but not for whoever asks."""
    raise Http404(f"{request.path} is hidden")


def unavailable(request: HttpRequest) -> HttpResponse:
    """What is answered when nothing can be taken."""
    return answer_unavailable(request, again_url="/form/")


class _Key:
    pk = 1
    created_at = MOMENT
    last_used_at = None
    wrap = SimpleNamespace(is_passwordless=True)

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return self._name


def _sign_in_form(template: str, data: dict[str, str] | None) -> Any:
    from allauth.account.forms import LoginForm  # noqa: PLC0415 - allauth can only be read once Django runs
    from allauth.mfa.base.forms import AuthenticateForm  # noqa: PLC0415

    if template.endswith(("add_form.html", "webauthn/reauthenticate.html")):
        return KeyForm(data)
    made = LoginForm(data) if template == "account/login.html" else AuthenticateForm(data, user=None)
    made.secret = SHOWN_KEY
    return made


def sign_in(request: HttpRequest, template: str) -> HttpResponse:
    """One of the sign-in pages, with made-up content and allauth's own forms where they need no account."""
    wrong = "wrong" in request.GET
    context = {
        "form": _sign_in_form(template, {} if wrong else None),
        "webauthn_form": KeyForm(prefix="key"),
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "PASSKEY_LOGIN_ENABLED": True,
        "js_data": {"request_options": {}},
        "totp_url": f"otpauth://totp/a.worker?secret={SHOWN_KEY}&issuer=Whole%20Picture",
        "unused_codes": [f"{number:04x} {number * 7 % 65521:04x}" for number in range(4097, 4107)],
        "total_count": 10,
        "can_view_codes": True,
        "can_download_codes": True,
        "can_generate_codes": True,
        "authenticators": [_Key("Work phone"), _Key("Key ring")] if "list" in template else {"webauthn": [1, 2]},
        "authenticator": _Key("Work phone"),
        "reauthentication_alternatives": [{"url": "/other/", "description": "Use your password"}],
        "provider": {"name": "Harbury Council"},
        "unused_code_count": 4,
        "is_mfa_enabled": True,
        "action_url": "/",
        "trust_from": MOMENT,
        "trust_until": MOMENT + timedelta(days=14),
    }
    return render(request, template, context)
