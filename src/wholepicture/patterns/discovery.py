"""Control of false discoveries in a stream of tests: LORD++ (Ramdas and others, 2017)."""

from functools import cache
from math import exp, log, sqrt

_SCALE = 0.0722


@cache
def _gamma(lag: int) -> float:
    return _SCALE * log(max(lag, 2)) / (lag * exp(sqrt(log(lag)))) if lag > 0 else 0.0


class DiscoveryStream:
    """Levels for tests that come one after another, so that on average no more than `level` of what is found is chance.

    The level of a test depends on how many came before it and on which of them found something; a batch is the same
    stream. Weights of discoveries further back than `reach` tests are left out, which only makes it stricter.
    """

    def __init__(self, level: float = 0.1, reach: int = 5000) -> None:
        self._level = level
        self._start = level / 2
        self._reach = reach
        self._tests = 0
        self._found: list[int] = []

    def test(self, p_value: float) -> float | None:
        """Take the next test; its q-value where it finds something, else None.

        The q-value is the smallest `level` at which this test, here in the stream, would have found it.
        """
        self._tests += 1
        now = self._tests
        weight = self._start * _gamma(now)
        for order, when in enumerate(self._found):
            if now - when <= self._reach:
                earned = (self._level - self._start) if order == 0 else self._level
                weight += earned * _gamma(now - when)
        if p_value > weight:
            return None
        self._found.append(now)
        return min(1.0, self._level * p_value / weight)
