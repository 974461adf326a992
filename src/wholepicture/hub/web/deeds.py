"""Shows a form until what it asks for can be done; what the domain refuses stands beside the form's own errors."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

Act = Callable[[dict[str, Any]], HttpResponse]
NOTHING_LEFT = "There is nothing left for which this could be done."


def carry_out(
    request: HttpRequest,
    form: forms.Form,
    act: Act,
    *refusals: type[Exception],
    template: str = "form_page.html",
    **context: Any,
) -> HttpResponse:
    """`act` gets what the form holds, once it is valid, and answers. What of `refusals` it raises becomes an error of the
    form: its docstring, and its words where it has any, beside the first field that its `about` names. `form_page.html`
    takes `page_title`, `label`, `cancel_url`, `says`, `warning`, `rows`. Where one has to choose and there is nothing to
    choose from (somebody else was first), it says so: the page leads back, and what was sent is refused.
    """
    empty = [name for name, field in form.fields.items() if _offers_nothing(field)]
    if empty and request.method != "POST" and "cancel_url" in context:
        messages.info(request, NOTHING_LEFT)
        return HttpResponseRedirect(context["cancel_url"])
    if request.method == "POST" and form.is_valid():
        try:
            return act(form.cleaned_data)
        except refusals as refused:
            words = str(refused).rstrip(".")
            more = f" {words[0].upper()}{words[1:]}." if words else ""
            field = next((name for name in getattr(refused, "about", ()) if name in form.fields), None)
            form.add_error(field, " ".join(str(refused.__doc__).split()) + more)
    for name in empty if form.is_bound else ():
        form.errors.pop(name, None)
        form.add_error(None, NOTHING_LEFT)
    return render(request, template, {"form": form, **context})


def _offers_nothing(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField) and field.required and not any(key for key, _ in field.choices)
