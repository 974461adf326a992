"""What scanners that know nothing of the hub find in it: sqlmap on what pages take, wapiti on every page that it reaches.

They run where they are on the PATH (`pip install sqlmap`, and `pip install wapiti3` in an environment of its own), with
`./test --long` alone. What they cannot find is who reads whose records; for that there is `tests/proof/matrix`.
"""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.hub.keeper.test_run_itself import Run, clone, free_port, python_for

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
WITHOUT_TLS = {"Secure Flag cookie"}
"""What is not so only where there is no TLS, as on a training hub."""
TARGETS = (
    ("Priya Marlow", "/work/?page=1", "page"),
    ("Priya Marlow", "/findings/?page=1", "page"),
    ("Robin Tarn", "/my-concerns/?page=1", "page"),
    ("Robin Tarn", "/record-a-concern/?draft=1", "draft"),
)
"""Who asks what, and which of its parts is tried. Not the search: whoever searches without end is stopped there (429)."""
ALONE = {"sqlmap": shutil.which("sqlmap"), "wapiti": shutil.which("wapiti")}


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(ALONE[tool] is None, reason=f"there is no {tool} on the PATH")


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    home = Path(mkdtemp(prefix="wp-scanned-"))
    home.chmod(0o755)
    clone(home, python_for("root"))
    made = Run(home, "root", free_port())
    try:
        made.start()
        yield made
    finally:
        made.kill()
        shutil.rmtree(home, ignore_errors=True)


class Toy(BaseHTTPRequestHandler):
    """A page with the faults that have to be found: a query put together of words, and words given back as they are."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query).get("page", ["1"])[0]
        with sqlite3.connect(":memory:") as database:
            try:
                rows = database.execute(f"select 'row', {asked}").fetchall()  # that is the fault
            except sqlite3.Error as error:
                rows = [(str(error),)]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<html><body><a href='/?page=1'>1</a> {asked} {rows}</body></html>".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def toy() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Toy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/?page=1"
        server.shutdown()


def cookies_of(client: httpx.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def sqlmap(folder: Path, url: str, parameter: str, *more: str) -> str:
    """What it says of one parameter."""
    argv = [str(ALONE["sqlmap"]), "--batch", "--flush-session", "--level", "3", "--risk", "2", "--disable-coloring"]
    argv += ["--output-dir", str(folder), "-u", url, "-p", parameter, *more]
    return subprocess.run(argv, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL).stdout  # noqa: S603


def wapiti(folder: Path, url: str, *more: str) -> tuple[dict[str, int], int]:
    """How many of each kind it found, and on how many pages."""
    told = folder / "told.json"
    argv = [str(ALONE["wapiti"]), "-u", url, "-f", "json", "-o", str(told), "--flush-session", "--no-bugreport"]
    subprocess.run([*argv, "--store-session", str(folder), *more], capture_output=True, check=False)  # noqa: S603
    read = json.loads(told.read_text())
    found = {name: len(those) for name, those in (read["vulnerabilities"] | read["anomalies"]).items() if those}
    return found, int(read["infos"]["crawled_pages_nbr"])


@needs("sqlmap")
def test_sqlmap_finds_nothing_in_what_pages_take(run: Run, tmp_path: Path, note: Callable[..., None]) -> None:
    for who, path, parameter in TARGETS:
        with run.at(who) as client:
            assert client.get(path).status_code == 200, "it has to be tried on the page, not on the door"
            more = ["--cookie", cookies_of(client), "--dbms", "PostgreSQL", "--ignore-code", "400,403,404"]
            told = sqlmap(tmp_path, f"{run.url}{path}", parameter, *more)
            assert "do not appear to be injectable" in told, (path, told[-2000:])
            assert client.get(path).status_code == 200
    assert "Traceback" not in run.said
    note(
        "sqlmap",
        tried=f"{len(TARGETS)} parameters of pages, level 3, risk 2, signed in: {', '.join(one[1] for one in TARGETS)}",
        found="0 injectable, 0 faults of the hub",
        control="a page with a query put together of words: found",
        with_seed=False,
    )


@needs("sqlmap")
def test_sqlmap_finds_a_query_put_together_of_words(tmp_path: Path) -> None:
    """The negative control."""
    with toy() as url:
        told = sqlmap(tmp_path, url, "page")

    assert "is vulnerable" in told or "injectable" in told.replace("not appear to be injectable", "")


@needs("wapiti")
def test_wapiti_finds_nothing_on_the_pages_that_it_reaches(run: Run, tmp_path: Path, note: Callable[..., None]) -> None:
    with run.at("Priya Marlow") as client:
        more = ["-C", cookies_of(client), "-H", f"Origin: {run.url}", "-H", f"Referer: {run.url}/"]
        limits = ["--max-scan-time", "240", "--max-attack-time", "60", "--max-links-per-page", "25"]
        found, pages = wapiti(tmp_path, f"{run.url}/", *more, *limits, "-x", f"{run.url}/sign-in/*")
        assert client.get("/work/").status_code == 200, "it was to stay signed in"
    note(
        "wapiti",
        tried=f"{pages:,} pages as a practitioner of the hub, each of its usual modules for a minute at most",
        found=f"nothing but {', '.join(found) or 'nothing'}: a training hub has no TLS",
        control="a page that gives words back as they are: found",
        with_seed=False,
    )
    assert set(found) <= WITHOUT_TLS
    assert pages > 100
    assert "Traceback" not in run.said


@needs("wapiti")
def test_wapiti_finds_words_given_back_as_they_are(tmp_path: Path) -> None:
    """The negative control."""
    with toy() as url:
        found, _ = wapiti(tmp_path, url, "-m", "xss")

    assert any("Scripting" in name for name in found)
