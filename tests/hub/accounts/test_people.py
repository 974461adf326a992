"""People over time: who may change what, what is kept of it, and who stood where at a past moment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account, Management, PersonEvent, Post
from wholepicture.hub.accounts.posts import display, line_above, line_below, people_in, posts_at, teams_below
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.wiring import people, people_proposals
from wholepicture.hub.wiring.people import Change
from wholepicture.hub.wiring.sign_in_training import NotForTraining, make_training_people

DAY = timedelta(days=1)


@pytest.fixture
def now(training_people):
    return clock.now()


@pytest.fixture
def change(handle, now):
    """A change by the first administrator."""
    return lambda because="They asked for it.", at=None: Change(handle("administrator"), at or now, because)


@pytest.fixture
def second(handle, now):
    return Change(handle("administrator-two"), now, "I spoke with both.")


def team_of(handle):
    return Post.objects.filter(account__handle=handle).first().team_id


def test_a_post_holds_from_its_start_until_its_end_exclusive(handle, change, now):
    officer, later = handle("officer"), now + DAY

    people.end_post(Post.objects.get(account__handle=officer).pk, later, change())

    assert [post.role for post in posts_at(officer, later - timedelta(microseconds=1))] == [Role.FRONT_LINE]
    assert posts_at(officer, later) == ()


def test_somebody_new_comes_with_a_post_a_link_and_a_kept_reason(handle, change, now):
    new = people.NewPerson("Ash Peel", "ASH@example.org ", Role.FRONT_LINE, team_of(handle("officer")), "New in the team.")

    who, secret = people.add_person(new, change("New in the team."))

    assert [post.agency for post in posts_at(who, now)] == ["neighbourhood"]
    assert Account.objects.get(handle=who).email == "ash@example.org"
    assert len(secret) > 40
    kept = PersonEvent.objects.filter(about=who).order_by("pk")
    assert [(one.what, one.by, one.because) for one in kept] == [
        ("account_added", handle("administrator"), "New in the team."),
        ("post_started", handle("administrator"), "New in the team."),
    ]
    assert "Ash" not in str([one.content for one in kept])


def test_an_address_is_used_once(handle, change, training_people):
    taken = people.NewPerson("X", training_people["hub"].email.upper(), Role.ANALYST, team_of(handle("hub")), "Again.")

    with pytest.raises(people.EmailTaken):
        people.add_person(taken, change())


@pytest.mark.parametrize(
    "who", ["officer", "hub", "analyst", "neighbourhood-manager", "scrutineer", "executive", "custodian"]
)
def test_nobody_but_an_administrator_changes_anything(handle, now, who):
    by = Change(handle(who), now, "I want to.")

    for act in (
        lambda: people.start_post(handle("officer"), team_of(handle("hub")), Role.ANALYST, now, by),
        lambda: people.end_post(Post.objects.get(account__handle=handle("hub")).pk, now, by),
        lambda: people.set_manager(handle("officer"), None, now, by),
        lambda: people.switch_off(handle("officer"), by),
        lambda: people.new_set_up_link(handle("officer"), by),
        lambda: people_proposals.ask_to_remove_second_factor(handle("officer"), by),
    ):
        with pytest.raises(people.NotAnAdministrator):
            act()


def test_a_change_without_a_reason_is_not_made(handle, change):
    with pytest.raises(people.NoReason):
        people.switch_off(handle("officer"), change("  "))


def test_a_post_does_not_start_or_end_in_the_past(handle, change, now):
    with pytest.raises(people.PostInThePast):
        people.start_post(handle("officer"), team_of(handle("hub")), Role.ANALYST, now - DAY, change())
    with pytest.raises(people.PostInThePast):
        people.end_post(Post.objects.get(account__handle=handle("officer")).pk, now - DAY, change())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_an_administrator_gets_a_post_that_sees_cases_only_by_a_second_one(handle, change, second, now, role):
    me, team = handle("administrator"), team_of(handle("hub"))

    proposal = people.start_post(me, team, role, now, change("I help out."))

    assert [post.role for post in posts_at(me, now)] == [Role.ADMINISTRATOR]
    with pytest.raises(people_proposals.SecondPersonNeeded):
        people_proposals.decide(proposal.pk, True, change())
    people_proposals.decide(proposal.pk, True, second)
    assert {post.role for post in posts_at(me, now)} == {Role.ADMINISTRATOR, role}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FRONT_LINE])
def test_one_administrator_alone_makes_nobody_who_opens_what_others_wrote(handle, change, second, now, role):
    new = people.NewPerson("Ash Peel", "ash@example.org", role, team_of(handle("hub")), "New in the team.")

    who, _ = people.add_person(new, change())

    assert posts_at(who, now) == ()
    (proposal,) = people_proposals.waiting(handle("administrator-two"))
    with pytest.raises(people_proposals.SecondPersonNeeded):
        people_proposals.decide(proposal.id, True, change())
    people_proposals.decide(proposal.id, True, second)
    assert [post.role for post in posts_at(who, now)] == [role]


def test_a_refused_proposal_changes_nothing_and_cannot_be_decided_again(handle, change, second, now):
    me = handle("administrator")
    proposal = people.start_post(me, team_of(handle("hub")), Role.ANALYST, now, change())

    people_proposals.decide(proposal.pk, False, second)

    assert len(posts_at(me, now)) == 1
    with pytest.raises(people.UnknownPerson):
        people_proposals.decide(proposal.pk, True, second)


def test_a_lost_second_factor_goes_only_by_two_administrators_and_ends_the_sessions(signed_in, handle, change, second, now):
    client = signed_in("officer")
    factors = Authenticator.objects.filter(user__handle=handle("officer"))
    asked = people_proposals.ask_to_remove_second_factor(handle("officer"), change("Their phone is lost."))
    assert factors.exists()

    people_proposals.decide(asked, True, second)

    assert not factors.exists()
    assert client.get("/").status_code == 302


def test_the_last_administrator_stays(handle, change, second, now):
    people.switch_off(handle("administrator-two"), change())

    with pytest.raises(people.LastAdministrator):
        people.switch_off(handle("administrator"), change())
    with pytest.raises(people.LastAdministrator):
        people.end_post(Post.objects.get(account__handle=handle("administrator")).pk, now, change())
    with pytest.raises(people.NotAnAdministrator):
        people.switch_off(handle("officer"), second)


def test_switching_off_ends_sessions_at_once_and_deletes_nothing(signed_in, handle, change):
    client = signed_in("officer")
    assert client.get("/").status_code == 200

    people.switch_off(handle("officer"), change("Left."))

    assert client.get("/").status_code == 302
    assert Account.objects.filter(handle=handle("officer")).exists()
    assert Post.objects.filter(account__handle=handle("officer"), until=None).exists()


def test_a_new_manager_counts_from_their_day_and_the_one_before_until_it_is_written_down(handle, change, now):
    officer, before, after = handle("officer"), handle("neighbourhood-manager"), handle("hub-manager")
    people.set_manager(officer, after, now - 10 * DAY, change("Moved."))

    assert set(line_above(officer, now, now)) == {after}
    assert set(line_above(officer, now - 11 * DAY, now - 11 * DAY)) == {before, handle("executive")}
    assert set(line_above(officer, now - 20 * DAY, now)) == {before, after, handle("executive")}
    assert officer in line_below(before, now - DAY, now - DAY)
    assert officer not in line_below(before, now, now)
    assert officer in line_below(handle("executive"), now - 20 * DAY, now - 15 * DAY)
    ended = Management.objects.get(managed__handle=officer, manager__handle=before)
    assert ended.until == now


def test_a_chain_counts_only_where_its_links_held_at_the_same_moment(handle, change, now):
    hub, middle, top = handle("hub-police"), handle("hub-manager"), handle("executive")
    people.set_manager(hub, middle, now, change())
    people.set_manager(hub, None, now + 10 * DAY, change())
    people.set_manager(middle, top, now + 10 * DAY, change())

    assert line_above(hub, now, now + 20 * DAY) == (middle,)


def test_nobody_comes_to_manage_themself(handle, change, now):
    with pytest.raises(people.LineInACircle):
        people.set_manager(handle("executive"), handle("officer"), now, change())
    with pytest.raises(people.LineInACircle):
        people.set_manager(handle("officer"), handle("officer"), now, change())


def test_a_line_that_was_is_never_rewritten(handle, change, now):
    with pytest.raises(people.LineBeforeTheLastOne):
        people.set_manager(handle("officer"), handle("hub-manager"), now - 366 * DAY, change())


def test_people_in_a_role_and_an_agency(handle, now):
    assert set(people_in(Role.HUB_PRACTITIONER, now)) == {handle("hub"), handle("hub-police")}
    assert people_in(Role.HUB_PRACTITIONER, now, "police") == (handle("hub-police"),)
    assert people_in(Role.ADMINISTRATOR, now, "police") == ()


def test_teams_below_are_a_managers_own_and_their_lines(handle, now):
    assert team_of(handle("officer")) in teams_below(handle("executive"), now)
    assert team_of(handle("school")) not in teams_below(handle("executive"), now)


def test_an_executive_reads_posts_where_others_read_names(handle, now):
    officer, stranger = handle("officer"), uuid4()

    named = display([officer, stranger], Role.HUB_PRACTITIONER, now)
    unnamed = display([officer], Role.EXECUTIVE, now)

    assert named == {
        officer: "Sam Ockley (Front-line professional, Neighbourhood team)",
        stranger: "someone no longer known",
    }
    assert unnamed[officer] == "a front-line professional, Neighbourhood team"


def test_thirty_days_without_a_sign_in_switch_an_account_off(training_people, handle, change, now):
    new = people.NewPerson("Ash Peel", "ash@example.org", Role.FRONT_LINE, team_of(handle("officer")), "New.")
    who, _ = people.add_person(new, change())

    assert people.switch_off_dormant(now + 29 * DAY) == ()
    assert people.switch_off_dormant(now + 31 * DAY) == (who,)

    assert posts_at(who, now) == ()
    assert PersonEvent.objects.filter(about=who, what="switched_off", by=None).count() == 1
    people.switch_on(who, change("Back from leave.", now))
    assert people.switch_off_dormant(now + 29 * DAY) == ()


def test_dormancy_never_takes_the_last_administrator(db, for_training):
    now = clock.now()
    people.install_administrator("First One", "first@example.org", now)

    assert people.switch_off_dormant(now + 400 * DAY) == ()


def test_of_quiet_administrators_the_one_who_signed_in_last_stays(db, for_training):
    now = clock.now()
    for number in range(6):  # handles are random: in whatever order they stand
        people.install_administrator(f"Number {number}", f"a{number}@example.org", now)
        Account.objects.exclude(email="a3@example.org").update(is_active=False)  # so that the next one may be made
    Account.objects.update(is_active=True)
    Account.objects.filter(email="a3@example.org").update(last_login=now + DAY)
    Account.objects.filter(email="a2@example.org").update(last_login=now)

    off = people.switch_off_dormant(now + 400 * DAY)

    assert len(off) == 5
    assert list(Account.objects.filter(is_active=True).values_list("email", flat=True)) == ["a3@example.org"]


def test_dormancy_takes_no_training_account(training_people, now):
    assert people.switch_off_dormant(now + 400 * DAY) == ()
    assert not Account.objects.filter(is_active=False).exists()


def test_outside_training_a_training_administrator_is_no_other_one(training_people, now, for_training):
    for_training.TRAINING = False
    Post.objects.filter(role=Role.ADMINISTRATOR).update(until=now)
    people.install_administrator("First One", "first@example.org", now)
    Post.objects.filter(role=Role.ADMINISTRATOR).update(until=None)

    assert people.switch_off_dormant(now + 400 * DAY) == ()


def test_exactly_thirty_days_is_not_yet_too_long(db, for_training):
    now = clock.now()
    account = Account.objects.create_user("ash@example.org", None, name="Ash Peel", active_since=now - 90 * DAY)
    Account.objects.filter(pk=account.pk).update(last_login=now)

    assert people.switch_off_dormant(now + 30 * DAY) == ()
    assert people.switch_off_dormant(now + 30 * DAY + timedelta(microseconds=1)) == (account.handle,)


def test_two_administrators_are_made_at_installation_and_no_third(db, for_training):
    now = clock.now()
    people.install_administrator("First One", "first@example.org", now)
    with pytest.raises(people.EmailTaken):
        people.install_administrator("First One", "First@example.org", now)
    people.install_administrator("Second One", "second@example.org", now)
    with pytest.raises(people.PostHeldAlready):
        people.install_administrator("Third One", "third@example.org", now)


def test_training_people_are_made_once_and_never_outside_training(training_people, for_training):
    count = Account.objects.count()
    assert {one.handle for one in make_training_people(clock.now())} == {one.handle for one in training_people.values()}
    assert Account.objects.count() == count

    for_training.TRAINING = False
    with pytest.raises(NotForTraining):
        make_training_people(clock.now())


def test_every_role_has_a_training_person(training_people, now):
    roles = {post.role for one in training_people.values() for post in posts_at(one.handle, now)}

    assert roles == set(Role)


def test_neither_names_nor_secrets_stand_in_what_is_printed_of_them(training_people, handle, now):
    person = training_people["officer"]

    shown = f"{person!r} {Account.objects.get(handle=person.handle)!r} {posts_at(person.handle, now)!r}"

    assert person.password not in shown
    assert person.secret not in shown
    assert "Ockley" not in repr(Account.objects.get(handle=person.handle))


@pytest.mark.parametrize(
    "who", ["officer", "hub", "analyst", "neighbourhood-manager", "scrutineer", "executive", "custodian"]
)
def test_to_everybody_else_the_administrators_pages_are_not_there(signed_in, handle, who):
    client = signed_in(who)

    pages = [
        reverse("people:list"),
        reverse("people:add"),
        reverse("people:person", args=[handle("officer")]),
        reverse("people:proposals"),
        reverse("tokens:list"),
        reverse("tokens:make"),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_the_pages_add_somebody_and_show_the_link_once(signed_in, handle):
    client = signed_in("administrator")
    given = {
        "name": "Ash Peel",
        "email": "ash@example.org",
        "role": "front_line",
        "team": team_of(handle("officer")),
        "because": "New in the team.",
    }

    page = client.post(reverse("people:add"), given).content.decode()

    who = Account.objects.get(email="ash@example.org")
    link = page.partition('id="set-up-link">')[2].partition("<")[0]
    assert client.get(link.partition("testserver")[2]).status_code == 200
    theirs = client.get(reverse("people:person", args=[who.handle])).content.decode()
    assert "New in the team." in theirs
    assert link not in theirs
    assert "opens nothing yet" not in page
    assert "already has an account" in client.post(reverse("people:add"), given).content.decode()


def test_whoever_is_added_to_a_post_that_another_must_agree_to_is_said_to_wait(signed_in, handle):
    given = {
        "name": "Fen Marsh",
        "email": "fen@example.org",
        "role": "analyst",
        "team": team_of(handle("officer")),
        "because": "New in the team.",
    }

    page = signed_in("administrator").post(reverse("people:add"), given).content.decode()

    assert "opens nothing yet" in page
    assert "another administrator first has to agree" in page


def test_the_pages_start_and_end_posts_and_set_managers(signed_in, handle, now):
    client, officer = signed_in("administrator"), handle("officer")
    post = Post.objects.get(account__handle=officer)

    client.post(reverse("people:end-post", args=[officer, post.pk]), {"because": "Moves."})
    started = {"role": "front_line", "team": team_of(handle("hub")), "because": "Moves."}
    client.post(reverse("people:start-post", args=[officer]), started)
    manager = {"manager": str(handle("hub-manager")), "because": "Moves."}
    manager |= {"since_day": str(now.day), "since_month": str(now.month), "since_year": str(now.year)}
    moved = client.post(reverse("people:set-manager", args=[officer]), manager)

    assert moved.status_code == 302, moved.content.decode()
    assert [one.role for one in posts_at(officer, clock.now())] == [Role.FRONT_LINE]
    assert handle("hub-manager") in line_above(officer, clock.now(), clock.now())


def test_a_second_administrator_decides_on_the_page(signed_in, handle):
    one, two = signed_in("administrator"), signed_in("administrator-two")
    asked = {"role": "analyst", "team": team_of(handle("hub")), "because": "I help out."}
    one.post(reverse("people:start-post", args=[handle("administrator")]), asked)

    own = one.get(reverse("people:proposals")).content.decode()
    theirs = two.get(reverse("people:proposals")).content.decode()
    assert "I help out." in own
    assert reverse("people:decide", args=[1])[:-2] not in own.partition("<main")[2]
    path = theirs.partition('wp-actions__what"><a class="govuk-link" href="')[2].partition('"')[0]
    refused = one.post(path, {"decision": "yes", "because": "Yes."}).content.decode()
    assert "Another administrator must decide this" in refused
    two.post(path, {"decision": "yes", "because": "Agreed."})

    assert {post.role for post in posts_at(handle("administrator"), clock.now())} == {Role.ADMINISTRATOR, Role.ANALYST}


def test_an_administrator_who_was_away_for_five_minutes_shows_again_that_they_are_there(signed_in, at_time):
    client = signed_in("administrator")
    assert client.get(reverse("people:add")).status_code == 200

    at_time(clock.now() + timedelta(minutes=6))

    assert client.get(reverse("people:list")).status_code == 200
    assert "reauthenticate" in client.get(reverse("people:add"))["Location"]


def test_the_way_to_screens_is_shown_by_role(signed_in):
    administrator, officer = (signed_in(who).get("/").content.decode() for who in ("administrator", "officer"))

    assert reverse("people:list") in administrator
    assert reverse("people:list") not in officer
