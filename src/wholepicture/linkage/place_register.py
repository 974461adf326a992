"""The places known so far, and which of them a mention speaks of."""

from collections.abc import Sequence

from wholepicture.linkage.addresses import NOWHERE, Address, read_address
from wholepicture.linkage.blocking import BlockingIndex
from wholepicture.linkage.entities import Entities, Merger
from wholepicture.linkage.model import Model
from wholepicture.linkage.names import sound
from wholepicture.linkage.places import (
    Agreement,
    PlaceComparison,
    PlaceLevel,
    Wording,
    compare_places,
    contradicted,
    explain_places,
    judge_places,
)
from wholepicture.linkage.register import Candidate, Draft, note_pairs
from wholepicture.linkage.regrouping import Pairs, Retold, regroup
from wholepicture.vocabulary.judgements import Alias, Judgement
from wholepicture.vocabulary.pole import EntityKind, PlaceDescription
from wholepicture.vocabulary.records import Mention

_MOST_FORMS = 12
"""How many different writings of one place are compared."""


class PlaceRegister:
    """Places as entities. A mention joins the place that it agrees with; a flat and its building stay two."""

    def __init__(self, model: Model, entities: Entities) -> None:
        self._weights = model.places["level"]
        self._entities = entities
        self._forms: dict[int, tuple[Address, ...]] = {}
        self._index = BlockingIndex(most=40)
        self._settled: dict[Address, int] = {}

    def resolve(self, mention: Mention, rank: int, draft: Draft) -> int:
        """The entity number of a place mention."""
        address = _address(mention)
        settled = self._settled.get(address)
        if settled is not None:
            settled = self._entities.root(settled)
            self._entities.join(rank, settled)
            self._note(mention, [(settled, compare_places(address, address), Judgement.SAME)], draft)
            return settled
        compared = self._compare(address)
        number = self._place(rank, address, compared, draft)
        self._note(mention, compared, draft)
        self._remember(number, address)
        return number

    def _compare(self, address: Address) -> list[tuple[int, PlaceComparison, Judgement]]:
        if address == NOWHERE:
            return []
        roots = dict.fromkeys(self._entities.root(number) for number in self._index.candidates(_asked(address)))
        compared = [(number, self._fit((address,), self._forms[number])) for number in roots]
        return [(number, c, judge_places(c)) for number, c in compared if c.level is not PlaceLevel.DIFFERENT]

    @staticmethod
    def _fit(left: tuple[Address, ...], right: tuple[Address, ...]) -> PlaceComparison:
        """The best comparison of any two writings, unless it is unconfirmed and another two contradict it."""
        pairs = [compare_places(mine, theirs) for mine in left for theirs in right]
        best = min(pairs, key=lambda c: c.level)
        if best.level is not PlaceLevel.SAME and any(
            c.postcode is Agreement.DIFFERENT and c.street in (Wording.SAME, Wording.MISSING) for c in pairs
        ):
            return best._replace(level=PlaceLevel.UNSURE if best.level is PlaceLevel.UNSURE else PlaceLevel.DIFFERENT)
        return best

    def _place(
        self,
        rank: int,
        address: Address,
        compared: list[tuple[int, PlaceComparison, Judgement]],
        draft: Draft,
    ) -> int:
        """Join the place that is the same; of several that are merely likely none, unless one was written just so."""
        certain = sorted(number for number, c, _ in compared if c.level is PlaceLevel.SAME)
        likely = sorted(number for number, c, _ in compared if c.level is PlaceLevel.LIKELY)
        bridged = self._bridged(compared)
        if not certain and len(likely) > 1 and not bridged:
            written_so = [number for number in likely if address in self._forms[number]]
            self._open(compared, set(likely) - set(written_so[:1]))
            likely = written_so[:1]
        elif certain:
            self._open(compared, set(likely) - set(bridged))
        chosen = bridged or certain or likely
        if not chosen:
            number = self._entities.found(rank)
            self._forms[number] = ()
            return number
        number = chosen[0]
        self._entities.join(rank, number)
        for other in chosen[1:]:
            number = self._merge(number, other, draft, bridge=bool(bridged))
        return number

    @staticmethod
    def _bridged(compared: list[tuple[int, PlaceComparison, Judgement]]) -> list[int]:
        """The place known by its name and the one known by its number, where a writing names both and nothing conflicts."""
        fits = [(number, c) for number, c, _ in compared if c.level in (PlaceLevel.SAME, PlaceLevel.LIKELY)]
        named = [number for number, c in fits if c.venue is Wording.SAME and c.street is Wording.MISSING]
        numbered = [number for number, c in fits if c.street is Wording.SAME and c.venue is Wording.MISSING]
        return sorted(named + numbered) if len(named) == 1 and len(numbered) == 1 and len(fits) == 2 else []

    @staticmethod
    def _open(compared: list[tuple[int, PlaceComparison, Judgement]], numbers: set[int]) -> None:
        """Let what several places fit be compatible with each of them."""
        for at, (number, c, _) in enumerate(compared):
            if number in numbers:
                compared[at] = (number, c, Judgement.COMPATIBLE)

    def _merge(self, number: int, other: int, draft: Draft, *, bridge: bool) -> int:
        number, other = self._entities.root(number), self._entities.root(other)
        c = self._fit(self._forms[number], self._forms[other])
        if number == other or self._entities.barred(number, other):
            return number
        if c.level not in (PlaceLevel.SAME, PlaceLevel.LIKELY) and not (bridge and not contradicted(c)):
            return number
        merger = self.unite(number, other)
        because = "One writing gives both the name and the address." if bridge else " ".join(explain_places(c))
        draft.moved.append(
            Alias(entity=merger.gone_id, now=self._entities.name(merger.kept), since=draft.at, because=because)
        )
        return merger.kept

    def unite(self, left: int, right: int) -> Merger:
        """Make two places one, because they agree or because a person says so."""
        merger = self._entities.merge(left, right)
        self._forms[merger.kept] = _all_forms(self._forms[merger.kept], self._forms.pop(merger.gone))
        return merger

    def take_apart(self, number: int, members: Sequence[Retold], bound: Pairs, apart: Pairs) -> list[int]:
        """Put the mentions of one place together anew; the numbers of what they are now."""
        read: list[tuple[int, tuple[Address, ...]]] = [(told.rank, (_address(told.mention),)) for told in members]
        groups = regroup(read, self._weigh, _all_forms, bound, apart)
        numbers = self._entities.split(number, [group.ranks for group in groups])
        for own, group in zip(numbers, sorted(groups, key=lambda group: min(group.ranks)), strict=True):
            self._forms[own] = ()
            for form in group.state:
                self._settled.pop(form, None)
                self._remember(own, form)
        return numbers

    def _weigh(self, left: tuple[Address, ...], right: tuple[Address, ...]) -> float | None:
        if NOWHERE in (left[0], right[0]):
            return None
        c = self._fit(left, right)
        return self._weights[c.level.name.lower()] if c.level in (PlaceLevel.SAME, PlaceLevel.LIKELY) else None

    def _remember(self, number: int, address: Address) -> None:
        forms = self._forms[number]
        if address not in forms and len(forms) < _MOST_FORMS:
            self._forms[number] = (*forms, address)
            self._index.add(_answered(address), number)
        if (address.postcode or address.locality) and (address.venue or (address.number and address.street)):
            self._settled[address] = number

    def _note(self, mention: Mention, compared: list[tuple[int, PlaceComparison, Judgement]], draft: Draft) -> None:
        pairs = [
            Candidate(number, self._weights[c.level.name.lower()], judgement, _explain(c, judgement))
            for number, c, judgement in compared
        ]
        note_pairs(self._entities, EntityKind.PLACE, mention.id, pairs, draft)

    def building(self, number: int) -> int | None:
        """The entity of the building in which a flat lies, where any record named the building without a flat."""
        number = self._entities.root(number)
        for form in self._forms.get(number, ()):
            if not form.unit:
                continue
            for key in _keys(form.building):
                for other in self._index.candidates((key,)):
                    root = self._entities.root(other)
                    if root != number and self._fit((form.building,), self._forms[root]).level in (
                        PlaceLevel.SAME,
                        PlaceLevel.LIKELY,
                    ):
                        return root
        return None


