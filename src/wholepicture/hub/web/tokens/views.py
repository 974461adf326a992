"""Makes, lists and revokes agencies' tokens."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub import clock
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.web.signing_in.roles import for_roles, sensitive
from wholepicture.hub.web.tokens.forms import RevokeForm, TokenForm
from wholepicture.hub.wiring import sign_in_tokens
from wholepicture.hub.wiring.people import Change

administrator = for_roles(Role.ADMINISTRATOR)


@administrator
@require_GET
def list_tokens(request: HttpRequest) -> HttpResponse:
    """All tokens that ever were."""
    return render(request, "tokens/list.html", {"tokens": sign_in_tokens.token_list(clock.now())})


@administrator
@sensitive
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Makes a token and shows it, once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        change = Change(request.acting.account, clock.now(), given["because"])
        secret = sign_in_tokens.make_token(
            given["agency"], given["label"], tuple(given["scopes"]), timedelta(days=given["days"]), change
        )
        return render(request, "tokens/made.html", {"secret": secret})
    return render(request, "tokens/form.html", {"form": form, "page_title": "Make a token", "label": "Make the token"})


@administrator
@sensitive
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """Ends a token at once."""
    line = next((one for one in sign_in_tokens.token_list(clock.now()) if one.id == token), None)
    if line is None:
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_in_tokens.revoke_token(token, Change(request.acting.account, clock.now(), form.cleaned_data["because"]))
        messages.success(request, "The token opens nothing any more.")
        return HttpResponseRedirect(reverse("tokens:list"))
    title = f"Revoke the token of {line.agency}: {line.label}"
    return render(request, "tokens/form.html", {"form": form, "page_title": title, "label": "Revoke it"})
