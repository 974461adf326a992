"""What a page displayed, as a fact: the words as they stood, and on which records they rested.

The access log says who looked, when and what for, each time. The fact says what was before them, once for each person,
version and London day; the same page again that day adds nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.ledger.facts import Draft, FactId, FactKind, Part, canonical
from wholepicture.vocabulary.moments import london_day

SHOWN = "shown"
WORDS = "words"
"""What may name somebody stands in a part of its own, so that it can be erased by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Displayed:
    """A finding as it was displayed. `on` is the past day as on which it was shown, None for now; `records` are those that
    it rested on by then; `named` says that names were shown.
    """

    finding: str
    on: date | None
    named: bool
    records: tuple[str, ...]
    words: Mapping[str, object] = field(repr=False)

    @property
    def version(self) -> str:
        """The same for whatever reads the same."""
        content = {"words": self.words, "records": self.records, "named": self.named, "on": str(self.on or "")}
        return hashlib.sha256(canonical(content).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def display_draft(reader: Reader, purpose: Purpose, shown: Displayed, *, at: datetime) -> Draft:
    """The display as a fact that the ledger can take."""
    post = reader.posts[0]
    told = f"{shown.finding}\n{reader.account}\n{shown.version}\n{london_day(at).isoformat()}"
    body = canonical(
        {
            "finding": shown.finding,
            "version": shown.version,
            "on": str(shown.on or ""),
            "named": shown.named,
            "records": shown.records,
            "purpose": purpose.key,
            "role": post.role.value,
            "agency": post.agency,
        }
    )
    return Draft(
        id=FactId("d" + hashlib.sha256(told.encode()).hexdigest()[:24]),
        kind=FactKind.DISPLAYED,
        source=f"finding:{shown.finding}",
        author=str(reader.account),
        recorded_at=at,
        parts=(Part(SHOWN, body), Part(WORDS, canonical(shown.words))),
    )
