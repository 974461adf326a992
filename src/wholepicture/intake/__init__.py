"""Extracts as agencies send them, understood row by row; nothing is lost."""

from wholepicture.intake.extract import Extract, dated_by_name, read_extracts, stamp_outcome
from wholepicture.intake.identity import Arrival, Seen, arrive, classify, digest
from wholepicture.intake.outcomes import Noticed, Rejected
from wholepicture.intake.profile import Profile, UnreadableProfile, load_profiles, parse_profile
from wholepicture.intake.recognition import UnknownExtract
from wholepicture.intake.sealed import SealedChild, UnreadableSealedList, parse_sealed
from wholepicture.intake.tables import UnreadableFile

__all__ = [
    "Arrival",
    "Extract",
    "Noticed",
    "Profile",
    "Rejected",
    "SealedChild",
    "Seen",
    "UnknownExtract",
    "UnreadableFile",
    "UnreadableProfile",
    "UnreadableSealedList",
    "arrive",
    "classify",
    "dated_by_name",
    "digest",
    "load_profiles",
    "parse_profile",
    "parse_sealed",
    "read_extracts",
    "stamp_outcome",
]
