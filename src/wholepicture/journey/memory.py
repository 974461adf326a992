"""How the journey treats memory: it makes millions of objects that hold no circles and all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Looking for rubbish among the journey's objects finds nothing, again and again: inside this block nobody looks."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
