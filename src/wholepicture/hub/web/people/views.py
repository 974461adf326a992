"""The administrator's pages about people. Each view makes one domain call."""

from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub import clock
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.web.people.forms import DecisionForm, ManagerForm, NewPersonForm, PostForm, ReasonForm, TeamForm
from wholepicture.hub.web.signing_in.roles import for_roles, sensitive
from wholepicture.hub.wiring import people, people_proposals, people_sheets

administrator = for_roles(Role.ADMINISTRATOR)
View = Callable[..., HttpResponse]


def _change(request: HttpRequest, form: forms.Form) -> people.Change:
    return people.Change(request.acting.account, clock.now(), form.cleaned_data["because"])


def _to(handle: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("people:person", args=[handle]))


def _name(handle: UUID) -> people_sheets.PersonSheet:
    sheet = people_sheets.person_sheet(handle, clock.now())
    if sheet is None:
        raise Http404
    return sheet


def _ask(
    request: HttpRequest, form: forms.Form, title: str, act: Callable[[people.Change], HttpResponse], **context: Any
) -> HttpResponse:
    """Shows the form until it can be acted on; what the domain refuses stands beside the form's own errors."""
    if request.method == "POST" and form.is_valid():
        try:
            return act(_change(request, form))
        except people.UnknownPerson:
            raise Http404 from None
        except people.UnableToChangePeople as refused:
            form.add_error(None, str(refused.__doc__))
    return render(request, "people/form.html", {"form": form, "page_title": title, **context})


def _shown_once(request: HttpRequest, handle: UUID, secret: str, title: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("signing_in:set-up", args=[secret]))
    sheet = _name(handle)
    context = {"link": link, "person": sheet.person, "page_title": title, "without_post": not sheet.person.posts}
    return render(request, "people/link.html", context)


def about_person(view: View) -> View:
    """For an administrator who has just shown that they are there; about somebody who exists."""

    @wraps(view)
    def found(request: HttpRequest, handle: UUID) -> HttpResponse:
        return view(request, _name(handle))

    return administrator(sensitive(require_http_methods(["GET", "POST"])(found)))


@administrator
@require_GET
def list_people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account."""
    words = request.GET.get("words", "")
    return render(request, "people/list.html", {"people": people_sheets.people_list(clock.now(), words), "words": words})


@administrator
@require_GET
def person(request: HttpRequest, handle: UUID) -> HttpResponse:
    """One person, their posts, managers and changes."""
    return render(request, "people/person.html", {"sheet": _name(handle), "me": request.acting.account})


@administrator
@sensitive
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Adds somebody and shows their set-up link, once."""
    form = NewPersonForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        given = form.cleaned_data
        new = people.NewPerson(given["name"], given["email"], Role(given["role"]), given["team"], change.because)
        handle, secret = people.add_person(new, change)
        return _shown_once(request, handle, secret, "Account added")

    return _ask(request, form, "Add somebody", act, label="Add")


@administrator
@sensitive
@require_http_methods(["GET", "POST"])
def add_team(request: HttpRequest) -> HttpResponse:
    """Adds a team, and its agency where that is new."""
    form = TeamForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        people.add_team(form.cleaned_data["agency"], form.cleaned_data["agency_name"], form.cleaned_data["name"], change)
        messages.success(request, "Team added.")
        return HttpResponseRedirect(reverse("people:list"))

    return _ask(request, form, "Add a team", act, label="Add team")


@about_person
def start_post(request: HttpRequest, sheet: people_sheets.PersonSheet) -> HttpResponse:
    """Starts a post, or asks a second administrator to."""
    form = PostForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        given = form.cleaned_data
        asked = people.start_post(sheet.person.handle, given["team"], Role(given["role"]), change.at, change)
        messages.success(request, "A second administrator must decide this." if asked else "The post has started.")
        return _to(sheet.person.handle)

    return _ask(request, form, f"Start a post for {sheet.person.name}", act, label="Start post")


