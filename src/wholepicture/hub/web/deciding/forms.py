"""One form for each thing that can be done about a concern. A form asks; whether it may be done is asked of the domain."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.clocks import ACTS_OF_THEIR_OWN
from wholepicture.decisions.options import NOT_TO_ACT, PROTECTIVE, Option
from wholepicture.hub.web.forms.fields import DatePartsField, TimeOfDayField
from wholepicture.hub.web.forms.widgets import Checkboxes, Radios, Words
from wholepicture.hub.wiring.deciding_ways import RAISER_WAYS
from wholepicture.statute.duties import duties
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.vocabulary.moments import london_moment

_HAPPENED = [one for one in Milestone if one not in ACTS_OF_THEIR_OWN]


def _option_words(option: Option) -> str:
    return option.value.capitalize()


def because(label: str = "Why?", hint: str = "", missing: str = "Say why") -> forms.CharField:
    """The words that stand with somebody's name."""
    return forms.CharField(
        label=label, help_text=hint, widget=Words(rows=4), max_length=8_000, error_messages={"required": missing}
    )


class DecideForm(forms.Form):
    """What was decided, out of what, why, and what lay before whoever decided."""

    considered = forms.MultipleChoiceField(
        label="Which options were considered?",
        help_text="At least two, among them the one that is chosen.",
        choices=[(one.value, _option_words(one)) for one in Option],
        widget=Checkboxes(),
        error_messages={"required": "Choose the options that were considered"},
    )
    option = forms.ChoiceField(
        label="What did you decide?",
        choices=[(one.value, _option_words(one)) for one in Option],
        widget=Radios(
            hints={
                **{one.value: "Protects: no conflict of interest bars it." for one in PROTECTIVE},
                **{one.value: "Stands in the register of decisions not to act." for one in NOT_TO_ACT},
            }
        ),
        error_messages={"required": "Choose what you decided"},
    )
    reasons = because(
        "What are the reasons, for this child?",
        "That agencies already share information is an activity, not a reason. The raiser reads this.",
        "Say what the reasons are",
    )
    seen = forms.MultipleChoiceField(
        label="What lay before you?",
        help_text="Listed is what you have opened.",
        required=False,
        widget=Checkboxes(),
    )
    took_part = forms.MultipleChoiceField(label="Who took part?", required=False, widget=Checkboxes())

    def __init__(self, *args: object, seen: list[tuple[str, str]], people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].choices = seen
        self.fields["took_part"].choices = people
        if not people:
            del self.fields["took_part"]

    def deed(self) -> deeds.Deed:
        """What was decided."""
        said = self.cleaned_data
        return deeds.Decided(
            Option(said["option"]),
            tuple(Option(one) for one in said["considered"]),
            said["reasons"],
            tuple(said["seen"]),
            tuple(said.get("took_part", ())),
        )


