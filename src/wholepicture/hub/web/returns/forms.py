"""One form for each thing that can be said of a return. A form asks; whether it may be said is asked of the domain."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms

from wholepicture.decisions.deeds_of_concerns import Happened, LateExplained
from wholepicture.decisions.episode_course import INTERVIEW
from wholepicture.hub import clock
from wholepicture.hub.web.deciding.forms import because
from wholepicture.hub.web.forms.fields import DatePartsField, TimeOfDayField
from wholepicture.hub.web.forms.widgets import Radios
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.vocabulary.moments import london_day, london_moment

_FIRST_DAY = timedelta(days=3_650)


def _today() -> date:
    return london_day(clock.now())


def _long_ago() -> date:
    return _today() - _FIRST_DAY


class _WhenForm(forms.Form):
    day = DatePartsField(label="On which day?", called="the day", not_before=_long_ago, not_after=_today)
    at_time = TimeOfDayField(label="At what time?", help_text="Like 4:30pm or 16:30. The clock runs in hours.")

    def when(self) -> datetime:
        """The moment, UTC."""
        return london_moment(datetime.combine(self.cleaned_data["day"], self.cleaned_data["at_time"]))


class OfferedForm(_WhenForm):
    """An interview was offered."""

    because = because(
        "How was it offered, and by whom?", "By somebody independent of where the child lives.", "Say how it was offered"
    )

    def deed(self) -> Happened:
        """What was said."""
        said = self.cleaned_data["because"]
        return Happened(Milestone.INTERVIEW_OFFERED, self.when(), EvidenceKind.DOCUMENT, "", said)


class DeclinedForm(_WhenForm):
    """The child declined."""

    because = because(
        "What did the child say, and what else may be behind it?",
        "A decline is a sign, not an end: the clock runs on, and it is offered again, by somebody else where that helps.",
        "Say why the child declined, as far as you know",
    )

    def deed(self) -> Happened:
        """What was said."""
        said = self.cleaned_data["because"]
        return Happened(Milestone.INTERVIEW_DECLINED, self.when(), EvidenceKind.DOCUMENT, "", said)


class HeldForm(_WhenForm):
    """The interview was held."""

    evidence = forms.ChoiceField(
        label="What is there to show for it?",
        choices=[(one.value, one.value.capitalize()) for one in INTERVIEW.accepts],
        widget=Radios(),
        error_messages={"required": "Choose what there is to show for it"},
    )
    reference = forms.CharField(
        label="Where is it found?",
        help_text="The interview’s own record: its reference at the agency that holds it. What the child said stands there.",
        max_length=200,
        error_messages={"required": "Say where it is found"},
    )

    def deed(self) -> Happened:
        """What was said."""
        said = self.cleaned_data
        return Happened(Milestone.INTERVIEW_HELD, self.when(), EvidenceKind(said["evidence"]), said["reference"])


class LateForm(forms.Form):
    """Why it is late."""

    because = because("Why is it late?", "The clock runs on.")

    def deed(self) -> LateExplained:
        """What was said."""
        return LateExplained(INTERVIEW.id, self.cleaned_data["because"])


@dataclass(frozen=True, slots=True)
class ReturnWay:
    """As `Way` of decisions, with a form that says something of a return."""

    link: str
    title: str
    button: str
    form: type[OfferedForm | DeclinedForm | HeldForm | LateForm]


RETURN_WAYS = {
    "offered": ReturnWay("Record that it was offered", "An interview was offered", "Record it", OfferedForm),
    "declined": ReturnWay("Record that the child declined", "The child declined", "Record it", DeclinedForm),
    "held": ReturnWay("Record that it was held", "The interview was held", "Record it", HeldForm),
    "late": ReturnWay("Say why it is late", "Why is it late?", "Record it", LateForm),
}
