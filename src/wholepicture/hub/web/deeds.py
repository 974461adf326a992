"""Shows a form until what it asks for can be done; what the domain refuses stands beside the form's own errors."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Act = Callable[[dict[str, Any]], HttpResponse]


def carry_out(
    request: HttpRequest,
    form: forms.Form,
    act: Act,
    *refusals: type[Exception],
    template: str = "form_page.html",
    **context: Any,
) -> HttpResponse:
    """`act` gets what the form holds, once it is valid, and answers. What of `refusals` it raises becomes an error of the
    form: its docstring, and its words where it has any. `form_page.html` takes `page_title`, `label`, `cancel_url`, `says`,
    `warning`, `rows`.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return act(form.cleaned_data)
        except refusals as refused:
            words = str(refused).rstrip(".")
            more = f" {words[0].upper()}{words[1:]}." if words else ""
            form.add_error(None, " ".join(str(refused.__doc__).split()) + more)
    return render(request, template, {"form": form, **context})
