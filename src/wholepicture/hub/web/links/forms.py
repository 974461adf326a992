"""What the review of links posts."""

from django import forms

from wholepicture.vocabulary.judgements import Judgement


class PairForm(forms.Form):
    """Which pair."""

    left = forms.CharField(max_length=100, widget=forms.HiddenInput)
    right = forms.CharField(max_length=100, widget=forms.HiddenInput)


class AnswerForm(PairForm):
    """One answer. `onward` is where the answer was given: in the queue, or on the pair's own page."""

    judgement = forms.ChoiceField(
        choices=[(one.value, one.value) for one in (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE)]
    )
    because = forms.CharField(required=False, max_length=500)
    onward = forms.CharField(required=False, max_length=10)


class UndoForm(forms.Form):
    """Which word to take back."""

    fact = forms.CharField(max_length=100)
