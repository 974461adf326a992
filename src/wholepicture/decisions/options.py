"""What can be decided about a concern. An activity, such as sharing information, is none of these."""

import re
from enum import StrEnum


class Option(StrEnum):
    """What somebody decided. The value is what the page says."""

    IMMEDIATE_PROTECTION = "protect at once"
    """Police protection, an emergency order, or another step that cannot wait."""
    STRATEGY_DISCUSSION = "hold a strategy discussion"
    ENQUIRY = "start a section 47 enquiry"
    CONFERENCE = "hold an initial child protection conference"
    ASSESSMENT = "assess the child and family"
    DISRUPTION = "act on an adult or a place"
    """A warning notice, licensing, closure, or another step that takes the means away from whoever harms."""
    EARLY_HELP = "offer early help"
    SEND_ON = "send it on to another agency"
    NO_REFERRAL = "do not refer it"
    NO_SHARING = "do not share it"
    NO_FURTHER_ACTION = "no further action"


PROTECTIVE = frozenset(
    {Option.IMMEDIATE_PROTECTION, Option.STRATEGY_DISCUSSION, Option.ENQUIRY, Option.CONFERENCE, Option.ASSESSMENT}
)
"""What protects a child. No conflict of interest ever bars it."""
NOT_TO_ACT = frozenset({Option.NO_REFERRAL, Option.NO_SHARING, Option.NO_FURTHER_ACTION})
"""What stands in the register of decisions not to act, which the scrutineer reads."""
SUSPECTS_HARM = frozenset({Option.IMMEDIATE_PROTECTION, Option.STRATEGY_DISCUSSION, Option.ENQUIRY})
"""What says that there is reasonable cause to suspect significant harm, so that the clock for a discussion runs."""
_WEIGHT = {option: weight for weight, option in enumerate(reversed(Option))}


def falls_below(option: Option, standing: Option) -> bool:
    """Whether a decision would take back protection that another one gave: it is weaker, and that one protects."""
    return standing in PROTECTIVE and _WEIGHT[option] < _WEIGHT[standing]


_ACTIVITIES = re.compile(
    r"(?:(?:the |all |other |partner |both )*(?:agencies|professionals|partners|services|everyone|everybody) (?:are|is|were)"
    r"(?: already| now| all)*(?: aware| involved| sharing(?: the)? (?:information|intelligence)"
    r"| working together| monitoring)"
    r"(?: (?:it|this|the (?:case|situation|child|family)))?"
    r"|(?:information|intelligence) (?:is|was|has been|is being) (?:already )?(?:being )?shared(?: (?:with|between) \w+)?"
    r"|(?:already )?(?:known|open) to (?:social care|services|police|us|all agencies)"
    r"|(?:continue|continuing) to monitor|being monitored|under review"
    r"|(?:we|they) (?:are|will be) (?:aware|monitoring)(?: it)?"
    r"|(?:discussed|raised) (?:at|in) (?:the )?(?:\w+ )?meeting)",
    re.IGNORECASE,
)
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and as at be because been but by for from has have he in is it of on she so that the they this to was we",
    )
)
_MEANT = 4
_BUSY = re.compile(
    r"shar(?:e|ed|es|ing)|liais(?:e|es|ed|ing|on)|meet(?:s|ing|ings)?|met|discuss(?:ed|ing|ion|ions)?|aware(?:ness)?"
    r"|inform(?:ed|ing)?|notif(?:y|ied|ying)|passed|copied|monitor(?:s|ed|ing)?|involve(?:d|ment)|engage(?:d|ment)"
    r"|together|communicat(?:e|ed|ing|ion)|dealt|handled|updated|contacted|consulted"
)
"""What agencies do with each other, a word at a time."""
_ABOUT_BUSY = re.compile(
    r"agenc(?:y|ies)|multi-?agency|inter-?agency|professionals?|partners?|partnership|services?|teams?|panels?|forums?|colleagues"
    r"|information|info|intelligence|police|social|care|health|schools?|council|hub|mash|officers?|everyone|everybody|parties"
    r"|all|other|both|each|relevant|appropriate|joint|jointly|fully|closely|well|already|currently|now|still|ongoing|regular"
    r"|regularly|weekly|monthly|daily|place|continue|continues|continued|continuing|work|works|working|worked|being|held|with"
    r"|between|among|case|matter|situation|concern|concerns|child|family|issue|basis|are|were|will|do|does|going|forward|who|us"
    r"|their|there|its|been"
)
_MEANT_OF_BUSY = 2
"""How many other words make a reason of one in which nothing stands but that agencies are busy."""


def names_only_activity(reasons: str) -> bool:
    """Whether reasons say only what agencies are busy with ("agencies are already sharing information"), and nothing of why.

    Fails open: with four further words of substance it counts as a reason, and people judge it.
    """
    if _ACTIVITIES.search(reasons):
        rest = re.findall(r"[a-z']+", _ACTIVITIES.sub(" ", reasons).lower())
        if len([word for word in rest if word not in _SMALL]) < _MEANT:
            return True
    words = [word for word in re.findall(r"[a-z'-]+", reasons.lower()) if word not in _SMALL]
    busy = [word for word in words if _BUSY.fullmatch(word)]
    return bool(busy) and len([w for w in words if not _BUSY.fullmatch(w) and not _ABOUT_BUSY.fullmatch(w)]) < _MEANT_OF_BUSY
