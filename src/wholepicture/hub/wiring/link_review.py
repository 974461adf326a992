"""Link review: which pair to ask about next, what a person says of it, and what was said before.

An answer is a fact in the ledger, in the person's own name. The journey acts on it; until it has, the page says so. Where
two persons disagree both words are kept, and the latest acts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.cli.clock import salt
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.need_to_know.purposes import Purpose, purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import link_review as kept
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting as acting_for
from wholepicture.hub.storage.link_review import LinkRow, MentionShown, SpokenWord, WaitingPair
from wholepicture.hub.storage.relations_renewals import tell_readers
from wholepicture.hub.wiring.descriptions import KIND_WORDS, ROLE_WORDS
from wholepicture.hub.wiring.journey_words import Act, Word, judge
from wholepicture.hub.wiring.link_weights import FieldCompared, Side, compare_fields
from wholepicture.hub.wiring.looking import Shown, look_over
from wholepicture.hub.wiring.mention_words import say_who
from wholepicture.hub.wiring.relations import ANSWERED
from wholepicture.ledger.facts import FactId
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.records import MentionId

__all__ = ["REVIEW", "NothingThere", "NothingToUndo", "QueueSheet", "next_pair", "own_review", "pair_sheet", "say", "undo"]

REVIEW: Purpose = purpose("review_links")
MOST_WAITING = 60
NO_WORDS = "no reason was written"
ANSWERS = (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE)

Pair = tuple[str, str]


class NothingToUndo(Exception):
    """That was taken back already, or it is not yours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSheet:
    """One of the two, as its record states it. `because` says why the reader may see the record."""

    mention: str
    record: str
    reference: str
    agency: str
    on: datetime
    part: str
    title: str = field(repr=False)
    as_written: str = field(repr=False)
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSheet:
    """What a person said of a pair. `acts` says that nobody spoke since; `applied` that the journey has acted on it; `back`
    that it only takes an earlier word back.
    """

    fact: str
    at: datetime
    who: str
    post: str
    judgement: str
    because: str = field(repr=False)
    back: bool
    mine: bool
    acts: bool
    applied: bool
    can_undo: bool
    left: str
    right: str
    about: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSheet:
    """A pair to be judged. `together`: both are one entity now. `findings`: how many findings name one of the two."""

    left: SideSheet
    right: SideSheet
    kind_words: str
    fields: tuple[FieldCompared, ...]
    weight: float
    machine: str
    reasons: tuple[str, ...]
    together: bool
    findings: int
    joined: int
    words: tuple[WordSheet, ...]

    @property
    def sides(self) -> tuple[SideSheet, SideSheet]:
        """The one and the other."""
        return self.left, self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSheet:
    """The next pair, if there is one, and one's own latest word. `again` says that it was skipped before."""

    pair: PairSheet | None
    last: WordSheet | None
    again: bool


def next_pair(reader: Reader, *, skipped: Sequence[Pair] = (), request: str = "") -> QueueSheet:
    """The pair whose answer would matter most, but for those skipped, which come back when no other is left. Raises
    NothingThere, LookNotWritten.
    """
    with look_over(reader, REVIEW, action="review links", subject_kind="list", subject="links", request=request) as shown:
        own = kept.own_words()
        through = kept.applied_through()
        waiting = [one for one in kept.links_to_review(most=MOST_WAITING) if _is_open(one, own, through)]
        fresh = [one for one in waiting if (one.left, one.right) not in skipped]
        last = _words(own[:1], own, reader, through) if own else ()
        again = sorted((one for one in waiting if one not in fresh), key=lambda one: skipped.index((one.left, one.right)))
        for one in (*fresh, *again):
            sheet = _pair(shown, one)
            if sheet is not None:
                return QueueSheet(pair=sheet, last=last[0] if last else None, again=one not in fresh)
        return QueueSheet(pair=None, last=last[0] if last else None, again=False)


def _is_open(one: WaitingPair, own: Sequence[SpokenWord], through: int) -> bool:
    """Whether it can still be asked: not what one answered and the journey has not acted on, nor what one was unsure of."""
    word = next((w for w in own if {w.left, w.right} == {one.left, one.right}), None)
    if word is None or word.takes_back is not None:
        return True
    if word.judgement == Judgement.UNSURE:
        return False
    return word.sequence <= through and any(said.by_person is False for said in kept.link_rows(one.left, one.right)[:1])


