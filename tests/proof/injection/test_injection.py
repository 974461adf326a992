"""Words stay words: through pages in Chromium, spreadsheets, PDFs, JSON, headers and logs."""

import csv
import io
import json
import logging
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.proof.injection.conftest import ALL, WORDS, Written
from tests.proof.matrix.test_every_page import HOST, Browser, Shown, browser, gather
from wholepicture.report.cells import defused

pytestmark = pytest.mark.journeys
__all__ = ["browser"]

RAN = "window.wpx"
MADE = "document.querySelectorAll('[wpxa], wpx-a, wpx-b, wpx-c, wpx-d, wpx-e, wpx-f').length"
LEADS_OUT = """[...document.querySelectorAll('a, form, link, base')]
.filter(one => /wpx\\.example|javascript:/.test(one.href || one.action || '')).length"""
SOFFICE = shutil.which("soffice")
FORMULA = re.compile(r"<f[ >]")
_NAMES = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|OpenAction|SubmitForm|ImportData)\b")


def problems(browser: Browser, page: Shown) -> list[str]:
    """What of the words on a page was taken for more than words."""
    browser.now, browser.complaints = page, []
    asked: list[str] = []
    browser.tab.on("request", lambda request: asked.append(request.url))
    browser.tab.goto(HOST + page.path)
    browser.tab.wait_for_timeout(5)
    found = []
    if browser.tab.evaluate(RAN):
        found.append(f"{page.name} as {page.role}: ran {browser.tab.evaluate(RAN)}")
    if browser.tab.evaluate(MADE):
        found.append(f"{page.name} as {page.role}: made an element")
    if browser.tab.evaluate(LEADS_OUT):
        found.append(f"{page.name} as {page.role}: leads out")
    found += [f"{page.name} as {page.role}: asked for {url}" for url in asked if not url.startswith(HOST)]
    return found


@pytest.fixture(scope="module")
def pages(written: Written, door: Any) -> list[Shown]:
    """Every page of the hub, and every form sent empty, as the first role has it that may; those that hold such words."""
    found = gather(written.things, door, every_role=False)
    for reference in written.references:
        found += _of_concern(door, reference)
    return [one for one in found if b"WPX" in one.body]


def _of_concern(door: Callable[[str], Any], reference: str) -> list[Shown]:
    told = []
    for role, path in (("hub", f"/decisions/{reference}/"), ("officer", f"/my-concerns/{reference}/")):
        answer = door(role).get(path)
        if answer.status_code == 200:
            told.append(Shown(path, role, path, False, answer.content, dict(answer.headers)))
    return told


# --- spreadsheets ----------------------------------------------------------------------------------------------------


