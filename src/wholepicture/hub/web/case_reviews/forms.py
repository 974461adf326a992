"""That a case was reviewed, with what there is to show for it."""

from datetime import datetime, time

from django import forms

from wholepicture.decisions.deeds_of_concerns import Happened
from wholepicture.decisions.place_course import REVIEW
from wholepicture.hub.web.forms.fields import DatePartsField
from wholepicture.hub.web.forms.widgets import Radios
from wholepicture.hub.web.meetings.forms import today, two_years_ago
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.vocabulary.moments import london_moment


class HeldForm(forms.Form):
    """A case review was held."""

    day = DatePartsField(label="On which day was it held?", called="the day", not_before=two_years_ago, not_after=today)
    evidence = forms.ChoiceField(
        label="What is there to show for it?",
        choices=[(one.value, one.value.capitalize()) for one in REVIEW.accepts],
        widget=Radios(),
        error_messages={"required": "Choose what there is to show for it"},
    )
    reference = forms.CharField(
        label="Where is it found?",
        help_text="Its reference at the agency that holds it.",
        max_length=200,
        error_messages={"required": "Say where it is found"},
    )

    def deed(self) -> Happened:
        """What was said; the day counts from its beginning, so that what is reported on it counts anew."""
        said = self.cleaned_data
        when = london_moment(datetime.combine(said["day"], time(0, 0)))
        return Happened(Milestone.CASE_REVIEW_HELD, when, EvidenceKind(said["evidence"]), said["reference"])