class OnForm(forms.Form):
    """Something said about one earlier act: which, and why."""

    on = forms.ChoiceField(label="About what?", widget=Radios(), error_messages={"required": "Choose what it is about"})
    because = because()
    makes: Any = deeds.Dissented

    def __init__(self, *args: object, on: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = on
        if len(on) == 1:
            self.fields["on"].initial = on[0][0]

    def deed(self) -> deeds.Deed:
        """What was said."""
        made: deeds.Deed = self.makes(self.cleaned_data["on"], self.cleaned_data["because"])
        return made


class AgreeForm(OnForm):
    """A second person agrees."""

    makes = deeds.Agreed


class DisagreeForm(OnForm):
    """A second person does not."""

    makes = deeds.Disagreed


class DissentForm(OnForm):
    """I dissent."""

    because = because("What do you stand against, and why?", "It is kept with your name, and answered in writing.")


class SettleForm(OnForm):
    """The answer is accepted."""

    because = forms.CharField(label="Anything to say?", required=False, widget=Words(rows=3), max_length=8_000)
    makes = deeds.ObjectionSettled


class PressForm(OnForm):
    """The answer is not accepted."""

    because = because("Why do you not accept the answer?", "Your objection goes to the next stage at once.")
    makes = deeds.PressedOn


class AnswerForm(OnForm):
    """An answer to an objection."""

    upheld = forms.ChoiceField(
        label="What is the answer?",
        choices=[("yes", "The objection is right: it is decided anew"), ("no", "What was decided stands")],
        widget=Radios(),
        error_messages={"required": "Choose the answer"},
    )
    because = because("What are the reasons?", "The raiser reads this.", "Say what the reasons are")

    def deed(self) -> deeds.Deed:
        """The answer."""
        said = self.cleaned_data
        return deeds.ObjectionAnswered(said["on"], said["upheld"] == "yes", said["because"])


class AnswerRequestForm(OnForm):
    """An answer to a request for a conference."""

    held = forms.ChoiceField(
        label="Is a conference held?",
        choices=[("yes", "It is held"), ("no", "It is not held")],
        widget=Radios(hints={"no": "Somebody of another agency has to agree before this counts."}),
        error_messages={"required": "Choose whether it is held"},
    )
    because = because("What are the reasons?", "Whoever asked reads this.", "Say what the reasons are")

    def deed(self) -> deeds.Deed:
        """The answer."""
        said = self.cleaned_data
        return deeds.RequestAnswered(said["on"], said["held"] == "yes", said["because"])


class TakeOnForm(forms.Form):
    """Somebody deals with it. `over` says that somebody else did."""

    because = because("Why do you take it over?", "It stands with your name.", "Say why you take it over")

    def __init__(self, *args: object, over: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not over:
            del self.fields["because"]

    def deed(self) -> deeds.Deed:
        """That they deal with it."""
        return deeds.TakenOn(self.cleaned_data.get("because", ""))


class HandOnForm(forms.Form):
    """To whom it is handed, and why."""

    to = forms.ChoiceField(label="Who deals with it from now on?", error_messages={"required": "Choose who deals with it"})
    because = because("What should they know?", "Its clocks run on. From the third time the scrutineer sees it.")

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Choose somebody"), *people]

    def deed(self) -> deeds.Deed:
        """That it was handed on."""
        return deeds.HandedOn(self.cleaned_data["to"], self.cleaned_data["because"])


class ConfirmForm(forms.Form):
    """The decision reached the raiser."""

    on = forms.CharField(widget=forms.HiddenInput())

    def deed(self) -> deeds.Deed:
        """That it reached them."""
        return deeds.RaiserConfirmed(self.cleaned_data["on"])


class TellForm(forms.Form):
    """How the raiser was told."""

    on = forms.CharField(widget=forms.HiddenInput())
    how = because("How were they told?", "By telephone, in person, in a meeting.", "Say how they were told")
    reference = forms.CharField(
        label="Where can it be seen that it reached them?",
        help_text="A call log, a message, a note on file.",
        max_length=200,
        error_messages={"required": "Say where it can be seen"},
    )

    def deed(self) -> deeds.Deed:
        """That they were told."""
        said = self.cleaned_data
        return deeds.RaiserTold(said["on"], said["how"], said["reference"])


class BecauseForm(forms.Form):
    """A deed that needs nothing but words."""

    because = because()
    makes: Any = deeds.Closed

    def deed(self) -> deeds.Deed:
        """The deed, with its words."""
        made: deeds.Deed = self.makes(self.cleaned_data["because"])
        return made


class CloseForm(BecauseForm):
    """Nothing more is to be done."""

    because = because("Why is nothing more to be done?")


class ReopenForm(BecauseForm):
    """Work begins again."""

    because = because("What is new, or was missed?")
    makes = deeds.Reopened


class NoteForm(BecauseForm):
    """An activity."""

    because = because("What are agencies busy with?", "It decides nothing and stops no clock.", "Say what it is")
    makes = deeds.WorkNoted


class LetGoForm(BecauseForm):
    """Nobody deals with it."""

    because = because("Why do you let it go?", "Nobody deals with it then, until somebody takes it.")
    makes = deeds.LetGo


class ObjectForm(BecauseForm):
    """The raiser objects."""

    because = because("Why do you not accept it?", "It goes to whoever must answer, and climbs by itself if they do not.")
    makes = deeds.Objected


class RequestForm(BecauseForm):
    """A conference is requested."""

    because = because(
        "Why should professionals meet about this?", "It cannot be refused without reasons and a second person."
    )
    makes = deeds.ConferenceRequested


class PressureForm(BecauseForm):
    """Somebody was pressed."""

    because = because(
        "What happened?",
        "Rebuked, moved, asked to stop. It is an event of its own, and the scrutineer sees it.",
        "Say what happened",
    )
    makes = deeds.PressureRecorded


class RefileForm(forms.Form):
    """Another heading."""

    category = forms.CharField(
        label="Under which heading is it to stand?",
        help_text="The raiser’s own heading stays beside it.",
        max_length=200,
        error_messages={"required": "Write the heading"},
    )
    because = because()

    def deed(self) -> deeds.Deed:
        """The new heading."""
        return deeds.Recategorised(self.cleaned_data["category"], self.cleaned_data["because"])


class JoinForm(forms.Form):
    """Worked on together with another."""

    to = forms.RegexField(
        r"^WP-\d\d-\d{6}$",
        label="Reference of the other concern",
        help_text="For example WP-26-000123. Each keeps its own raiser, decision and clocks.",
        error_messages={"required": "Write the reference", "invalid": "Write a reference like WP-26-000123"},
    )
    because = because()

    def deed(self) -> deeds.Deed:
        """To what it was joined."""
        return deeds.Joined(f"concern:{self.cleaned_data['to']}", self.cleaned_data["because"])


class HappenedForm(forms.Form):
    """What took place, when, and what there is to show for it."""

    milestone = forms.ChoiceField(
        label="What took place?",
        choices=[("", "Choose"), *((one.value, one.value.capitalize()) for one in _HAPPENED)],
        error_messages={"required": "Choose what took place"},
    )
    day = DatePartsField(label="On which day?", error_messages={"required": "Enter the day"})
    at_time = TimeOfDayField(label="At what time?", required=False, help_text="If it is known, like 4:30pm or 16:30.")
    evidence = forms.ChoiceField(
        label="What is there to show for it?",
        choices=[(one.value, one.value.capitalize()) for one in EvidenceKind],
        widget=Radios(),
        error_messages={"required": "Choose what there is to show for it"},
    )
    reference = forms.CharField(
        label="Where is it found?", max_length=200, error_messages={"required": "Say where it is found"}
    )

    def deed(self) -> deeds.Deed:
        """What took place."""
        said = self.cleaned_data
        hour: time = said["at_time"] or time(0, 0)
        return deeds.Happened(
            Milestone(said["milestone"]),
            london_moment(datetime.combine(said["day"], hour)),
            EvidenceKind(said["evidence"]),
            said["reference"],
        )


class DutyForm(forms.Form):
    """A duty, and words about it."""

    duty = forms.ChoiceField(
        label="Which duty?",
        choices=[("", "Choose"), *((one.id, one.name) for one in duties())],
        error_messages={"required": "Choose the duty"},
    )
    because = because()

    def deed(self) -> deeds.Deed:
        """Why it is late."""
        return deeds.LateExplained(self.cleaned_data["duty"], self.cleaned_data["because"])


class ExcuseForm(DutyForm):
    """A duty that will not be kept."""

    evidence = forms.ChoiceField(
        label="What is there to show for it?",
        choices=[(one.value, one.value.capitalize()) for one in EvidenceKind],
        widget=Radios(),
        error_messages={"required": "Choose what there is to show for it"},
    )
    reference = forms.CharField(
        label="Where is it found?", max_length=200, error_messages={"required": "Say where it is found"}
    )

    def deed(self) -> deeds.Deed:
        """The excuse, which somebody else signs too."""
        said = self.cleaned_data
        return deeds.Excused(said["duty"], said["because"], EvidenceKind(said["evidence"]), said["reference"])


@dataclass(frozen=True, slots=True)
class Way:
    """How a deed is offered: the words of its link, the title and button of its page, and its form."""

    link: str
    title: str
    button: str
    form: type[forms.Form]


HUB_WAYS = {
    "decide": Way("Decide what happens next", "What happens next?", "Record the decision", DecideForm),
    "take": Way("Deal with it", "You deal with it from now on", "I deal with it", TakeOnForm),
    "hand-on": Way("Hand it on", "Hand it on", "Hand it on", HandOnForm),
    "let-go": Way("Let it go", "Let it go", "Let it go", LetGoForm),
    "agree": Way("Agree, as the second person", "Do you agree?", "I agree", AgreeForm),
    "disagree": Way("Do not agree", "You do not agree", "I do not agree", DisagreeForm),
    "tell": Way("Record that the raiser was told", "The raiser was told", "Record it", TellForm),
    "answer": Way("Answer the objection", "Answer the objection", "Send the answer", AnswerForm),
    "answer-request": Way(
        "Answer the request for a conference", "Is a conference held?", "Send the answer", AnswerRequestForm
    ),
    "happened": Way("Record what took place", "What took place", "Record it", HappenedForm),
    "late": Way("Say why a duty is late", "Why is it late?", "Record it", DutyForm),
    "excuse": Way("Excuse a duty", "Excuse a duty", "Ask for a second person", ExcuseForm),
    "dissent": Way("I dissent", "I dissent", "Record my dissent", DissentForm),
    "note": Way("Note an activity", "Note an activity", "Note it", NoteForm),
    "refile": Way("File it under another heading", "File it under another heading", "File it", RefileForm),
    "join": Way("Work on it together with another", "Work on it together with another", "Join them", JoinForm),
    "close": Way("Close it", "Close it", "Ask for a second person", CloseForm),
    "reopen": Way("Begin again", "Begin again", "Begin again", ReopenForm),
    "settle": Way("Settle the objection", "Settle the objection", "Settle it", SettleForm),
    "request": Way("Request a conference", "Request a conference", "Request it", RequestForm),
}
"""What those who work on a concern can do, in the order of the page."""
RAISER_FORMS = {
    "confirm": Way(RAISER_WAYS["confirm"], "You have read what was decided", "I have read it", ConfirmForm),
    "object": Way(RAISER_WAYS["object"], "You do not accept this", "Object", ObjectForm),
    "press": Way(RAISER_WAYS["press"], "You do not accept the answer", "Go to the next stage", PressForm),
    "settle": Way(RAISER_WAYS["settle"], "You accept the answer", "Accept it", SettleForm),
    "request": Way(RAISER_WAYS["request"], "Request a conference", "Request it", RequestForm),
    "pressure": Way(RAISER_WAYS["pressure"], "You were pressed", "Record it", PressureForm),
}
"""What whoever raised a concern can do about it."""