def calculated(text: str) -> list[str]:
    """Cells that a spreadsheet would calculate, by the rule that LibreOffice and Excel go by when they open a CSV."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    return [
        cell
        for row in rows
        for cell in row
        if cell.strip(" \t\r\n\u00a0").startswith(tuple("=+-@＝＋－＠")) and not _number(cell)
    ]


def _number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", cell.strip()) is not None


def in_libreoffice(text: str, folder: Path) -> list[str]:
    """What LibreOffice makes formulas of, where there is one."""
    (folder / "taken.csv").write_text(text, encoding="utf-8")
    told = [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    told += ["--infilter=CSV:44,34,76,1", "--outdir", str(folder), str(folder / "taken.csv")]
    subprocess.run(told, check=True, capture_output=True, timeout=180)  # noqa: S603 - what is installed
    shutil.unpack_archive(folder / "taken.xlsx", folder / "taken", "zip")
    sheet = (folder / "taken/xl/worksheets/sheet1.xml").read_text(encoding="utf-8")
    return FORMULA.findall(sheet)


@pytest.fixture(scope="module")
def tables(written: Written, door: Any) -> dict[str, str]:
    """Every table that the hub gives away, as it is taken."""
    scrutineer, found = door("scrutineer"), {}
    for reference in written.references[:3]:
        path = f"/replay/concern/{reference}/chronology.csv"
        answer = scrutineer.get(path)
        if answer.status_code == 302:
            scrutineer.post(answer["Location"], {"purpose": "scrutinise"})
            answer = scrutineer.get(path)
        assert answer.status_code == 200, answer.status_code
        found[path] = answer.content.decode("utf-8-sig")
    return found


def test_no_cell_of_a_table_is_calculated(tables: dict[str, str]) -> None:
    assert all("WPX" in text for text in tables.values())
    assert {path: calculated(text) for path, text in tables.items() if calculated(text)} == {}


def test_libreoffice_finds_no_formula_in_a_table(tables: dict[str, str], tmp_path: Path) -> None:
    if SOFFICE is None:
        pytest.skip("no LibreOffice here: the rule alone was tried")
    assert in_libreoffice("\n".join(tables.values()), tmp_path) == []


def test_a_cell_that_is_not_defused_would_be_found_out(tmp_path: Path) -> None:
    """The negative controls: of the rule, and of LibreOffice."""
    assert calculated("a,=1+1\n") == ["=1+1"]
    assert all(calculated(_as_row(word)) == [] for word in map(defused, WORDS))
    if SOFFICE is not None:
        assert in_libreoffice("a,=1+1\n", tmp_path)


def _as_row(cell: str) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([cell])
    return file.getvalue()


# --- documents -------------------------------------------------------------------------------------------------------


def test_words_stand_in_a_pdf_as_they_were_written_and_do_nothing(written: Written, door: Any) -> None:
    hub, scrutineer = door("hub"), door("scrutineer")
    reference, meeting = written.references[0], written.things.named["meeting"]
    replay = f"/replay/concern/{reference}/chronology.pdf"
    scrutineer.post(f"/why/?subject=concern%20{reference}", {"purpose": "scrutinise"})
    for name, answer in (("pack", hub.get(f"/meetings/{meeting}/pack/")), ("replay", scrutineer.get(replay))):
        assert answer.status_code == 200, name
        assert answer["Content-Type"] == "application/pdf", name
        assert dangerous(answer.content) == [], name
        told = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
        for words in ('#read("/etc/passwd")', "$ x^2 $", "{% debug %}", "<script>"):
            assert words in told, (name, words)
        assert "root:x:" not in told


def dangerous(pdf: bytes) -> list[str]:
    """Actions in a PDF, and links that lead out."""
    found = [name.decode() for name in _NAMES.findall(pdf)]
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for one in page.get("/Annots") or ():
            uri = str((one.get_object().get("/A") or {}).get("/URI", ""))
            found += [uri] if uri else []
    return found


# --- JSON, headers, logs ---------------------------------------------------------------------------------------------


def test_what_is_sent_on_is_json_with_the_same_words_and_a_form_that_does_nothing(written: Written, door: Any) -> None:
    hub, record, key = door("hub"), written.things.named["record"], str(uuid4())
    hub.post(f"/why/?subject=record%20{record}", {"purpose": "deal_with_concern"})
    said = {"key": key, "sent_to": WORDS[0][:60], "because": ALL}
    answer = hub.post(reverse("sending:send", args=[record]), said)
    assert answer.status_code == 302, answer.content
    kept = {kind: hub.get(reverse("sending:referral", args=[record, f"sent.{key}", kind])) for kind in ("json", "pdf")}
    assert [one.status_code for one in kept.values()] == [200, 200]
    told = json.loads(kept["json"].content)
    assert " ".join(WORDS[3].split()) in " ".join(json.dumps(told, ensure_ascii=False).replace('\\"', '"').split())
    assert dangerous(kept["pdf"].content) == []


def test_no_header_and_no_line_of_a_log_is_made_by_what_somebody_wrote(
    pages: list[Shown], door: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = door("hub")
    for words in WORDS:
        client.get("/records/" + words.replace("\r", "%0d").replace("\n", "%0a").replace("#", "%23").replace("?", "%3f"))
        client.post("/search/", {"words": words})
    lines = [one.getMessage() for one in caplog.records]
    assert [one for one in lines if re.search(r"[\r\n\x1b\u2028\u2029]", one)] == []
    for page in pages:
        assert not [one for one in page.headers.values() if re.search(r"[\r\n]|WPX", one)], page.path


# --- pages, last: while Chromium is there the hub cannot be asked --------------------------------------------------------


def test_no_word_runs_or_becomes_part_of_a_page(pages: list[Shown], browser: Browser) -> None:
    wrong = [problem for page in pages for problem in problems(browser, page)]

    assert wrong == []
    assert len({page.name for page in pages}) > 30, sorted({page.name for page in pages})


@pytest.mark.parametrize("quoted", [b"&lt;", b"&quot;&gt;&lt;"], ids=["the first sign", "an attribute's end"])
def test_a_page_that_forgets_to_quote_would_be_found_out(pages: list[Shown], browser: Browser, quoted: bytes) -> None:
    """The negative control."""
    page = next(one for one in pages if b"&lt;wpx-a" in one.body and quoted in one.body)
    body = page.body.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&quot;", b'"')

    assert problems(browser, Shown(**{**page.__dict__, "body": body}))
