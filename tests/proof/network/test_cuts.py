"""The wire between an agency's system and the hub is cut, again and again: what was acknowledged is one concern, whole."""

import http.client
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.journeys.conftest import RunningHub, running_hub
from tests.proof.network.relay import Relay
from tests.proof.sizes import a_size

pytestmark = pytest.mark.enable_socket
SENDERS = 4
MOST_TRIES = 200
_TOKEN = """
import django
django.setup()
from datetime import timedelta
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account
from wholepicture.hub.accounts.tokens import Scope
from wholepicture.hub.wiring.people import Change
from wholepicture.hub.wiring.sign_in_tokens import make_token
by = Account.objects.get(email="administrator@training.example").handle
print(make_token("school", "A system", (Scope.CONCERNS_WRITE,), timedelta(days=30), Change(by, clock.now(), "A test.")))
"""


@pytest.fixture(scope="module")
def hub() -> Iterator[RunningHub]:
    with running_hub(WHOLEPICTURE_API_PER_MINUTE="10000000") as made:
        yield made


@pytest.fixture(scope="module")
def token(hub: RunningHub) -> str:
    return hub.run(_TOKEN).split()[-1]


@dataclass
class Sending:
    """Systems that send until they are told that it is kept. `fresh_keys`: with another key at each try, which is the fault
    that has to be found.
    """

    port: int
    token: str
    mark: str
    fresh_keys: bool = False
    acknowledged: dict[str, str] = field(default_factory=dict)
    tries: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def words(self, name: str) -> str:
        return f"{name} begins. " + "She was collected by a man in a silver car. " * (len(name) % 9) + f"{name} ends."

    def send(self, name: str) -> None:
        """Send one concern until it is acknowledged."""
        for _ in range(MOST_TRIES):
            self.tries[name] += 1
            try:
                status, told = self._post(name)
            except (OSError, http.client.HTTPException, ValueError):
                continue
            if status in (200, 201):
                before = self.acknowledged.setdefault(name, told["reference"])
                if before != told["reference"]:
                    self.wrong.append(f"{name}: {before}, then {told['reference']}")
                return
            self.wrong.append(f"{name}: {status} {told}")
            return

    def _post(self, name: str) -> tuple[int, dict[str, str]]:
        body = json.dumps({"about": "child", "seen": self.words(name)})
        key = f"{name}-{self.tries[name]}" if self.fresh_keys else name
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", "/api/concerns", body, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def kept(hub: RunningHub, mark: str) -> dict[str, list[tuple[str, bool]]]:
    """What the hub holds of each concern: its references, and whether it is whole."""
    found: dict[str, list[tuple[str, bool]]] = {}
    with psycopg.connect(hub.owner) as owner:
        rows = owner.execute("select reference, convert_from(body, 'UTF8') from inbox where channel = 'api'").fetchall()
    for reference, body in rows:
        if mark in body:
            name = mark + body.partition(mark)[2].partition(" ")[0]
            found.setdefault(name, []).append((reference, f"{name} ends." in body))
    return found


def cut_often(hub: RunningHub, token: str, size: int, seed: int, *, fresh_keys: bool = False) -> tuple[Sending, Relay]:
    """Send until the wire was cut so often."""
    url, mark = urlsplit(hub.url), f"c{seed}x"
    with Relay((str(url.hostname), int(url.port or 0)), random.Random(seed)) as relay:
        sending = Sending(relay.port, token, mark, fresh_keys)
        numbers = iter(range(10**9))
        lock = threading.Lock()

        def go_on() -> None:
            while relay.cuts < size:
                with lock:
                    number = next(numbers)
                sending.send(f"{mark}{number}")

        threads = [threading.Thread(target=go_on) for _ in range(SENDERS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    return sending, relay


def faults(sending: Sending, held: dict[str, list[tuple[str, bool]]]) -> list[str]:
    """Acknowledged and lost, held twice, held in part, or told otherwise."""
    found = list(sending.wrong)
    for name, reference in sending.acknowledged.items():
        if [one for one, _ in held.get(name, [])] != [reference]:
            found.append(f"{name}: acknowledged as {reference}, held as {held.get(name)}")
    found += [f"{name}: held {len(those)} times" for name, those in held.items() if len(those) > 1]
    found += [f"{name}: not whole" for name, those in held.items() if not all(whole for _, whole in those)]
    return found


@a_size(200, 10_000)
def test_what_was_acknowledged_over_a_wire_that_is_cut_is_one_concern_and_whole(
    hub: RunningHub, token: str, size: int, seed: int, note: Callable[..., None]
) -> None:
    sending, relay = cut_often(hub, token, size, seed)
    found = faults(sending, kept(hub, sending.mark))

    note(
        "Cuts of the network",
        tried=f"{relay.cuts:,} cuts at any byte, there or back, in {sum(sending.tries.values()):,} tries to send "
        f"{len(sending.tries):,} concerns to a running hub; {relay.doubled:,} requests came twice, some later than the next",
        found=f"{len(found)} lost, doubled, halved or told otherwise",
        control="a fresh key at each try: found",
    )
    assert found == []
    assert len(sending.acknowledged) == len(sending.tries) > size / 40
    assert relay.doubled > size / 40


def test_a_sender_with_a_fresh_key_at_each_try_would_be_found_out(hub: RunningHub, token: str) -> None:
    """The negative control."""
    sending, _ = cut_often(hub, token, 60, 7, fresh_keys=True)

    assert any("held" in one for one in faults(sending, kept(hub, sending.mark)))