@administrator
@sensitive
@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, handle: UUID, post: int) -> HttpResponse:
    """Ends a post now."""
    sheet = _name(handle)
    held = next((one for one in sheet.posts if one.id == post), None)
    if held is None:
        raise Http404
    form = ReasonForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        people.end_post(post, change.at, change)
        messages.success(request, "The post has ended.")
        return _to(handle)

    says = f"{held.words}. They are signed out at once."
    return _ask(request, form, f"End a post of {sheet.person.name}", act, label="End post", says=says)


@about_person
def set_manager(request: HttpRequest, sheet: people_sheets.PersonSheet) -> HttpResponse:
    """Sets who manages somebody, from a day on."""
    handle = sheet.person.handle
    form = ManagerForm(request.POST or None, choices=people_sheets.manager_choices(clock.now(), handle))

    def act(change: people.Change) -> HttpResponse:
        since = timezone.make_aware(datetime.combine(form.cleaned_data["since"], time()))
        people.set_manager(handle, form.cleaned_data["manager"], since, change)
        messages.success(request, "The manager is set.")
        return _to(handle)

    return _ask(request, form, f"Who manages {sheet.person.name}", act, label="Set manager")


@about_person
def switch_off(request: HttpRequest, sheet: people_sheets.PersonSheet) -> HttpResponse:
    """Switches an account off."""
    form = ReasonForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        people.switch_off(sheet.person.handle, change)
        messages.success(request, "The account is switched off.")
        return _to(sheet.person.handle)

    says = "They are signed out at once and cannot sign in. Nothing that they wrote goes."
    return _ask(request, form, f"Switch off the account of {sheet.person.name}", act, label="Switch off", says=says)


@about_person
def switch_on(request: HttpRequest, sheet: people_sheets.PersonSheet) -> HttpResponse:
    """Switches an account on again and shows its set-up link, once."""
    form = ReasonForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        return _shown_once(
            request, sheet.person.handle, people.switch_on(sheet.person.handle, change), "The account is switched on"
        )

    return _ask(request, form, f"Switch on the account of {sheet.person.name}", act, label="Switch on")


@about_person
def new_link(request: HttpRequest, sheet: people_sheets.PersonSheet) -> HttpResponse:
    """Makes a set-up link for a forgotten password, and shows it once."""
    form = ReasonForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        return _shown_once(
            request, sheet.person.handle, people.new_set_up_link(sheet.person.handle, change), "New set-up link"
        )

    says = "Links made before stop working. Their second step stays as it is."
    return _ask(request, form, f"New set-up link for {sheet.person.name}", act, label="Make link", says=says)


@about_person
def lost_second_factor(request: HttpRequest, sheet: people_sheets.PersonSheet) -> HttpResponse:
    """Asks a second administrator to remove a lost second factor."""
    form = ReasonForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        people_proposals.ask_to_remove_second_factor(sheet.person.handle, change)
        messages.success(request, "A second administrator must decide this.")
        return _to(sheet.person.handle)

    says = "Speak with them first, in person or on a number that you know. A second administrator then decides."
    return _ask(request, form, f"Remove the lost second step of {sheet.person.name}", act, label="Ask", says=says)


@administrator
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a second administrator."""
    return render(request, "people/proposals.html", {"waiting": people_proposals.waiting(request.acting.account)})


@administrator
@sensitive
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, proposal: int) -> HttpResponse:
    """Accepts or refuses what another administrator asked for."""
    asked = next((one for one in people_proposals.waiting(request.acting.account) if one.id == proposal), None)
    if asked is None:
        raise Http404
    form = DecisionForm(request.POST or None)

    def act(change: people.Change) -> HttpResponse:
        people_proposals.decide(proposal, form.cleaned_data["decision"] == "yes", change)
        messages.success(request, "Your decision is kept.")
        return HttpResponseRedirect(reverse("people:proposals"))

    says = f"{asked.asked_by} asks: {asked.because}"
    return _ask(request, form, asked.words, act, label="Decide", says=says)
