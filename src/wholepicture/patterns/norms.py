"""What is usual in this area: how many unrelated children are seen at places of a kind, and how many records bear signs."""

from dataclasses import dataclass
from math import exp, lgamma, log

_YEAR = 365.25
_PRIOR_WEIGHT = 300.0
"""How many places of a kind, known for a year, the prior counts for beside those of the area."""

_PRIOR_YEARLY: dict[str, tuple[float, float]] = {
    "dwelling": (0.05, 0.15),
    "unknown": (0.2, 0.3),
    "street": (0.8, 0.5),
    "hotel": (0.8, 0.5),
    "business": (1.2, 0.5),
    "adult": (0.01, 0.1),
    "vehicle": (0.01, 0.1),
    "phone": (0.015, 0.1),
    "child": (0.3, 1.0),
}
"""Further children a year at one place (for a child, further agencies), and the shape of the spread between places: the
smaller, the more uneven."""

_PRIOR_SIGNS = {"complaint": (4.0, 96.0), "any": (8.0, 92.0), "away": (20.0, 80.0)}
"""Records with signs, and records without, that the prior counts for."""


@dataclass(slots=True)
class _Kind:
    number: int = 0
    total: int = 0
    squares: int = 0


class AreaNorms:
    """Counts that grow with the records, and what they amounted to when the day began.

    Further children at a place are taken as a Poisson process whose rate differs between places of a kind as a Gamma
    distribution; what the place itself showed before the window sharpens it, so a busy place expects to be busy. The
    chance of so many in a window is then negative binomial. Records with signs among those at an anchor are binomial.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}
        self._signed: dict[str, list[int]] = {}
        self._gammas: dict[str, tuple[float, float]] = {}
        self._shares: dict[str, float] = {}
        self._days = 0.0

    def note_entity(self, sort: str) -> None:
        """One more place, adult or vehicle of a sort is known."""
        self._kinds.setdefault(sort, _Kind()).number += 1

    def note_further(self, sort: str, before: int, now: int) -> None:
        """One of a sort now has this many further children, where it had `before`."""
        kind = self._kinds.setdefault(sort, _Kind())
        kind.total += now - before
        kind.squares += now * now - before * before

    def note_record(self, sort: str, signed: bool, times: int = 1) -> None:
        """One more record of a sort; `times` is -1 when it is taken out again."""
        counts = self._signed.setdefault(sort, [0, 0])
        counts[0] += times * signed
        counts[1] += times

    def begin_day(self, days_known: float) -> None:
        """Refresh from what is known until now; in between nothing changes."""
        self._days = days_known
        self._gammas = {sort: self._gamma(sort, kind) for sort, kind in self._kinds.items()}
        self._shares = {
            sort: (counts[0] + _PRIOR_SIGNS[sort][0]) / (counts[1] + sum(_PRIOR_SIGNS[sort]))
            for sort, counts in self._signed.items()
        }

    def _gamma(self, sort: str, kind: _Kind) -> tuple[float, float]:
        yearly, shape = _PRIOR_YEARLY.get(sort, _PRIOR_YEARLY["unknown"])
        if not kind.number:
            return shape, shape * _YEAR / yearly
        prior_days, days = _PRIOR_WEIGHT * _YEAR, kind.number * self._days
        mean = (_PRIOR_WEIGHT * yearly + kind.total) / (prior_days + days)
        weight = days / (prior_days + days)
        average = kind.total / kind.number
        spread = kind.squares / kind.number - average * average
        if average > 0 and spread > average:
            shape = (1 - weight) * shape + weight * average * average / (spread - average)
        shape = max(shape, 0.05)
        return shape, shape / max(mean, 1e-7)

    def chance_of_families(
        self, sort: str, families: int, days: float, earlier: int, known_days: float
    ) -> tuple[float, float]:
        """The number of further families to be expected in so many days, and the chance of at least as many as seen."""
        yearly, prior_shape = _PRIOR_YEARLY.get(sort, _PRIOR_YEARLY["unknown"])
        shape, rate = self._gammas.get(sort, (prior_shape, prior_shape * _YEAR / yearly))
        shape, rate = shape + earlier, rate + max(known_days, 0.0)
        return shape / rate * days, negative_binomial_tail(families, shape, rate / (rate + days))

    def chance_of_signs(self, sort: str, signed: int, of: int) -> tuple[float, float]:
        """The number of records with signs to be expected among so many, and the chance of at least as many as seen."""
        signs, without = _PRIOR_SIGNS[sort]
        share = self._shares.get(sort, signs / (signs + without))
        return share * of, binomial_tail(signed, of, share)


def negative_binomial_tail(count: int, shape: float, success: float) -> float:
    """The chance of `count` or more where the rate is Gamma distributed; `success` is rate / (rate + length)."""
    if count <= 0:
        return 1.0
    below = 0.0
    for k in range(count):
        below += exp(lgamma(shape + k) - lgamma(shape) - lgamma(k + 1) + shape * log(success) + k * log(1 - success))
    return min(1.0, max(1e-12, 1.0 - below))


def binomial_tail(count: int, of: int, share: float) -> float:
    """The chance of `count` or more out of `of`."""
    if count <= 0:
        return 1.0
    chance = 0.0
    for k in range(count, of + 1):
        chance += exp(lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log(1 - share))
    return min(1.0, max(1e-12, chance))


def together(first: float, second: float) -> float:
    """Two independent chances taken together, as Fisher has it."""
    product = max(first * second, 1e-24)
    return min(1.0, product * (1 - log(product)))
