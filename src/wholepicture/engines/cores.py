"""How many processes may work at once."""

import os


def usable_cores() -> int:
    """The cores that this process may use, at least 1; where the system cannot say which, all that the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
