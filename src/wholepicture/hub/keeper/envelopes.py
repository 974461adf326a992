"""Files in envelopes: sealed to the recovery key, each with a data key of its own that stands in its head (age format)."""

import io
import tarfile
from pathlib import Path

import pyrage
from pyrage import x25519

from wholepicture.hub.keeper.refusals import UnableToKeep

SUFFIX = ".age"


class UnableToOpen(UnableToKeep):
    """This recovery key does not open the envelope, or the envelope was changed."""


def seal(source: Path, to: Path, recovery: str) -> int:
    """Write a file, or a folder of files, into an envelope; its size in bytes. `recovery` is the public half of the
    recovery key. Whoever has the envelope alone can neither read it nor change it unnoticed. Raises UnableToKeep where
    the key is none.
    """
    try:
        key = x25519.Recipient.from_str(recovery.strip())
    except pyrage.RecipientError:
        raise UnableToKeep("what stands as the recovery key is none; make one with `hub recovery make`") from None
    making = to.with_name(f".{to.name}.making")
    if source.is_dir():
        making.write_bytes(pyrage.encrypt(_packed(source), [key]))
    else:
        pyrage.encrypt_file(str(source), str(making), [key])
    making.chmod(0o600)
    making.rename(to)
    return to.stat().st_size


def unseal(envelope: Path, to: Path, key: x25519.Identity) -> None:
    """Write what an envelope holds; all of it or nothing. Raises UnableToOpen."""
    making = to.with_name(f".{to.name}.making")
    making.touch(mode=0o600)
    try:
        pyrage.decrypt_file(str(envelope), str(making), [key])
    except (pyrage.DecryptError, OSError) as problem:
        making.unlink()
        raise UnableToOpen(f"{envelope.name} was not opened: {problem}") from None
    making.rename(to)


def unseal_folder(envelope: Path, to: Path, key: x25519.Identity) -> None:
    """Write the files of a folder that was sealed into one that is there, each for its owner alone. Raises UnableToOpen."""
    try:
        packed = pyrage.decrypt(envelope.read_bytes(), [key])
    except (pyrage.DecryptError, OSError) as problem:
        raise UnableToOpen(f"{envelope.name} was not opened: {problem}") from None
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        for one in files:
            held = files.extractfile(one)
            if held is not None:
                file = to / Path(one.name).name
                file.touch(mode=0o600)
                file.write_bytes(held.read())


def _packed(folder: Path) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as files:
        for one in sorted(folder.iterdir()):
            if one.is_file():
                files.add(one, one.name)
    return whole.getvalue()