def pair_sheet(reader: Reader, left: str, right: str, *, request: str = "") -> PairSheet:
    """One pair with everything that was said of it. Raises NothingThere, LookNotWritten."""
    with look_over(reader, REVIEW, action="review a link", subject_kind="list", subject="links", request=request) as shown:
        sheet = _pair(shown, WaitingPair(left, right, 0, 0))
    if sheet is None:
        raise NothingThere
    return sheet


def say(
    acting: Acting, reader: Reader, left: str, right: str, judgement: Judgement, because: str = "", *, request: str = ""
) -> str:
    """Say of a pair that it is the same, different, or that one is unsure: a fact, whose id is given back. Saying once more
    what one said last adds nothing. Raises NothingThere, LookNotWritten, ValueError for another judgement.
    """
    if judgement not in ANSWERS:
        raise ValueError(judgement)
    sides, words = _seen(reader, left, right, f"judge a link {judgement}", request)
    last = words[-1] if words else None
    if last and last.account == str(reader.account) and last.judgement == judgement and not last.takes_back:
        return last.fact
    return _append(
        reader,
        _word(acting, (left, right), judgement, because.strip() or NO_WORDS, None),
        told=_apart(sides) if judgement is Judgement.DIFFERENT else (),
    )


def undo(acting: Acting, reader: Reader, fact: str, *, request: str = "") -> str:
    """Take back one's own word on a pair, by a further fact: what somebody else had said before acts again. Raises
    NothingToUndo, NothingThere, LookNotWritten.
    """
    with look_over(reader, REVIEW, action="review links", subject_kind="list", subject="own answers", request=request):
        own = kept.own_words()
    word = next((one for one in own if one.fact == fact), None)
    if word is None or word.takes_back or any(one.takes_back == fact for one in own):
        raise NothingToUndo
    sides, words = _seen(reader, word.left, word.right, "take back a link", request)
    before = _standing([one for one in words if one.sequence < word.sequence])
    judgement = Judgement(before.judgement) if before else Judgement.UNSURE
    because = f"took back what they had said; {before.shown_as} had said {judgement}" if before else "took it back"
    return _append(
        reader,
        _word(acting, (word.left, word.right), judgement, because, fact),
        told=_apart(sides) if word.judgement == Judgement.SAME else (),
    )


def own_review(reader: Reader, *, request: str = "") -> tuple[WordSheet, ...]:
    """What one has said of pairs, the latest first. Raises NothingThere, LookNotWritten."""
    with look_over(
        reader, REVIEW, action="review links", subject_kind="list", subject="own answers", request=request
    ) as shown:
        own = kept.own_words()
        mentions = kept.mentions_shown(list(dict.fromkeys(m for one in own for m in (one.left, one.right))))
        told = shown.show_records(sorted({one.record for one in mentions.values()}))
        seen = [one for one in own if all(m in mentions and mentions[m].record in told for m in (one.left, one.right))]
        return _words(seen, own, reader, kept.applied_through(), mentions)


def _seen(
    reader: Reader, left: str, right: str, action: str, request: str
) -> tuple[tuple[MentionShown, MentionShown], tuple[SpokenWord, ...]]:
    """Both mentions and what was said of them, where there is a link between them and both records may be read."""
    with look_over(reader, REVIEW, action=action, subject_kind="list", subject="links", request=request) as shown:
        mentions = kept.mentions_shown([left, right])
        told = shown.show_records(sorted({one.record for one in mentions.values()}))
        rows = kept.link_rows(left, right)
        words = kept.words_on(left, right)
    if not rows or any(m not in mentions or mentions[m].record not in told for m in (left, right)):
        raise NothingThere
    return (mentions[left], mentions[right]), words


def _word(acting: Acting, pair: Pair, judgement: Judgement, because: str, takes_back: str | None) -> Word:
    return Word(
        act=Act.JUDGE,
        mention=MentionId(pair[0]),
        other=MentionId(pair[1]),
        judgement=judgement,
        by=acting.account,
        shown_as=f"{acting.role.label}, {acting.post.agency_name}",
        because=because,
        takes_back=FactId(takes_back) if takes_back else None,
    )


