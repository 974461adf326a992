"""Signed notes, as the C2SP specifications of signed notes and of checkpoints have them, with Ed25519.

A checkpoint names the log, how many leaves it has and its root, and carries the moment of signing as a line of its own.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wholepicture.proof.leaves import moment

_ED25519 = b"\1"


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signs: a name without spaces or pluses, and a key of 32 secret bytes."""

    name: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def public(self) -> bytes:
        """The key that everybody may have."""
        return Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()

    @property
    def key_id(self) -> bytes:
        """By which a signature says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def verifier(self) -> str:
        """What a verifier is told of the key: name, id and key in one line."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def signature(self, text: bytes) -> bytes:
        """The signature of these bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.secret).sign(text)

    def signed(self, text: str) -> str:
        """A note: the text, which ends with a line break, and a line with its signature."""
        line = base64.b64encode(self.key_id + self.signature(text.encode())).decode()
        return f"{text}\n\N{EM DASH} {self.name} {line}\n"


def checkpoint(signer: Signer, size: int, root: bytes, at: datetime) -> str:
    """A checkpoint as a signed note: how many leaves were sealed by a moment, and the root over them."""
    return signer.signed(f"{signer.name}\n{size}\n{base64.b64encode(root).decode()}\nat {moment(at)}\n")
