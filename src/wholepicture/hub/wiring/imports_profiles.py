"""Profiles by which extracts are read in the hub: those of the package, and those that people made here."""

from collections.abc import Sequence

from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.imports_staging import profile_made, profiles_made
from wholepicture.hub.wiring.journey_understanding import Means
from wholepicture.intake import Profile, UnreadableProfile, parse_profile
from wholepicture.intake.concern import CONCERN_SYSTEM


def own_profiles(connection: Connection) -> tuple[tuple[Profile, int], ...]:
    """The version that counts of each profile made here, with its number; by name. One that cannot be read is none."""
    return tuple((profile, version) for _, version, text in profiles_made(connection) if (profile := _parsed(text)))


def own_profile(connection: Connection, name: str, version: int) -> Profile | None:
    """One version of a profile made here."""
    text = profile_made(connection, name, version)
    return None if text is None else _parsed(text)


def _parsed(text: str) -> Profile | None:
    try:
        return parse_profile(text.encode())
    except UnreadableProfile:
        return None


def for_imports(profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """Those by which a file may be read that somebody uploads: what is written in the hub itself never comes as a file."""
    return tuple(profile for profile in profiles if not profile.system.startswith(CONCERN_SYSTEM))


def means_with_own(means: Means, own: Sequence[tuple[Profile, int]]) -> Means:
    """What the hub reads with, with the profiles made here."""
    return Means(profiles=(*means.profiles, *(profile for profile, _ in own)), key=means.key) if own else means


def changed_among(own: Sequence[tuple[Profile, int]]) -> str:
    """Names those that count in another version than the first: rows received under an earlier one read otherwise since."""
    return ", ".join(f"{profile.name} {version}" for profile, version in own if version > 1)
