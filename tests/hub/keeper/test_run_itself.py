"""`./run` as a new user has it, as root and as an ordinary user: killed with kill -9 while concerns are being sent, and
started again. Nothing that was acknowledged is lost or doubled, and nobody has to lend a hand.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import httpx
import pytest

ROOT = Path(__file__).parents[3]
CHILDREN = "20"
CANARY = "Wilhelmina Quarterstaff"
"""Stands in every concern that is sent, and nowhere else: no log may hold it."""
PATIENCE = 60
"""Seconds until a hub has to answer, and until what was sent has to stand on the work list."""
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
_PERSON = re.compile(r'action="(/sign-in/training/[^"]+)"(?:(?!</form>).)*?<button[^>]*>\s*([^<]+)', re.DOTALL)
_REFERENCE = re.compile(r"WP-\d\d-\d{6}")


def clone(home: Path, python: str) -> None:
    """What `./run` needs, as in a clone that was set up: its sources, and the packages that `./test` installed."""
    here = home / "clone"
    (here / ".venv/bin").mkdir(parents=True)
    for name in ("run", ".setup.sh", "requirements/run.txt"):
        (here / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, here / name)
    shutil.copytree(ROOT / "src", here / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (here / ".venv/bin/python").symlink_to(python)
    (here / ".venv/lib").symlink_to(Path(sys.prefix) / "lib")
    (here / ".venv/pyvenv.cfg").write_text(f"home = {Path(python).parent}\n", encoding="utf-8")
    shutil.copy(ROOT / "requirements/run.txt", here / ".venv/.installed-run")


class NotAcknowledged(Exception):
    """The hub answered, and not that it has it."""


@dataclass
class Run:
    """`./run` by one user, in a home of its own. `key -> reference` is what was acknowledged; a key never sent twice by
    itself.
    """

    home: Path
    user: str
    port: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    started: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    """Settings besides what it needs."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        return (self.home / "said.txt").read_text(encoding="utf-8", errors="replace")

    def logs(self) -> dict[str, str]:
        """Everything that was printed or logged, by the processes and by PostgreSQL."""
        all_files = (
            Path(folder, name) for folder, _, names in os.walk(self.home / "hub", followlinks=True) for name in names
        )
        files = [one for one in all_files if one.is_file() and (one.suffix == ".log" or "log" in one.parent.name)]
        told = {str(one.relative_to(self.home)): one.read_text(encoding="utf-8", errors="replace") for one in files}
        return {**told, "said": self.said}

    def start(self) -> None:
        """Start it, and wait until it answers."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        with (self.home / "said.txt").open("a", encoding="utf-8") as out:
            process = subprocess.Popen(
                [str(self.home / "clone/run"), "hub", "start", "--port", str(self.port), "--children", CHILDREN],
                env={**kept, "HOME": str(self.home), "WHOLEPICTURE_HOME": str(self.home / "hub"), **self.environment},
                cwd=self.home / "clone",
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user,
                group=pwd.getpwnam(self.user).pw_gid,
                extra_groups=[] if os.geteuid() == 0 else None,
            )

        self.started.append(process)

        def answers() -> bool:
            assert process.poll() is None, self.said
            try:
                return httpx.get(f"{self.url}/sign-in/login/", timeout=5).status_code == 200
            except httpx.TransportError:
                return False

        until(answers, lambda: self.said)

    def processes(self) -> list[int]:
        """Everything that belongs to this home: found by what it was told, or by its own words."""
        mark, found = str(self.home / "hub").encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                alive = b"State:\tZ" not in (folder / "status").read_bytes()
            except OSError:
                continue
            if mark in told and alive:
                found.append(int(folder.name))
        return found

    def end(self) -> None:
        """End it, in good order."""
        self.started[-1].terminate()
        self.started[-1].wait(PATIENCE)

    def kill(self) -> int:
        """kill -9 of everything, at one blow; how many there were."""
        found = self.processes()
        while left := self.processes():
            for one in left:
                try:
                    os.kill(one, signal.SIGKILL)
                except ProcessLookupError:
                    continue
        for process in self.started:
            process.wait()
        return len(found)

    @contextmanager
    def at(self, who: str) -> Iterator[httpx.Client]:
        """Somebody who signed in with one click, by the words on their button."""
        with httpx.Client(base_url=self.url, timeout=20, headers={"Origin": self.url, "Referer": self.url}) as client:
            page = client.get("/sign-in/login/").text
            path = next((path for path, words in _PERSON.findall(page) if who in words), "/nobody/")
            answer = client.post(path, data=hidden_of(page))
            if answer.status_code != 302:
                raise NotAcknowledged(answer.text[:2000])
            yield client

    def send(self, client: httpx.Client, key: str) -> None:
        """Send a concern; it counts as acknowledged when the receipt's address is there."""
        form = hidden_of(client.get("/record-a-concern/").text)
        self.sent.append(key)
        words = f"{CANARY}, about 13, was at the flat again, and a man came for her at night. It is number {key}."
        answer = client.post("/record-a-concern/", data={**form, "key": key, "do": "send", "seen": words})
        if answer.status_code != 302:
            raise NotAcknowledged(answer.text[:2000])
        self.acknowledged[key] = _REFERENCE.findall(answer.headers["location"])[0]

    def sending(self, stop: threading.Event) -> threading.Thread:
        """Somebody who goes on sending until nothing answers."""

        def go_on() -> None:
            try:
                with self.at("Robin Tarn") as client:
                    while not stop.is_set():
                        self.send(client, str(uuid4()))
            except (httpx.TransportError, NotAcknowledged):
                return  # the database may go a moment before the pages, which then promise nothing

        thread = threading.Thread(target=go_on)
        thread.start()
        return thread


