"""The short form of a harness runs with every `./test`; its release form is marked `slow` and runs with `./test --long`.

- `a_size(short, long)`: parametrises `size` with both.
- `note`: writes what the release form found into docs/proof.md; in the short form it does nothing.
- `seed`: fixed in the short form, so that it fails for everybody or for nobody; drawn anew and written down in the long one.
"""

import secrets
from collections.abc import Callable

import pytest

from tests.proof import figures
from tests.proof.figures import Figure


@pytest.fixture
def release(request: pytest.FixtureRequest) -> bool:
    """Whether this is the release form."""
    return request.node.get_closest_marker("slow") is not None


@pytest.fixture
def seed(release: bool) -> int:
    return secrets.randbelow(1 << 31) if release else 2026


@pytest.fixture
def note(release: bool, seed: int) -> Callable[..., None]:
    def write(harness: str, *, tried: str, found: str, control: str, with_seed: bool = True) -> None:
        if release:
            figures.write(Figure(harness, tried, found, control, str(seed) if with_seed else "–"))

    return write
