"""Why an act is refused. What stands here is what the person reads; nothing is kept of what they wrote but their draft."""

from enum import Enum


class Refusal(Enum):
    """A reason for which an act cannot be done, in words for whoever tried."""

    NO_POST = "You hold no post in which this can be done."
    NOT_A_DECIDER = "Only a post that decides on concerns can do this."
    CONFLICT = (
        "This concern is about you or about somebody in your line. Others decide on it. You can still do what protects "
        "the child at once: a strategy discussion, an enquiry, a conference, police protection."
    )
    NOT_NOW = "This cannot be done as things stand now. Look at the page again: somebody may have acted meanwhile."
    NO_REASON = "Say why. What is written here stands with your name."
    ONLY_ACTIVITY = (
        "This says what agencies are busy with. Sharing information is an activity and not a decision. Say what you "
        "decided for this child, and why. You can note the activity beside it."
    )
    NOT_WEIGHED = "Name at least two options that were considered, among them the one that was chosen."
    NOTHING_SEEN = "Say which records or findings lay before you."
    SAME_PERSON = "Somebody else has to agree: not whoever proposed it."
    SAME_AGENCY = "Somebody of another agency has to agree."
    RAISER_ONLY = "Only whoever raised the concern can do this."
    NOT_BY_RAISER = "You raised this concern. Others answer it."
    OWN_ANSWER = "You decided this. From the second stage on, somebody else answers the objection."
    TOO_LOW = "This stage is answered by somebody more senior, by name."
    NOT_TOLD = "The raiser has not been told what was decided and why, with something to show for it."
    OBJECTION_OPEN = "The raiser objects, and nobody has answered in a way that settles it."
    REQUEST_OPEN = "A conference was requested, and the request has no answer that holds."
    CLOCK_RUNS = "A duty is still open. It ends on evidence, or by an excuse that two people sign."
    PROPOSAL_OPEN = "Something still waits for a second person."
    NO_EVIDENCE = "Say where it can be seen that it happened. A clock stops only on evidence."
    ACT_OF_ITS_OWN = (
        "This cannot be reported here. It follows from what somebody does on this page in their own name: decide, tell the "
        "raiser, answer a request."
    )
    NOT_YET = "This is said to happen later than now. Record it once it has."
    BEFORE_RETURN = (
        "This is said to have happened before the child returned. Say when it was. Where the return is recorded wrongly, "
        "its agency puts that right."
    )
    NOT_OWNER = "Somebody else deals with this. Take it over first, and say why."
    DEALT_WITH = "You deal with this already."
    NO_SUCH_PERSON = "Whoever you name holds no post in which they could do this, or is in conflict with it."
    FINDING_CONFLICT = (
        "A concern on which this finding rests is about you or about somebody in your line. Others dismiss it or do not. "
        "You can accept it, or look into it."
    )
    NOT_GOVERNING = "Ladders are proposed and adopted by those who lead: a manager or an executive."
    UNUSABLE_LADDERS = (
        "These ladders cannot be used. Each needs at least two stages of 1 to 20 working days, each answered higher than "
        "the one before, the last by the partnership's executives."
    )
    SAME_EDITION = "An edition of that name was adopted before. Give this one a name of its own."
    OTHER_AGENCY = "Another agency was asked for this. Somebody of that agency answers."
    NOBODY_INVITED = "Nobody of that agency is invited. Invite somebody first who can answer for it."
    DAY_IS_OVER = "That day is over. Choose a later one."
    NOT_YOURS = "Somebody else has this action. They say that it is done, or whoever leads the meeting does."
