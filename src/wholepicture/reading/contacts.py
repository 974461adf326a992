"""Telephone numbers and online handles as written."""

import re

from wholepicture.vocabulary.pole import EntityKind, HandleDescription, PhoneDescription, Role
from wholepicture.vocabulary.readings import NamedInText
from wholepicture.vocabulary.records import Span

_PHONE = re.compile(r"(?<![\w£])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|0044[\s.-]?|\(?0)\d(?:[\s().-]{0,2}\d){8,9}(?!\w)")
_AT = re.compile(r"(?<![\w@.])@([A-Za-z0-9_.]{3,30}[A-Za-z0-9_])")
_PLATFORM = (
    r"(snap(?:chat)?|insta(?:gram)?|discord|tiktok|telegram|kik|roblox|facebook|whatsapp|xbox|psn|fortnite|twitch|"
    r"username|handle|account|user|saved as|app as|known as|calls? (?:him|her)self|chat(?:ting)? (?:with|w/?|to))"
)
_PLATFORM_WORDS = frozenset(
    [
        "snapchat",
        "instagram",
        "discord",
        "tiktok",
        "telegram",
        "kik",
        "roblox",
        "facebook",
        "whatsapp",
        "xbox",
        "psn",
        "fortnite",
        "twitch",
        "username",
        "handle",
        "account",
        "user",
        "saved",
        "app",
        "known",
        "calls",
        "chat",
        "chatting",
    ]
)
_CUED = re.compile(
    _PLATFORM + r"\W{1,4}(?:is |as |called |name |user )?[\"'“‘]?([A-Za-z][A-Za-z0-9]*(?:[._]?[A-Za-z0-9]+)*)", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w@.])([A-Za-z]+[A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|[a-z]{2,}\.[a-z]*\d+[a-z\d]*|[a-z]{3,}\d{2,4}_?[a-z]*)(?![\w@])"
)


def phones_in(narrative: str) -> list[NamedInText]:
    """Numbers of ten or eleven digits with a United Kingdom prefix."""
    return [
        NamedInText(
            kind=EntityKind.PHONE,
            role=Role.CONTACT,
            description=PhoneDescription(number=found.group()),
            span=Span(*found.span()),
        )
        for found in _PHONE.finditer(narrative)
    ]


def handles_in(narrative: str, words: frozenset[str]) -> list[NamedInText]:
    """Names used online: after "@", with an underscore, or with a digit after a platform's name."""
    found: dict[tuple[int, int], str] = {}
    if "@" not in narrative and "_" not in narrative and words.isdisjoint(_PLATFORM_WORDS):
        return []
    if "@" in narrative:
        for match in _AT.finditer(narrative):
            found[match.span()] = ""
    for match in _CUED.finditer(narrative):
        if any(character in match[2] for character in "_.0123456789"):
            found.setdefault(match.span(2), match[1].lower())
    if "_" in narrative or "." in narrative:
        for match in _BARE.finditer(narrative):
            if "_" in match[1] or (
                any(a <= match.start(1) and match.end(1) <= b for a, b in found) is False and "." in match[1]
            ):
                found.setdefault(match.span(1), "")
    return [
        NamedInText(
            kind=EntityKind.HANDLE,
            role=Role.CONTACT,
            description=HandleDescription(handle=narrative[start:end].lstrip("@"), platform=platform),
            span=Span(start, end),
        )
        for (start, end), platform in sorted(found.items())
    ]
