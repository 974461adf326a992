"""Control of false discoveries in a stream of tests: SAFFRON (Ramdas, Zrnic, Wainwright and Jordan, 2018)."""

from functools import lru_cache

_FIRST = 0.4374
"""So that the weights j ** -1.6 add up to one."""


@lru_cache(maxsize=4096)
def _gamma(lag: int) -> float:
    return _FIRST * lag**-1.6 if lag > 0 else 0.0


class DiscoveryStream:
    """Levels for tests that come one after another, so that on average no more than `level` of what is found is chance.

    The level of a test depends on how many weak tests (p above `candidate`) came before it and on what was found; a batch is
    the same stream. A stream of weak tests grows strict, and each discovery gives some freedom back. No test is ever
    taken at more than `candidate`.
    """

    def __init__(self, level: float = 0.2, candidate: float = 0.05) -> None:
        self._level = level
        self._start = level / 2
        self._candidate = candidate
        self._weak = 0
        self._weak_at: list[int] = []

    def test(self, p_value: float) -> float | None:
        """Take the next test; its q-value where it finds something, else None.

        The q-value is the smallest `level` at which this test, here in the stream, would have found it.
        """
        weight = self._start * _gamma(self._weak + 1)
        for order, weak_then in enumerate(self._weak_at[-200:]):
            earned = (self._level - self._start) if order == 0 and len(self._weak_at) <= 200 else self._level
            weight += earned * _gamma(self._weak - weak_then + 1)
        weight = min(self._candidate, (1 - self._candidate) * weight)
        self._weak += p_value > self._candidate
        if p_value > weight:
            return None
        self._weak_at.append(self._weak)
        return min(1.0, self._level * p_value / weight)
