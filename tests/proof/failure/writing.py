"""People who have forms open while something fails."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

import httpx

from tests.hub.keeper.test_run_itself import CANARY, Run, hidden_of, pages_of, until

AT_ONCE = 6
"""So many send at once."""


@dataclass
class Writer:
    """Somebody who has forms open. `promised` is what was acknowledged, by the form's key; `told` how each was answered;
    `unanswered` the errors of those that were not; `wrong` what should not have been.
    """

    client: httpx.Client
    chance: Random
    promised: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    unanswered: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def open_forms(self, number: int) -> None:
        """Open forms, and write in them."""
        for _ in range(number):
            form = hidden_of(patiently(self.client, "/record-a-concern/"))
            key = form["key"] = str(uuid4())
            words = f"{CANARY}, about 13, was at the flat again at night. It is number {key}. "
            more = "".join(self.chance.choices("abcdefghijklmnop ", k=self.chance.choice((0, 2_000, 15_000))))
            self.waiting[key] = {**form, "do": "send", "seen": words + more}

    def send_all(self) -> None:
        """Press the buttons of all forms that are still open."""
        with ThreadPoolExecutor(AT_ONCE) as pressed:
            list(pressed.map(self._send, list(self.waiting)))

    def _send(self, key: str) -> None:
        form = self.waiting[key]
        try:
            answer = self.client.post("/record-a-concern/", data=form)
        except httpx.TransportError as gone:
            self.told["none"] += 1
            self.unanswered.append(repr(gone))
            return
        self.told[str(answer.status_code)] += 1
        if received := re.fullmatch(r"/my-concerns/(WP-\d\d-\d{6})/received/", answer.headers.get("location", "")):
            self.promised[key] = received[1]
            del self.waiting[key]
        elif answer.status_code < 500 or form["seen"].strip() not in answer.text:
            self.wrong.append(f"{answer.status_code} without the words: {answer.headers} {answer.text[:500]}")


def patiently(client: httpx.Client, path: str) -> str:
    """A page, by somebody who tries again while it is not there."""
    pages: list[str] = []

    def there() -> bool:
        with suppress(httpx.TransportError):
            answer = client.get(path)
            if answer.status_code == 200:
                pages.append(answer.text)
        return bool(pages)

    until(there, lambda: f"{path} is not there")
    return pages[0]


def wait_until_linked(run: Run, practitioner: httpx.Client, writer: Writer) -> None:
    """Until everything that was promised is read and linked: it stands on the hub's work list."""

    def all_read() -> bool:
        waiting = pages_of(practitioner, "/work/")
        return all(reference in waiting for reference in writer.promised.values())

    until(all_read, lambda: run.said[-3000:])
