"""What happened, as far as it starts or stops a clock, and what there is to show for it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Milestone(StrEnum):
    """What may start or stop a duty."""

    REFERRAL_RECEIVED = "referral received"
    DECISION_RECORDED = "decision recorded"
    RAISER_TOLD = "raiser told"
    HARM_SUSPECTED = "significant harm suspected"
    STRATEGY_DISCUSSION_HELD = "strategy discussion held"
    STRATEGY_RECORD_SENT = "strategy discussion's record sent"
    ENQUIRY_STARTED = "section 47 enquiry started"
    CHILD_SEEN = "child seen"
    ENQUIRY_ENDED = "section 47 enquiry ended"
    CONFERENCE_REASONS_RECORDED = "reasons for a conference, or for none, recorded"
    NO_ASSESSMENT = "decided without an assessment"
    ASSESSMENT_COMPLETED = "assessment completed"
    CONFERENCE_HELD = "initial child protection conference held"
    CONFERENCE_AGREED = "conference agreed"
    CONFERENCE_REQUESTED = "conference requested"
    REQUEST_ANSWERED = "request for a conference answered"
    CORE_GROUP_HELD = "core group held"
    REVIEW_HELD = "review conference held"
    RETURNED = "returned from missing"
    INTERVIEW_OFFERED = "return home interview offered"
    INTERVIEW_DECLINED = "return home interview declined"
    INTERVIEW_HELD = "return home interview held"
    NUISANCE_REPORTED = "anti-social behaviour reported"
    CASE_REVIEW_HELD = "anti-social behaviour case review held"
    SERIOUS_INCIDENT = "serious incident known"
    INCIDENT_NOTIFIED = "serious incident notified"
    EXPLOITATION_ASSESSED = "exploitation risk assessed"
    DISSENT_RECORDED = "dissent recorded"
    DISSENT_ANSWERED = "dissent answered in writing"
    PLAN_ENDED = "child protection plan ended"
    EXCUSED = "excused"
    REASON_FOR_LATENESS = "reason for lateness"


class EvidenceKind(StrEnum):
    """What there is to show."""

    DECISION = "decision"
    """A decision in this ledger, by its id."""
    DOCUMENT = "document"
    """A document, by its reference at the agency that holds it."""
    MINUTES = "minutes"
    """The minutes of a meeting."""
    DELIVERY = "delivery"
    """Proof that it reached somebody: a read receipt, or a call that they confirmed."""
    RECORD = "record"
    """A record that this ledger received, by its id."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that something happened. `reference` says where it is found; a blank one shows nothing."""

    kind: EvidenceKind
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """That something happened at a moment, as the ledger knew it from `known_at`.

    `about` is what it is about: a concern, a child's missing episode, a conference. A clock that started on one is not
    stopped by what is about another. `because` are the words that go with a decline, an excuse or a lateness; `duty` is the
    duty that these two are for. `by` and `agreed_by` are accounts.
    """

    milestone: Milestone
    about: str
    at: datetime
    known_at: datetime
    evidence: tuple[Evidence, ...] = ()
    because: str = field(default="", repr=False)
    duty: str = ""
    by: str = ""
    agreed_by: str = ""
