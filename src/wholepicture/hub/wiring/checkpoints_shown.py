"""The page of checkpoints: what was sealed when, what waits, by which keys, and who holds it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from wholepicture.hub import clock
from wholepicture.hub.storage import checkpoints as kept
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.checkpoints import Checkpoint
from wholepicture.hub.wiring.checkpoints import checkpoint_signer, receipt_signer

__all__ = ["LATE", "NothingThere", "checkpoints_sheet", "note_shown"]

PAGE = 20
LATE = timedelta(seconds=30)
"""After so long without a checkpoint, while something waits, sealing has stopped: three were missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointsSheet:
    """`stopped` since when something waits that should have been sealed by now; None where all is as it should be."""

    checkpoints: tuple[Checkpoint, ...]
    total: int
    waiting: int
    stopped: datetime | None
    keys: tuple[str, ...]
    witnesses: tuple[str, ...]


def checkpoints_sheet(page: int) -> CheckpointsSheet:
    """One page, from 1. Nothing on it says what was sealed, so that anybody may see it."""
    unsealed = kept.facts_unsealed()
    late = unsealed.since is not None and clock.now() - unsealed.since > LATE
    return CheckpointsSheet(
        checkpoints=kept.latest_checkpoints((page - 1) * PAGE, PAGE),
        total=kept.checkpoints_in_all(),
        waiting=unsealed.facts,
        stopped=unsealed.since if late else None,
        keys=tuple(one.verifier for one in (checkpoint_signer(), receipt_signer()) if one is not None),
        witnesses=tuple(folder.name for folder in settings.WITNESSES),
    )


def note_shown(size: int) -> str:
    """A checkpoint as it was signed. Raises NothingThere."""
    found = kept.checkpoint_of(size)
    if found is None:
        raise NothingThere
    return found.note
