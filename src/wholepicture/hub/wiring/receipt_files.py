"""The signed receipt of what one raised: a file that its raiser keeps, and a verifier reads without the hub."""

from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.checkpoints import OwnFact, Subtrees, latest_checkpoints, own_fact
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.checkpoints import receipt_signer
from wholepicture.hub.wiring.drafts import FOLLOW_OWN
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.proof.receipts import Sealed, receipt_of
from wholepicture.proof.tree import inclusion_path

__all__ = ["NothingThere", "is_signed", "own_receipt_file", "signed_receipt"]


def is_signed() -> bool:
    """Whether this hub signs receipts: a key is set."""
    return receipt_signer() is not None


def own_receipt_file(who: Acting, reference: str) -> dict[str, object]:
    """The receipt of a concern of one's own, or of what one added to it (WP-26-000123/2). Raises NothingThere, also before
    it is a fact.
    """
    now, signer = clock.now(), receipt_signer()
    if signer is None:
        raise NothingThere
    with acting(reader_for(who, at=now), FOLLOW_OWN, at=now):
        own = own_fact(reference)
        if own is None:
            raise NothingThere
        return receipt_of(reference, own.fact, signer, _sealed(own))


def signed_receipt(reference: str, own: OwnFact, *, sealed: bool) -> dict[str, object] | None:
    """The receipt of what somebody is known to have sent, with its place in the tree where that is asked for and it has one;
    None where this hub signs none.
    """
    signer = receipt_signer()
    return None if signer is None else receipt_of(reference, own.fact, signer, _sealed(own) if sealed else None)


def _sealed(own: OwnFact) -> Sealed | None:
    latest = latest_checkpoints(0, 1)
    if own.position is None or not latest or latest[0].size <= own.position:
        return None
    path = inclusion_path(own.position, latest[0].size, Subtrees(request_connection()))
    return Sealed(own.position, latest[0].size, path, latest[0].note)
