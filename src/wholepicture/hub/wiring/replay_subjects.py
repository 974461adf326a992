"""What can be replayed: a concern, a finding, or somebody or something known; each with its look and what it covers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.chronologies import is_known, is_there
from wholepicture.hub.wiring import looking
from wholepicture.hub.wiring.deciding import look_at_matter
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.replay_scope import Scope, gather, scope_of_concern, scope_of_finding, scope_of_known
from wholepicture.report.wording import PATTERNS, pattern_words


@dataclass(frozen=True, slots=True)
class Who:
    """Who looks, and what for. `request` is the path, for the log."""

    acting: Acting
    purpose: Purpose
    request: str = ""


class Subject(Protocol):
    """What is replayed."""

    def title(self, scope: Scope) -> str:
        """As the page is called."""
        ...

    def look(self, who: Who, reader: Reader, action: str) -> None:
        """Write the look down, or raise NothingThere."""
        ...

    def scope(self, shown: Shown, *, until: datetime) -> Scope:
        """What it covers; inside `acting`."""
        ...


@dataclass(slots=True)
class OfConcern:
    """A concern, by its reference."""

    reference: str
    record: str = ""

    def title(self, scope: Scope) -> str:  # noqa: ARG002 - of the protocol
        """See `Subject`."""
        return f"Concern {self.reference}"

    def look(self, who: Who, reader: Reader, action: str) -> None:  # noqa: ARG002 - of the protocol
        """See `Subject`."""
        matter = look_at_matter(who.acting, who.purpose, self.reference, request=who.request, action=action)
        self.record = matter.facts.record

    def scope(self, shown: Shown, *, until: datetime) -> Scope:
        """See `Subject`."""
        return scope_of_concern(self.record, shown, until=until)


@dataclass(frozen=True, slots=True)
class OfFinding:
    """A finding."""

    finding: str

    def title(self, scope: Scope) -> str:
        """See `Subject`."""
        asked = [pattern_words(one.kept.finding.pattern, PATTERNS).question for one in scope.findings]
        return f"Finding: {asked[0]}" if asked else "Finding"

    def look(self, who: Who, reader: Reader, action: str) -> None:
        """See `Subject`."""
        with looking.look_at_finding(reader, who.purpose, self.finding, action=action, request=who.request):
            pass

    def scope(self, shown: Shown, *, until: datetime) -> Scope:
        """See `Subject`."""
        return scope_of_finding(self.finding, shown, until=until)


@dataclass(frozen=True, slots=True)
class OfKnown:
    """Somebody or something: its kind, and an entity's id or a confirmed person's."""

    kind: str
    key: str

    def title(self, scope: Scope) -> str:  # noqa: ARG002 - of the protocol
        """See `Subject`."""
        return f"Everything known of {'them' if self.kind == 'person' else 'it'}"

    def look(self, who: Who, reader: Reader, action: str) -> None:
        """See `Subject`."""

        def there() -> bool:
            return is_known(self.key) and is_there(gather(self.kind, self.key))

        subject = (self.kind, self.key)
        with looking.look_at_subject(reader, who.purpose, subject, there, action=action, request=who.request):
            pass

    def scope(self, shown: Shown, *, until: datetime) -> Scope:
        """See `Subject`."""
        return scope_of_known(self.kind, self.key, shown, until=until)
