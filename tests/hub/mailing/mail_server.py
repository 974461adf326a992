"""A mail server of a test's own, which answers as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class MailServer:
    """What was said to it, and the mails that it took. `refuses` is the answer to every recipient; `kept` is set when a mail
    is in its hands, and it says so to nobody until `answers` is set.
    """

    port: int = 0
    said: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    refuses: str = ""
    tls: Any = None
    kept: threading.Event = field(default_factory=threading.Event)
    answers: threading.Event = field(default_factory=threading.Event)


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: MailServer = self.server.told  # type: ignore[attr-defined]
        self._say("220 here")
        while line := self.rfile.readline().decode("ascii").strip():
            server.said.append(line)
            match line.split(" ")[0].upper():
                case "EHLO" | "HELO":
                    self._say("250-here" if server.tls else "250 here")
                    if server.tls:
                        self._say("250 STARTTLS")
                case "STARTTLS":
                    self._say("220 go on")
                    try:
                        self.connection = server.tls.wrap_socket(self.connection, server_side=True)
                    except OSError:
                        return
                    self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
                case "RCPT" if server.refuses:
                    self._say(server.refuses)
                case "DATA":
                    self._say("354 go on")
                    text = b""
                    while (more := self.rfile.readline()) != b".\r\n":
                        text += more
                    server.mails.append(text.decode("ascii"))
                    server.kept.set()
                    server.answers.wait(30)
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 good bye")
                    return
                case _:
                    self._say("250 well")

    def finish(self) -> None:
        for one in (self.rfile, self.wfile, self.connection):
            one.close()

    def _say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode("ascii"))
        except OSError:
            return  # whoever spoke is gone


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    told = MailServer()
    told.answers.set()
    with _Threads(("127.0.0.1", 0), _Talk) as server:
        server.told = told  # type: ignore[attr-defined]
        told.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield told
        finally:
            told.answers.set()
            server.shutdown()
