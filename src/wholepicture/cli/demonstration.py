"""`demonstrate` makes the training county, scans it and serves the report; `serve` serves a report that is there."""

import argparse
import os
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from wholepicture.cli import making, scanning
from wholepicture.cli.refusal import Refusal

ADDRESS = "127.0.0.1"
PURPOSE = "Training: the county is made up, and so is everybody in it"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demonstrate` and `serve`."""
    demonstrate = commands.add_parser(
        "demonstrate", help="make the training county, scan it and serve its report (what ./run alone does)"
    )
    demonstrate.add_argument("--folder", type=Path, default=Path("out"), help="where to make it (default: out)")
    demonstrate.add_argument("--children", type=int, default=3000)
    demonstrate.add_argument("--port", type=int, default=8765, help="0 takes any port that is free")
    demonstrate.add_argument("--no-serve", action="store_true", help="only make the county and scan it")
    demonstrate.set_defaults(run=run_demonstrate)
    serve = commands.add_parser("serve", help="serve the report of a scan on this machine alone")
    serve.add_argument("out", type=Path, help="the folder that a scan wrote")
    serve.add_argument("--port", type=int, default=8765, help="0 takes any port that is free")
    serve.set_defaults(run=run_serve)


def run_demonstrate(asked: argparse.Namespace) -> int:
    """Make, scan, serve."""
    extracts, out = asked.folder / "county", asked.folder / "scan"
    if not extracts.is_dir():
        making.make(extracts, seed=1, children=asked.children, years=2, networks=None)
    places = extracts.with_name(f"{extracts.name}-postcodes.csv")
    code = scanning.scan_into(scanning.Asked(folder=extracts, out=out, purpose=PURPOSE, postcodes=places))
    if code or asked.no_serve:
        return code
    return _serve(out, asked.port)


def run_serve(asked: argparse.Namespace) -> int:
    """Serve what is there."""
    return _serve(asked.out, asked.port)


class _ReportOnly(BaseHTTPRequestHandler):
    """Answers with the report and nothing else; writes no log, for a path could hold a name."""

    def __init__(self, page: bytes, *rest: Any) -> None:
        self._page = page
        super().__init__(*rest)

    def do_GET(self) -> None:
        """Answer."""
        # A page from elsewhere can point its own name at this machine; a browser then asks for that name, not for ours.
        ours = self.headers.get("Host", "").partition(":")[0] in (ADDRESS, "localhost")
        found = ours and self.path in ("/", "/report.html")
        body = self._page if found else b"Only / is here.\n"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8" if found else "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature of http.server
        """Stay silent."""


def _serve(out: Path, port: int) -> int:
    report = out / "report.html"
    if not report.is_file():
        raise Refusal(f"there is no report.html in {out}: scan a folder first, with --out {out}")
    try:
        server = ThreadingHTTPServer((ADDRESS, port), partial(_ReportOnly, report.read_bytes()))
    except OSError as error:
        raise Refusal(f"port {port} cannot be used ({os.strerror(error.errno or 0)}); try --port 0", code=1) from None
    with server:
        print(f"The report is at http://{ADDRESS}:{server.server_port}/  (Ctrl-C stops)", flush=True)  # noqa: T201
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0
