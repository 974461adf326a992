"""Finding what could be the same without comparing everything with everything."""

from collections.abc import Iterable
from zlib import crc32


class BlockingIndex:
    """From keys to entity numbers, held as small numbers: two keys that share one only cost a comparison more.

    A key that fits more than `most` entities is too common to tell anything and is passed over; finer keys of the same
    description still lead there.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._members: dict[int, int | tuple[int, ...]] = {}

    def add(self, keys: Iterable[str], number: int) -> None:
        """Note that an entity answers to some keys."""
        members, most = self._members, self._most
        for key in keys:
            code = crc32(key.encode())
            held = members.get(code)
            if held is None:
                members[code] = number
            elif isinstance(held, int):
                if held != number:
                    members[code] = (held, number)
            elif len(held) <= most and number not in held:
                members[code] = (*held, number)

    def candidates(self, keys: Iterable[str]) -> list[int]:
        """The numbers that answer to any of the keys, in a fixed order. Some may come twice or have been merged since."""
        found: list[int] = []
        for key in keys:
            held = self._members.get(crc32(key.encode()))
            if held is None:
                continue
            if isinstance(held, int):
                found.append(held)
            elif len(held) <= self._most:
                found.extend(held)
        return found
