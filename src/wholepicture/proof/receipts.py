"""A signed receipt: what a submitter holds, so that a concern that was acknowledged cannot vanish or change unnoticed.

It is signed when the concern is committed, before it is sealed; later it carries the way from its leaf to a checkpoint.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from wholepicture.ledger.facts import Envelope, Fact
from wholepicture.proof.leaves import fact_leaf, fields, moment
from wholepicture.proof.notes import Signer

RECEIPT = "whole picture receipt 1"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where a fact stands in the tree of a checkpoint."""

    position: int
    size: int
    path: Sequence[bytes]
    note: str


def fact_json(of: Envelope) -> dict[str, object]:
    """A fact's envelope as JSON holds it, for a verifier."""
    happened = of.happened
    return {
        "sequence": of.sequence,
        "id": of.id,
        "kind": of.kind.value,
        "source": of.source,
        "author": of.author,
        "happened_since": moment(happened.since if happened else None),
        "happened_until": moment(happened.until if happened else None),
        "recorded_at": moment(of.recorded_at),
        "known_at": moment(of.known_at),
        "part_digests": [list(one) for one in of.part_digests],
        "digest": of.digest,
    }


def parts_json(fact: Fact) -> list[dict[str, str]]:
    """The parts of a fact that were not erased, with their salts."""
    return [{"name": part.name, "salt": fact.salts[part.name].hex(), "body": part.body} for part in fact.parts]


def receipt_of(reference: str, fact: Fact, signer: Signer, sealed: Sealed | None) -> dict[str, object]:
    """The receipt as JSON holds it."""
    signature = signer.signature(fields((RECEIPT, reference)) + fact_leaf(fact.envelope))
    return {
        "receipt": RECEIPT,
        "reference": reference,
        "fact": fact_json(fact.envelope),
        "parts": parts_json(fact),
        "signed_by": signer.verifier,
        "signature": base64.b64encode(signature).decode(),
        "sealed": sealed
        and {
            "position": sealed.position,
            "size": sealed.size,
            "path": [one.hex() for one in sealed.path],
            "checkpoint": sealed.note,
        },
    }
