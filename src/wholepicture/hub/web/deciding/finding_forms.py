"""One form for each answer to a finding."""

from dataclasses import dataclass

from django import forms

from wholepicture.decisions import deeds_of_findings as deeds
from wholepicture.hub.web.deciding.forms import because
from wholepicture.hub.wiring.finding_answers import FindingAnswers


class AnswerFinding(forms.Form):
    """What is done about a finding. `sheet` is how it stands."""

    def __init__(self, *args: object, sheet: FindingAnswers, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet

    def deed(self) -> deeds.Deed:
        """Somebody looks into it."""
        return deeds.FindingOwned()


class ReadFinding(AnswerFinding):
    """A receipt."""

    def deed(self) -> deeds.Deed:
        """That it was read."""
        return deeds.FindingRead()


class AcceptFinding(AnswerFinding):
    """People work on what it shows."""

    because = because(
        "What happens now?", "A meeting, an enquiry, a decision on a concern: where and when.", "Say what happens"
    )

    def deed(self) -> deeds.Deed:
        """That it was accepted."""
        return deeds.FindingAccepted(self.cleaned_data["because"])


class DismissFinding(AnswerFinding):
    """Nothing to act on."""

    because = because(
        "Why is it nothing to act on?", "Somebody of another agency has to agree. What is new in it later brings it back."
    )

    def deed(self) -> deeds.Deed:
        """The dismissal, which waits for a second person."""
        return deeds.FindingDismissed(self.cleaned_data["because"], self.sheet.records)


class AgreeToDismiss(AnswerFinding):
    """A second person agrees."""

    because = because("Why do you agree?")

    def deed(self) -> deeds.Deed:
        """The agreement."""
        return deeds.DismissalAgreed(self.sheet.proposed, self.cleaned_data["because"])


class RefuseToDismiss(AnswerFinding):
    """A second person does not."""

    because = because("Why do you not agree?")

    def deed(self) -> deeds.Deed:
        """The refusal."""
        return deeds.DismissalRefused(self.sheet.proposed, self.cleaned_data["because"])


@dataclass(frozen=True, slots=True)
class FindingWay:
    """How an answer is offered."""

    link: str
    button: str
    form: type[AnswerFinding]


FINDING_WAYS = {
    "own": FindingWay("I look into it", "I look into it", AnswerFinding),
    "accept": FindingWay("Accept it", "Accept it", AcceptFinding),
    "dismiss": FindingWay("Dismiss it", "Ask for a second person", DismissFinding),
    "agree": FindingWay("Agree to dismiss it", "I agree", AgreeToDismiss),
    "refuse": FindingWay("Do not agree to dismiss it", "I do not agree", RefuseToDismiss),
    "read": FindingWay("I have read this", "I have read this", ReadFinding),
}
"""What can be done about a finding, in the order of the page."""
