"""The pages around signing in that are the hub's own; the rest are allauth's."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wholepicture.hub import clock
from wholepicture.hub.accounts import door
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.hub.web.navigation import ways_for
from wholepicture.hub.web.signing_in.admission import for_anybody, has_second_factor
from wholepicture.hub.web.signing_in.forms import NewPassword, PostChoice
from wholepicture.hub.web.why.stating import stateable
from wholepicture.hub.wiring import sign_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The way to everything that the post in use has."""
    ways = ways_for(request.acting.role, "", stateable(request)) if request.acting else ()
    return render(request, "signing_in/home.html", {"ways": ways, "acting": request.acting})


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """What an account without a second factor sees, and nothing else."""
    if has_second_factor(request):
        return HttpResponseRedirect("/")
    return render(request, "signing_in/second_factor.html")


@require_http_methods(["GET", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """For whoever holds several posts; whoever holds none is told so."""
    held = posts_at(request.user.handle, clock.now())
    if not held:
        return render(request, "signing_in/no_post.html")
    choices = [(post.id, post.words) for post in held]
    form = PostChoice(request.POST or None, choices=choices, initial={"post": request.session.get(door.POST)})
    if request.method == "POST" and form.is_valid():
        request.session[door.POST] = form.cleaned_data["post"]
        return HttpResponseRedirect("/")
    return render(request, "signing_in/choose_post.html", {"form": form})


@for_anybody
@require_POST
def train(request: HttpRequest, handle: UUID) -> HttpResponse:
    """Signs in as a training person with one click. Outside training there is no such page."""
    account = sign_in.training_account(handle)
    if account is None:
        raise Http404
    request.session.flush()
    request.session[door.HOW] = "training"
    login(request, account, backend=BACKEND)
    record_authentication(request, account, "training")
    request.session[door.SECOND_FACTOR] = account.pk
    back = request.POST.get("next", "")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


@for_anybody
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, secret: str) -> HttpResponse:
    """Chooses a password with an administrator's link, which then is used up."""
    now = clock.now()
    try:
        sign_in.holder_of_link(secret, now)
        form = NewPassword(request.POST or None)
        if request.method == "POST" and form.is_valid():
            sign_in.choose_password(secret, form.cleaned_data["password"], now)
            messages.success(request, "Your password is set. Sign in with it now.")
            return HttpResponseRedirect(reverse("account_login"))
    except sign_in.LinkNotGood as refused:
        return render(request, "signing_in/link_not_good.html", {"words": refused.__doc__}, status=404)
    except ValidationError as weak:
        form.add_error("password", weak)
    return render(request, "signing_in/set_up.html", {"form": form})
