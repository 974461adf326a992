"""One form for each thing that can be done about a meeting. A form asks; whether it may be done is asked of the domain."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from wholepicture.decisions import deeds_of_meetings as deeds
from wholepicture.hub import clock
from wholepicture.hub.web.deciding.forms import because
from wholepicture.hub.web.forms.fields import DatePartsField, TimeOfDayField
from wholepicture.hub.web.forms.widgets import Checkboxes, Radios
from wholepicture.hub.wiring.meeting_ways import MeetingChoices, due_in
from wholepicture.hub.wiring.meetings import invitation
from wholepicture.vocabulary.moments import london_day, london_moment


def today() -> date:
    """The day in London."""
    return london_day(clock.now())


def in_two_years() -> date:
    """The last day that a date of a meeting, an action or a review can be."""
    return today() + timedelta(days=730)


def two_years_ago() -> date:
    """The first day on which a meeting that is recorded now can have been."""
    return today() - timedelta(days=730)


def _moment(day: date, at: time) -> datetime:
    return london_moment(datetime.combine(day, at))


class CallForm(forms.Form):
    """A meeting is called."""

    kind = forms.ChoiceField(
        label="What kind of meeting is it?",
        choices=[(one.value, one.value.capitalize()) for one in deeds.MeetingKind],
        widget=Radios(),
        error_messages={"required": "Choose what kind of meeting it is"},
    )
    day = DatePartsField(label="On which day?", called="the day", not_before=two_years_ago, not_after=in_two_years)
    at = TimeOfDayField(label="At what time?", help_text="Like 2pm or 14:00")
    because = because(
        "Why does it have to meet?", "Everybody who is invited reads this. Name nobody who is not needed in it."
    )

    def deed(self, about: str) -> deeds.MeetingCalled:
        """The call."""
        said = self.cleaned_data
        when = _moment(said["day"], said["at"])
        return deeds.MeetingCalled(deeds.MeetingKind(said["kind"]), (about,), when, said["because"])


class MeetingForm(forms.Form):
    """What is done about a meeting. `choices` is how it stands, with what can be chosen."""

    def __init__(self, *args: object, choices: MeetingChoices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.given = choices
        self.offer(choices)

    def offer(self, choices: MeetingChoices) -> None:
        """Fill in what can be chosen."""

    def choose(self, name: str, among: tuple[tuple[str, str], ...], *, only: bool = True) -> None:
        """Offer these; where there is but one to choose, it is chosen."""
        self.fields[name].choices = list(among)
        if only and len(among) == 1:
            self.fields[name].initial = among[0][0]

    def deed(self) -> deeds.Deed:
        """What was done. May raise NobodyThere."""
        raise NotImplementedError


class InviteForm(MeetingForm):
    """Somebody is invited."""

    email = forms.EmailField(
        label="Their work email address",
        help_text="With which they sign in. They see this meeting, and of records only what they may see anyway.",
        error_messages={
            "required": "Enter their work email address",
            "invalid": "Enter an email address, like name@example.org",
        },
    )
    because = because("Why are they needed?", "Everybody who is invited reads this.", "Say why they are needed")

    def deed(self) -> deeds.Deed:
        """The invitation. Raises NobodyThere."""
        return invitation(self.cleaned_data["email"], self.cleaned_data["because"])


class AskForm(MeetingForm):
    """An agency is asked."""

    agency = forms.ChoiceField(
        label="Which agency is asked?",
        help_text="Those of whom somebody is invited.",
        widget=Radios(),
        error_messages={"required": "Choose which agency is asked"},
    )
    what = because("What is it asked for?", "About whom, since when, and what for.", "Say what it is asked for")
    days = forms.ChoiceField(
        label="By when?",
        help_text="Working days, with the bank holidays of England.",
        widget=Radios(),
        error_messages={"required": "Choose by when"},
    )

    def offer(self, choices: MeetingChoices) -> None:
        """The agencies and the days."""
        self.choose("agency", choices.agencies)
        self.choose("days", choices.days)

    def deed(self) -> deeds.Deed:
        """The ask."""
        said = self.cleaned_data
        return deeds.InformationAsked(said["agency"], said["what"], due_in(int(said["days"]), clock.now()))


class GiveForm(MeetingForm):
    """An agency gives what it holds."""

    ask = forms.ChoiceField(label="What was asked?", widget=Radios(), error_messages={"required": "Choose what was asked"})
    words = because(
        "What does your agency know?",
        "Everybody who is invited reads this. Leave out what is sealed, and what the meeting does not need.",
        "Say what your agency knows",
    )
    records = forms.MultipleChoiceField(
        label="Records that you give",
        help_text="Of your agency, about this. Somebody who may not open one does not see that you gave it.",
        required=False,
        widget=Checkboxes(),
    )

    def offer(self, choices: MeetingChoices) -> None:
        """What was asked, and the own records."""
        self.choose("ask", choices.asks)
        self.choose("records", choices.records, only=False)
        if not choices.records:
            del self.fields["records"]

    def deed(self) -> deeds.Deed:
        """What was given."""
        said = self.cleaned_data
        return deeds.InformationGiven(said["ask"], said["words"], tuple(said.get("records", ())))


class WithholdForm(MeetingForm):
    """An agency decides not to share."""

    ask = forms.ChoiceField(label="What was asked?", widget=Radios(), error_messages={"required": "Choose what was asked"})
    because = because(
        "Why does your agency not share it?",
        "It is kept with your name, and stands in the register that the independent scrutineer reads.",
    )

    def offer(self, choices: MeetingChoices) -> None:
        """What was asked."""
        self.choose("ask", choices.asks)

    def deed(self) -> deeds.Deed:
        """The refusal."""
        return deeds.InformationWithheld(self.cleaned_data["ask"], self.cleaned_data["because"])


class MinutesForm(MeetingForm):
    """It was held."""

    day = DatePartsField(label="On which day was it held?", called="the day", not_before=two_years_ago, not_after=today)
    at = TimeOfDayField(label="At what time did it begin?", help_text="Like 2pm or 14:00")
    attended = forms.MultipleChoiceField(
        label="Who was there?", widget=Checkboxes(), error_messages={"required": "Choose who was there"}
    )
    words = because(
        "What was said and decided?", "What each agency said, what was decided and why.", "Say what was said and decided"
    )

    def offer(self, choices: MeetingChoices) -> None:
        """Who was invited."""
        self.choose("attended", choices.people, only=False)

    def deed(self) -> deeds.Deed:
        """The minutes."""
        said = self.cleaned_data
        return deeds.Minuted(_moment(said["day"], said["at"]), said["words"], tuple(said["attended"]))


class ActionForm(MeetingForm):
    """Somebody does something by a day."""

    owner = forms.ChoiceField(label="Who does it?", widget=Radios(), error_messages={"required": "Choose who does it"})
    what = because("What do they do?", missing="Say what they do")
    due_on = DatePartsField(label="By which day?", called="the day", not_before=today, not_after=in_two_years)

    def offer(self, choices: MeetingChoices) -> None:
        """Who was invited."""
        self.choose("owner", choices.people)

    def deed(self) -> deeds.Deed:
        """The action."""
        said = self.cleaned_data
        return deeds.ActionSet(said["owner"], said["what"], said["due_on"])


class DoneForm(MeetingForm):
    """An action was done."""

    action = forms.ChoiceField(
        label="Which action was done?", widget=Radios(), error_messages={"required": "Choose which action was done"}
    )
    words = because("What is there to show for it?", "A reference, a date, an outcome.", "Say what there is to show for it")

    def offer(self, choices: MeetingChoices) -> None:
        """The open actions."""
        self.choose("action", choices.actions)

    def deed(self) -> deeds.Deed:
        """That it was done."""
        return deeds.ActionDone(self.cleaned_data["action"], self.cleaned_data["words"])


class MeasureForm(MeetingForm):
    """A disruption measure."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(one.value, one.value.capitalize()) for one in deeds.MeasureKind],
        widget=Radios(),
        error_messages={"required": "Choose what it is"},
    )
    on = forms.ChoiceField(
        label="On whom or what?", widget=Radios(), error_messages={"required": "Choose on whom or what it is"}
    )
    because = because()
    review_on = DatePartsField(
        label="By which day is it looked at again?", called="the day", not_before=today, not_after=in_two_years
    )

    def offer(self, choices: MeetingChoices) -> None:
        """Adults and places."""
        self.choose("on", choices.on)

    def deed(self) -> deeds.Deed:
        """The measure."""
        said = self.cleaned_data
        return deeds.MeasureSet(deeds.MeasureKind(said["kind"]), said["on"], said["because"], said["review_on"])


