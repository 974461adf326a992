"""Finding what could be the same without comparing everything with everything."""

from collections.abc import Iterable


class BlockingIndex:
    """From keys to entity numbers. A key that fits more than `most` entities is too common to tell anything and is passed over;
    finer keys of the same description still lead there."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._members: dict[str, int | list[int]] = {}

    def add(self, key: str, number: int) -> None:
        """Note that an entity answers to a key."""
        held = self._members.get(key)
        if held is None:
            self._members[key] = number
        elif isinstance(held, int):
            if held != number:
                self._members[key] = [held, number]
        elif len(held) <= self._most and number not in held:
            held.append(number)

    def candidates(self, keys: Iterable[str]) -> list[int]:
        """The numbers that answer to any of the keys, each once, in a fixed order. Numbers may have been merged since."""
        found: dict[int, None] = {}
        for key in keys:
            held = self._members.get(key)
            if held is None:
                continue
            if isinstance(held, int):
                found[held] = None
            elif len(held) <= self._most:
                found.update(dict.fromkeys(held))
        return list(found)
