"""The places known so far, and which of them a mention speaks of."""

from wholepicture.linkage.addresses import NOWHERE, Address, read_address
from wholepicture.linkage.blocking import BlockingIndex
from wholepicture.linkage.entities import Entities
from wholepicture.linkage.model import Model
from wholepicture.linkage.names import sound
from wholepicture.linkage.places import (
    Agreement,
    PlaceComparison,
    PlaceLevel,
    Wording,
    compare_places,
    explain_places,
    judge_places,
)
from wholepicture.linkage.register import Candidate, Draft, note_pairs
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
        self._index = BlockingIndex(most=120)
        self._settled: dict[Address, int] = {}

    def resolve(self, mention: Mention, rank: int, draft: Draft) -> int:
        """The entity number of a place mention."""
        said = mention.description
        if not isinstance(said, PlaceDescription):
            raise TypeError(mention.kind)
        address = read_address(said.text, said.postcode, said.venue)
        settled = self._settled.get(address)
        if settled is not None:
            settled = self._entities.root(settled)
            self._entities.join(mention.id, settled, rank)
            self._note(mention, [(settled, compare_places(address, address), Judgement.SAME)], draft)
            return settled
        compared = self._compare(address)
        number = self._place(mention, rank, address, compared, draft)
        self._note(mention, compared, draft)
        self._remember(number, address)
        return number

    def _compare(self, address: Address) -> list[tuple[int, PlaceComparison, Judgement]]:
        if address == NOWHERE:
            return []
        roots = dict.fromkeys(self._entities.root(number) for number in self._index.candidates(_keys(address)))
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
        mention: Mention,
        rank: int,
        address: Address,
        compared: list[tuple[int, PlaceComparison, Judgement]],
        draft: Draft,
    ) -> int:
        """Join the place that is the same; of several that are merely likely none, unless one was written just so."""
        certain = sorted(number for number, c, _ in compared if c.level is PlaceLevel.SAME)
        likely = sorted(number for number, c, _ in compared if c.level is PlaceLevel.LIKELY)
        if not certain and len(likely) > 1:
            written_so = [number for number in likely if address in self._forms[number]]
            self._open(compared, set(likely) - set(written_so[:1]))
            likely = written_so[:1]
        elif certain:
            self._open(compared, set(likely))
        chosen = certain or likely
        if not chosen:
            number = self._entities.found(mention.id, rank)
            self._forms[number] = ()
            return number
        number = chosen[0]
        self._entities.join(mention.id, number, rank)
        for other in certain[1:]:
            number = self._merge(number, other, draft)
        return number

    @staticmethod
    def _open(compared: list[tuple[int, PlaceComparison, Judgement]], numbers: set[int]) -> None:
        """Let what several places fit be compatible with each of them."""
        for at, (number, c, _) in enumerate(compared):
            if number in numbers:
                compared[at] = (number, c, Judgement.COMPATIBLE)

    def _merge(self, number: int, other: int, draft: Draft) -> int:
        number, other = self._entities.root(number), self._entities.root(other)
        c = self._fit(self._forms[number], self._forms[other])
        if number == other or c.level not in (PlaceLevel.SAME, PlaceLevel.LIKELY):
            return number
        merger = self._entities.merge(number, other)
        gone = self._forms.pop(merger.gone)
        kept = self._forms[merger.kept]
        self._forms[merger.kept] = (kept + tuple(form for form in gone if form not in kept))[:_MOST_FORMS]
        because = " ".join(explain_places(c))
        draft.moved.append(
            Alias(entity=merger.gone_id, now=self._entities.name(merger.kept), since=draft.at, because=because)
        )
        return merger.kept

    def _remember(self, number: int, address: Address) -> None:
        forms = self._forms[number]
        if address not in forms and len(forms) < _MOST_FORMS:
            self._forms[number] = (*forms, address)
            for key in _keys(address):
                self._index.add(key, number)
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
        keys.append(f"v{address.venue}")
        if address.postcode:
            keys.append(f"w{address.postcode}")
    if letters and not address.number:
        keys.append(f"t{letters}|{address.postcode or address.locality}")
    return keys
