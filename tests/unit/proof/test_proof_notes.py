"""Signed notes: read by the verifier that was written apart, and believed only with the key and the name that signed."""

from datetime import UTC, datetime

import pytest

from wholepicture.proof.notes import Signer, checkpoint
from wholepicture.verify.notes import NotBelieved, read_checkpoint, read_key

SIGNER = Signer("area.example/log", bytes(range(32)))
NOW = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)
NOTE = checkpoint(SIGNER, 7, b"r" * 32, NOW)


def test_a_checkpoint_is_what_was_signed() -> None:
    read = read_checkpoint(NOTE, [read_key(SIGNER.verifier)])

    assert (read.size, read.root, read.at) == (7, b"r" * 32, "2026-03-01T12:00:00.000005Z")


def test_a_key_hides_its_secret() -> None:
    assert repr(SIGNER) == "Signer('area.example/log')"


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("\n7\n", "\n8\n"),
        NOTE.replace("area.example/log\n7", "other.example/log\n7"),
        NOTE.replace("12:00", "13:00"),
        NOTE.partition("\n\n")[0] + "\n",
        NOTE.replace("\N{EM DASH}", "-"),
        checkpoint(Signer("area.example/log", bytes(32)), 7, b"r" * 32, NOW),
        checkpoint(Signer("elsewhere", bytes(range(32))), 7, b"r" * 32, NOW),
        "",
        "area.example/log\nseven\n\n",
    ],
    ids=["size", "log", "moment", "unsigned", "dash", "another key", "another name", "nothing", "no number"],
)
def test_nothing_else_is_believed(note: str) -> None:
    with pytest.raises(NotBelieved):
        read_checkpoint(note, [read_key(SIGNER.verifier)])


@pytest.mark.parametrize("line", ["", "a+b", "area+00000000+AAAA", SIGNER.verifier.replace("area", "aria")])
def test_what_is_not_a_key_is_none(line: str) -> None:
    with pytest.raises(NotBelieved):
        read_key(line)