def _append(reader: Reader, word: Word, *, told: Sequence[str]) -> str:
    """Keep a word and tell the readers of these records that it puts them right, together or not at all."""
    with acting_for(reader, REVIEW):
        if told:
            tell_readers(told, ANSWERED)
        return str(judge(request_connection(), word, salts=salt, now=clock.now()))


def _apart(sides: Sequence[MentionShown]) -> tuple[str, ...]:
    """The records of two that stand as one and shall not any more: whoever read them is told."""
    return tuple(dict.fromkeys(one.record for one in sides)) if sides[0].entity == sides[1].entity else ()


def _pair(shown: Shown, one: WaitingPair) -> PairSheet | None:
    mentions = kept.mentions_shown([one.left, one.right])
    rows = kept.link_rows(one.left, one.right)
    if not rows or len(mentions) < len({one.left, one.right}):
        return None
    left, right = mentions[one.left], mentions[one.right]
    told = shown.show_records(sorted({left.record, right.record}))
    if left.record not in told or right.record not in told:
        return None
    words = kept.words_on(one.left, one.right)
    machine = _machine(rows)
    weight = machine.weight if machine else 0.0
    return PairSheet(
        left=_side(left, told[left.record]),
        right=_side(right, told[right.record]),
        kind_words=KIND_WORDS[left.kind].lower(),
        fields=compare_fields(_compared(left), _compared(right), weight=weight),
        weight=weight,
        machine=machine.judgement if machine else "",
        reasons=machine.because if machine else (),
        together=left.entity == right.entity,
        findings=one.findings,
        joined=one.joined,
        words=_words(tuple(reversed(words)), words, shown.reader, kept.applied_through(), mentions),
    )


def _machine(rows: Sequence[LinkRow]) -> LinkRow | None:
    return next((row for row in rows if not row.by_person), None)


def _side(mention: MentionShown, because: str) -> SideSheet:
    return SideSheet(
        mention=mention.mention,
        record=mention.record,
        reference=mention.reference,
        agency=mention.agency,
        on=mention.on,
        part=ROLE_WORDS.get(mention.role, mention.role),
        title=say_who(mention.kind, mention.description, mention.text),
        as_written=mention.text,
        because=because,
    )


def _compared(mention: MentionShown) -> Side:
    return Side(mention.kind, mention.role, mention.description, mention.text, london_day(mention.on))


def _standing(words: Sequence[SpokenWord]) -> SpokenWord | None:
    """The word that acts, of words in the order of time; None where the last one only took something back."""
    taken = {one.takes_back for one in words if one.takes_back}
    left = [one for one in words if one.fact not in taken and not one.takes_back]
    return left[-1] if left else None


def _words(
    told: Sequence[SpokenWord],
    among: Sequence[SpokenWord],
    reader: Reader,
    through: int,
    mentions: dict[str, MentionShown] | None = None,
) -> tuple[WordSheet, ...]:
    """Words as they are shown; `among` holds every word that may take one of them back or speak after it."""
    names = _names({one.account for one in told})
    taken = {one.takes_back for one in among if one.takes_back}
    last: dict[frozenset[str], int] = {}
    for one in among:
        pair = frozenset((one.left, one.right))
        last[pair] = max(one.sequence, last.get(pair, 0))
    sheets = []
    for one in told:
        mine = one.account == str(reader.account)
        sides = [mentions[m] for m in (one.left, one.right) if m in mentions] if mentions else []
        sheets.append(
            WordSheet(
                fact=one.fact,
                at=one.at,
                who="You" if mine else names.get(one.account, one.shown_as),
                post=one.shown_as,
                judgement=one.judgement,
                because="" if one.because == NO_WORDS else one.because,
                back=one.takes_back is not None,
                mine=mine,
                acts=one.sequence == last[frozenset((one.left, one.right))],
                applied=one.sequence <= through,
                can_undo=mine and one.takes_back is None and one.fact not in taken,
                left=one.left,
                right=one.right,
                about=" and ".join(say_who(s.kind, s.description, s.text) for s in sides),
            )
        )
    return tuple(sheets)


def _names(accounts: set[str]) -> dict[str, str]:
    handles = [UUID(one) for one in sorted(accounts)]
    found = Account.objects.filter(handle__in=handles).values_list("handle", "name")
    return {str(handle): name for handle, name in found}
