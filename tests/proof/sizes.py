"""How much a harness does: a little with every `./test`, what a release asks for with `./test --long`.

WHOLEPICTURE_PROOF_SHARE, a number above 0, scales the release forms on a machine that has less time; docs/proof.md then
holds the sizes that were run, whatever they were.
"""

import os

import pytest

_SHARE = float(os.environ.get("WHOLEPICTURE_PROOF_SHARE", "1"))


def a_size(short: int, long: int) -> pytest.MarkDecorator:
    """Parametrises `size`."""
    release = max(short, round(long * _SHARE))
    return pytest.mark.parametrize(
        "size", [pytest.param(short, id="short"), pytest.param(release, id="release", marks=pytest.mark.slow)]
    )
