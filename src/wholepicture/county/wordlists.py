"""The county's own names, streets and words, read from the package and made ready to be drawn."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from wholepicture.county.chance import Lottery, by_rank, weighted


@dataclass(frozen=True, slots=True)
class Origin:
    """The names of families whose names began in one part of the world."""

    surnames: Lottery[str]
    girls: Lottery[str]
    boys: Lottery[str]
    women: Lottery[str]
    men: Lottery[str]


@dataclass(frozen=True, slots=True)
class Names:
    """All names. `nicknames` maps a forename to what friends make of it."""

    origins: Lottery[Origin]
    nicknames: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LandWords:
    """What towns, streets, venues and vehicles are called."""

    towns: tuple[str, ...]
    streets: tuple[str, ...]
    homes: tuple[str, ...]
    takeaways: tuple[str, ...]
    hotels: tuple[str, ...]
    firms: tuple[str, ...]
    shops: tuple[str, ...]
    primaries: tuple[str, ...]
    secondaries: tuple[str, ...]
    colours: Lottery[str]
    models: Lottery[tuple[str, str]]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("wholepicture.county").joinpath(name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def names() -> Names:
    """The name lists."""
    table = _toml("names.toml")
    origins = []
    for origin in table["origins"].values():
        lists = {key: by_rank(tuple(origin[key])) for key in ("surnames", "girls", "boys", "women", "men")}
        origins.append((Origin(**lists), float(origin["share"])))
    return Names(weighted(origins), {name: tuple(short) for name, short in table["nicknames"].items()})


@lru_cache(maxsize=1)
def land_words() -> LandWords:
    """The words for places and vehicles."""
    table = _toml("land.toml")
    plain = [begin + end for begin in table["towns_begin"] for end in table["towns_end"]]
    towns = [f"{word} {town}".strip() for word in table["towns_qualified"] for town in plain]
    # A stride that shares no factor with their number spreads them, so that neighbouring towns do not sound alike.
    towns = [plain[number * 127 % len(plain)] if number < len(plain) else towns[number] for number in range(len(towns))]
    streets = [f"{begin} {end}" for begin in table["streets_begin"] for end in table["streets_end"]]
    models = [(make, model) for make, listed in table["models"].items() for model in listed]
    kept = ("homes", "takeaways", "hotels", "firms", "shops", "primaries", "secondaries")
    return LandWords(
        towns=tuple(towns),
        streets=tuple(streets),
        colours=by_rank(table["colours"]),
        models=by_rank(models),
        **{key: tuple(table[key]) for key in kept},
    )
