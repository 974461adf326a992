"""Sealed children and adults: sealed by one named person for a lead in another agency, opened again by two."""

from uuid import UUID

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import sealed as kept
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.sealed import SealShown


def seal(
    reader: Reader, purpose: Purpose, because: str, lead: UUID, *, record: str | None = None, person: UUID | None = None
) -> int:
    """Seal a confirmed person or a record, one of the two; the seal's id. `lead`, who practises at the hub for another
    agency, sees it from then on and may name others (`relations.give_relation` of kind sealed); whoever seals it does not.
    Raises NothingThere, NotByYou.
    """
    with acting(reader, purpose):
        return kept.seal(because, lead, record=record, person=person)


def seals(reader: Reader, purpose: Purpose) -> tuple[SealShown, ...]:
    """The seals that the reader was named for; oldest first."""
    with acting(reader, purpose):
        return kept.seals_shown()


def accept(reader: Reader, purpose: Purpose, seal_id: int) -> None:
    """The lead deals with what lies under it. Raises NothingThere, NotByYou, AlreadyDone."""
    with acting(reader, purpose):
        kept.accept_seal(seal_id)


def ask_to_unseal(reader: Reader, purpose: Purpose, seal_id: int, because: str) -> None:
    """The first of two who were named for it asks. Raises NothingThere, NotByYou."""
    with acting(reader, purpose):
        kept.ask_to_unseal(seal_id, because)


def unseal(reader: Reader, purpose: Purpose, seal_id: int) -> None:
    """The second of two who were named for it agrees: what was sealed is there again. Raises NothingThere, NotByYou."""
    with acting(reader, purpose):
        kept.unseal(seal_id)


def decide_not_sealed(reader: Reader, purpose: Purpose, seal_id: int, record: str, because: str) -> None:
    """Say that a record does not speak of whom the seal is about. Raises NothingThere, AlreadyDone."""
    with acting(reader, purpose):
        kept.decide_not_sealed(seal_id, record, because)
