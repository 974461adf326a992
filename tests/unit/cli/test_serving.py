"""The report is served to this machine's own browser under this machine's own name, and to nothing else."""

from io import BytesIO

import pytest

from wholepicture.cli.demonstration import _ReportOnly


class Connection:
    """A socket's place without a network: what was asked, and what was answered."""

    def __init__(self, asked: bytes) -> None:
        self._asked = BytesIO(asked)
        self.answered = b""

    def makefile(self, *_: object) -> BytesIO:
        return self._asked

    def sendall(self, words: bytes) -> None:
        self.answered += words


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("127.0.0.1:8765", "/", b"200"),
        ("localhost:8765", "/report.html", b"200"),
        ("localhost", "/", b"200"),
        ("127.0.0.1:8765", "/picture.duckdb", b"404"),
        ("elsewhere.example:8765", "/", b"404"),
        ("", "/", b"404"),
    ],
)
def test_only_the_report_is_served_and_only_under_our_own_name(host: str, path: str, status: bytes) -> None:
    connection = Connection(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())

    _ReportOnly(b"the report", connection, ("127.0.0.1", 1), None)

    assert connection.answered.split()[1] == status
    assert (b"the report" in connection.answered) is (status == b"200")
