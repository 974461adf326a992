"""What leaves the screens unless somebody renews it, and what the hub has to tell one person."""

from datetime import datetime, timedelta

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import relations_renewals as kept
from wholepicture.hub.storage.access_refusals import NotByYou
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.relations_renewals import Notice


def renew(reader: Reader, purpose: Purpose, finding: str, because: str, until: datetime) -> int:
    """Keep a finding on the screens until a moment, exclusive, at most 12 months from now, in one's own name. Raises
    NothingThere, NotByYou (also without a reason, or for longer).
    """
    latest = clock.now() + timedelta(days=365)
    if not because.strip() or not clock.now() < until <= latest:
        raise NotByYou("say why, and until when: 12 months at most")
    with acting(reader, purpose):
        return kept.renew_finding(finding, because, until)


def notices(reader: Reader, purpose: Purpose) -> tuple[Notice, ...]:
    """What the hub has to tell the reader; the latest first. Any purpose will do."""
    with acting(reader, purpose):
        return kept.notices()


def see_notice(reader: Reader, purpose: Purpose, notice: int) -> None:
    """Note that the reader saw it."""
    with acting(reader, purpose):
        kept.see_notice(notice)