class ReviewForm(MeetingForm):
    """A measure is looked at again."""

    measure = forms.ChoiceField(label="Which measure?", widget=Radios(), error_messages={"required": "Choose which measure"})
    outcome = forms.ChoiceField(
        label="What happens with it?",
        choices=[("on", "It goes on"), ("ended", "It has ended")],
        widget=Radios(reveals={"on": "review_on"}),
        error_messages={"required": "Choose what happens with it"},
    )
    review_on = DatePartsField(
        label="By which day is it looked at again?",
        called="the day",
        not_before=today,
        not_after=in_two_years,
        required=False,
    )
    because = because()

    def offer(self, choices: MeetingChoices) -> None:
        """The measures that go on."""
        self.choose("measure", choices.measures)

    def clean(self) -> dict[str, Any]:
        """What goes on is looked at again by a day."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("outcome") == "on" and not said.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter the day by which it is looked at again")
        return said

    def deed(self) -> deeds.Deed:
        """The review."""
        said = self.cleaned_data
        return deeds.MeasureReviewed(
            said["measure"], said["because"], said["review_on"] if said["outcome"] == "on" else None
        )


class DissentForm(MeetingForm):
    """I dissent."""

    because = because("What do you stand against, and why?", "It is kept with your name, and stands in the pack.")

    def deed(self) -> deeds.Deed:
        """The dissent."""
        return deeds.MeetingDissented(self.cleaned_data["because"])


@dataclass(frozen=True, slots=True)
class MeetingWay:
    """How a deed is offered: the words of its link, the title and button of its page, and its form."""

    link: str
    title: str
    button: str
    form: type[MeetingForm]


MEETING_WAYS = {
    "invite": MeetingWay("Invite somebody", "Who is invited?", "Invite them", InviteForm),
    "ask": MeetingWay("Ask an agency for what it holds", "Ask an agency for what it holds", "Ask", AskForm),
    "give": MeetingWay("Give what my agency holds", "What your agency holds", "Give it", GiveForm),
    "withhold": MeetingWay("My agency decides not to share", "Your agency does not share", "Record it", WithholdForm),
    "minutes": MeetingWay("It was held: what was decided", "What was said and decided", "Record it", MinutesForm),
    "action": MeetingWay("Set an action", "Who does what by when?", "Set the action", ActionForm),
    "done": MeetingWay("An action was done", "An action was done", "Record it", DoneForm),
    "measure": MeetingWay(
        "Take a measure on an adult or a place", "A measure on an adult or a place", "Record it", MeasureForm
    ),
    "review": MeetingWay("Look at a measure again", "Look at a measure again", "Record it", ReviewForm),
    "dissent": MeetingWay("I dissent", "I dissent", "Record my dissent", DissentForm),
}
"""What can be done about a meeting, in the order of the page."""