def until(true: Callable[[], bool], says: Callable[[], str]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, says()
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user(kind: str) -> str:
    own = pwd.getpwuid(os.geteuid()).pw_name
    if (kind == "root") is (own == "root"):
        return own
    if kind == "root":
        pytest.skip("only root starts it as root")
    return "nobody"


def python_for(user: str) -> str:
    """The interpreter of this version that the user may run: of a root's own, one that the system has besides."""
    version = f"python3.{sys.version_info.minor}"
    for python in (os.path.realpath(sys.executable), f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        asked = [python, "-c", f"import sys; sys.path.append({site()!r}); import psycopg"]
        try:
            if subprocess.run(asked, user=user, capture_output=True, check=False).returncode == 0:
                return python
        except OSError:
            continue
    return pytest.skip(f"{user} may run no {version} here that could read the packages")


def site() -> str:
    """Where the packages are."""
    return sysconfig.get_paths()["purelib"]


@pytest.fixture(params=["root", "an ordinary user"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    user = _user(request.param)
    home = Path(mkdtemp(prefix="wp-run-"))
    home.chmod(0o755)
    clone(home, python_for(user))
    if user == "nobody":
        for path in (home, home / "clone"):
            shutil.chown(path, user)
    made = Run(home, user, free_port())
    try:
        yield made
    finally:
        made.kill()
        shutil.rmtree(home, ignore_errors=True)


@pytest.mark.enable_socket
def test_killed_while_concerns_are_sent_and_started_again_it_has_each_once_and_links_them(run: Run) -> None:
    # Given ./run as a new user has it, and people who send concerns
    run.start()
    with run.at("Robin Tarn") as officer:
        earlier = own_concerns(officer)
    stop = threading.Event()
    senders = [run.sending(stop) for _ in range(3)]
    until(lambda: len(run.acknowledged) > 12, lambda: run.said)
    # When everything is killed at one blow, the database too
    assert run.kill() > 5
    stop.set()
    for one in senders:
        one.join()
    lost = [key for key in run.sent if key not in run.acknowledged]
    before = dict(run.acknowledged)
    # Then the same command is all it takes
    run.start()
    with run.at("Robin Tarn") as officer:
        # and whoever had no answer sends again, as a browser does with the same form
        for key in (*lost, next(iter(before))):
            run.send(officer, key)
        assert {**run.acknowledged, **before} == run.acknowledged, "an acknowledged concern has another reference now"
        assert len(set(run.acknowledged.values())) == len(set(run.sent))
        listed = own_concerns(officer)
    assert sorted(listed) == sorted([*earlier, *run.acknowledged.values()]), "lost, doubled or made up"
    with run.at("Priya Marlow") as hub:  # the work list is the journey's: what stands there was read and linked

        def all_read() -> bool:
            waiting = pages_of(hub, "/work/")
            return all(reference in waiting for reference in run.acknowledged.values())

        until(all_read, lambda: run.said)
        assert _REFERENCE.search(searched(hub, CANARY))
    assert "Traceback" not in run.said
    # And no log of any process, nor the database's, holds a name or a word of what was written
    logs = run.logs()
    assert any("postgres" in name for name in logs), sorted(logs)
    assert "was interrupted" in "".join(logs.values()), "the database logged that it was killed"
    assert [name for name, words in logs.items() if CANARY.split()[1] in words or "came for her" in words] == []


def hidden_of(page: str) -> dict[str, str]:
    """The hidden fields of a page, by name."""
    return dict(_HIDDEN.findall(page))


def searched(hub: httpx.Client, words: str) -> str:
    """What a search for these words shows."""
    asked = hub.get("/search/").headers["location"]
    hub.post(asked, data={**hidden_of(hub.get(asked).text), "purpose": "deal_with_concern"})
    return hub.post("/search/", data={**hidden_of(hub.get("/search/").text), "words": words}).text


def own_concerns(client: httpx.Client) -> list[str]:
    """The references on My concerns, each as often as it stands there."""
    return re.findall(r'href="/my-concerns/(WP-\d\d-\d{6})/"', pages_of(client, "/my-concerns/"))


def pages_of(client: httpx.Client, path: str) -> str:
    """A list with all its pages."""
    told = ""
    for number in range(1, 2_000):
        page = client.get(path, params={"page": number})
        assert page.status_code == 200, page.status_code
        told += page.text
        if f"page={number + 1}" not in page.text:
            break
    return told