def _address(mention: Mention) -> Address:
    said = mention.description
    if not isinstance(said, PlaceDescription):
        raise TypeError(mention.kind)
    return read_address(said.text, said.postcode, said.venue)


def _all_forms(left: tuple[Address, ...], right: tuple[Address, ...]) -> tuple[Address, ...]:
    return (left + tuple(form for form in right if form not in left))[:_MOST_FORMS]


def _explain(c: PlaceComparison, judgement: Judgement) -> tuple[str, ...]:
    because = explain_places(c)
    if judgement is Judgement.COMPATIBLE and c.level in (PlaceLevel.SAME, PlaceLevel.LIKELY):
        return (*because, "Another place fits as well.")
    return because


def _keys(address: Address) -> list[str]:
    keys: list[str] = []
    letters = address.street_letters
    if address.number and letters:
        keys.append(f"s{address.number}|{letters}")
        keys.append(f"f{address.number}|{sound(letters)}")
    if address.number and address.postcode:
        keys.append(f"p{address.postcode}|{address.number}")
    if address.venue:
        keys.append(f"v{address.venue.split()[0]}")
        if address.postcode:
            keys.append(f"w{address.postcode}")
    return keys


def _answered(address: Address) -> list[str]:
    """The keys under which a place is found: also by its street, for those that name no more."""
    keys = _keys(address)
    if address.street:
        keys.append(f"{'h' if address.number else 't'}{address.street_letters}")
    return keys


def _asked(address: Address) -> list[str]:
    """The keys under which what could be the same place is looked for."""
    keys = _keys(address)
    if address.street:
        keys.append(f"t{address.street_letters}")
        if not address.number:
            keys.append(f"h{address.street_letters}")
    return keys
