"""People at a hub's pages: each with a session of their own, who think before they act, as browsers send it."""

import asyncio
import random
import re
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FIELD = re.compile(r'<input type="hidden" name="(key|writer)" value="([^"]*)"')
_REFERENCE = re.compile(r"/my-concerns/([^/]+)/received/")
_LINKED = "Recorded and linked."


class Unexpected(Exception):
    """A page answered otherwise than it should."""


@dataclass(slots=True)
class Figures:
    """Seconds of each kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the county, by whom a concern is written or a search is made."""

    forename: str
    surname: str
    born: str
    registration: str


class Visitor:
    """One person at the pages."""

    def __init__(self, address: str, handle: str, role: str, figures: Figures, transport: httpx.AsyncBaseTransport) -> None:
        self.role = role
        self.figures = figures
        self.concerns: list[str] = []
        self._handle = handle
        self._client = httpx.AsyncClient(
            base_url=address, transport=transport, timeout=60, headers={"Referer": address, "Origin": address}
        )

    async def _ask(self, kind: str, method: str, path: str, expected: int, **more: object) -> httpx.Response:
        began = time.perf_counter()
        answer = await self._client.request(method, path, **more)  # type: ignore[arg-type]
        if kind:
            self.figures.seconds[kind].append(time.perf_counter() - began)
        if answer.status_code != expected:
            raise Unexpected(f"{method} {path}: {answer.status_code}")
        return answer

    async def _form(self, kind: str, path: str) -> dict[str, str]:
        page = (await self._ask(kind, "GET", path, 200)).text
        token = _TOKEN.search(page)
        if token is None:
            raise Unexpected(f"no form at {path}")
        return {"csrfmiddlewaretoken": token[1], **dict(_FIELD.findall(page))}

    async def sign_in(self) -> None:
        """With one click."""
        form = await self._form("", "/sign-in/login/")
        await self._ask("", "POST", f"/sign-in/training/{self._handle}/", 302, data=form)

    async def say_why(self) -> bool:
        """State the purpose of searching; whether there is a search at all."""
        first = await self._client.get("/search/")
        if first.status_code == 404:
            return False
        chosen = "deal_with_concern" if self.role == "hub_practitioner" else "direct_work"
        path = "/why/?subject=search&next=%2Fsearch%2F"
        await self._ask("", "POST", path, 302, data={**await self._form("", path), "purpose": chosen})
        return True

    async def open_form(self) -> dict[str, str]:
        """Open the page to record a concern."""
        form = await self._form("page", "/record-a-concern/")
        form.setdefault("key", str(uuid.uuid4()))
        return form

    async def submit(self, form: dict[str, str], about: Known, chance: random.Random) -> str:
        """Send a concern about somebody; its reference. The answer means that it is committed."""
        words = {
            "do": "send",
            "seen": _words(about, chance),
            "when": "yesterday",
            "child_1_forename": about.forename,
            "child_1_surname": about.surname,
            "vehicle_1_registration": about.registration,
        }
        sent = await self._ask("submit", "POST", "/record-a-concern/", 302, data={**form, **words})
        found = _REFERENCE.search(sent.headers["location"])
        if found is None:
            raise Unexpected("no receipt")
        self.concerns.append(found[1])
        return found[1]

    async def receipt(self, reference: str) -> None:
        """Read the receipt."""
        await self._ask("page", "GET", f"/my-concerns/{reference}/received/", 200)

    async def list_own(self) -> None:
        """Look at one's own concerns."""
        await self._ask("page", "GET", "/my-concerns/", 200)

    async def read(self, reference: str, kind: str = "page") -> bool:
        """Read a concern of one's own; whether it is linked."""
        return _LINKED in (await self._ask(kind, "GET", f"/my-concerns/{reference}/", 200)).text

    async def search(self, known: Known, chance: random.Random) -> None:
        """Search for somebody."""
        token = self._client.cookies.get("csrftoken") or ""
        asked = chance.choice((f"{known.forename} {known.surname}", f"{known.surname} {known.born}", known.registration))
        words = {"csrfmiddlewaretoken": token, "words": asked or f"{known.forename} {known.surname}"}
        await self._ask("search", "POST", "/search/", 200, data=words)

    async def leave(self) -> None:
        """Close the browser."""
        await self._client.aclose()


def _words(about: Known, chance: random.Random) -> str:
    return chance.choice(
        (
            f"{about.forename} got out of a car outside the takeaway at about 22:30. An older man gave {about.forename} a bag.",  # noqa: E501
            f"{about.forename} {about.surname} had a new phone and said that a friend of 24 had bought it. Seemed frightened.",  # noqa: E501
            f"Neighbours rang about shouting. {about.forename} stood on the stairs and did not want to say anything.",
            f"{about.forename} was missing from school again and came back with new trainers. Two men waited at the gate.",
        )
    )


async def live(
    visitor: Visitor, known: Sequence[Known], until: float, think: float, chance: random.Random, *, searching: bool
) -> None:
    """Act, think, act again, until a moment. Think times are exponential with the mean `think`, in seconds."""
    await asyncio.sleep(chance.uniform(0, think))
    while time.monotonic() < until:
        try:
            await _act(visitor, chance.choice(known), think, chance, searching=searching)
        except (Unexpected, httpx.HTTPError) as problem:
            visitor.figures.errors.append(f"{type(problem).__name__} {problem}")
        await asyncio.sleep(chance.expovariate(1 / think))


async def _act(visitor: Visitor, about: Known, think: float, chance: random.Random, *, searching: bool) -> None:
    share = chance.random()
    if searching and share < 0.4:
        await visitor.search(about, chance)
    elif share < 0.7:
        form = await visitor.open_form()
        await asyncio.sleep(chance.expovariate(1 / think))
        await visitor.receipt(await visitor.submit(form, about, chance))
    elif visitor.concerns:
        await visitor.read(chance.choice(visitor.concerns))
    else:
        await visitor.list_own()
