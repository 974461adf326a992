"""Rules of law and practice: what each says, where it stands, which edition, and from when it applies."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as published. `checked` says whether its text was read in the edition named; if not, treat it as a lead."""

    id: str
    says: str
    source: str
    edition: str
    effective_on: date | None
    checked: bool


RULES: tuple[Rule, ...] = (
    Rule(
        id="return-home-interview",
        says="An independent return home interview is offered within 72 hours of every return, not only the first.",
        source="IICSA, Child sexual exploitation by organised networks (2022), G.5",
        edition="2022",
        effective_on=None,
        checked=True,
    ),
    Rule(
        id="referral-decision",
        says="A social worker decides within one working day of receiving a referral what happens next.",
        source="Working Together to Safeguard Children",
        edition="2023; not confirmed against the 2026 edition",
        effective_on=None,
        checked=False,
    ),
    Rule(
        id="referrer-told",
        says="Whoever made a referral is told what was decided and why, also where nothing more is to be done.",
        source="Working Together to Safeguard Children",
        edition="2023; not confirmed against the 2026 edition",
        effective_on=None,
        checked=False,
    ),
    Rule(
        id="initial-child-protection-conference",
        says="An initial child protection conference is held within 15 working days of the strategy discussion.",
        source="Working Together to Safeguard Children",
        edition="2023; not confirmed against the 2026 edition",
        effective_on=None,
        checked=False,
    ),
    Rule(
        id="right-to-request-conference",
        says="Any professional with serious concerns may ask for a child protection conference where none is held.",
        source="Working Together to Safeguard Children, p. 91",
        edition="2023; not confirmed against the 2026 edition",
        effective_on=None,
        checked=False,
    ),
    Rule(
        id="duty-to-share",
        says="Information about a child, or about another person that relates to the child, is to be shared.",
        source="Children Act 2004 s.16LA, inserted by the Children's Wellbeing and Schools Act 2026 s.4",
        edition="2026 c. 21",
        effective_on=date(2026, 9, 30),
        checked=False,
    ),
)
