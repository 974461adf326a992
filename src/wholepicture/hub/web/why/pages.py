"""Asks why, and goes on to where somebody was going."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.web.why.forms import WhyForm
from wholepicture.hub.web.why.stating import choices_for, keep_stated

LONGEST = 300


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The same page whether there is anything to see there or not."""
    subject, onward = request.GET.get("subject", ""), request.GET.get("next", "/")
    choices = choices_for(request, subject)
    if not choices or not subject or len(subject) > LONGEST:
        raise Http404
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or not onward.startswith("/"):
        onward = "/"
    form = WhyForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        keep_stated(request, subject, purpose(form.cleaned_data["purpose"]))
        return HttpResponseRedirect(onward)
    return render(request, "why/ask.html", {"form": form})
