"""Agencies' tokens: shown once, kept as a digest, and ended by time or by an administrator."""

from datetime import timedelta

import pytest
from django.urls import reverse

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import AgencyToken
from wholepicture.hub.accounts.tokens import Scope, caller
from wholepicture.hub.wiring.people import Change, NotAnAdministrator
from wholepicture.hub.wiring.sign_in_tokens import TokenTooLong, make_token, revoke_token, token_list

MONTH = timedelta(days=30)
WRITE = (Scope.CONCERNS_WRITE,)


@pytest.fixture
def change(handle):
    return Change(handle("administrator"), clock.now(), "Their system is ready.")


def test_a_token_names_its_agency_and_what_it_may_do(change, handle):
    secret = make_token("police", "Custody system", WRITE, MONTH, change)

    who = caller(secret, change.at)

    assert (who.agency, who.scopes, who.made_by) == ("police", WRITE, handle("administrator"))
    assert who.may(Scope.CONCERNS_WRITE)
    assert not who.may(Scope.RECEIPTS_READ)


def test_only_a_digest_is_kept(change):
    secret = make_token("police", "Custody system", WRITE, MONTH, change)

    assert secret not in str(AgencyToken.objects.values().get())


def test_expired_revoked_and_made_up_tokens_are_all_alike(change):
    expired = make_token("police", "One", WRITE, MONTH, change)
    revoked = make_token("police", "Two", WRITE, 12 * MONTH, change)
    revoke_token(AgencyToken.objects.get(label="Two").pk, change)

    assert caller(expired, change.at + MONTH) is None
    assert caller(expired, change.at + MONTH - timedelta(seconds=1)) is not None
    assert caller(revoked, change.at) is None
    assert caller("wp_made-up", change.at) is None


def test_its_last_use_is_kept(change):
    secret = make_token("police", "One", WRITE, MONTH, change)
    later = change.at + timedelta(hours=1)

    caller(secret, change.at)
    caller(secret, later)

    assert token_list(later)[0].last_used_at == later


def test_a_token_lasts_a_year_at_most(change):
    with pytest.raises(TokenTooLong):
        make_token("police", "One", WRITE, timedelta(days=367), change)


def test_only_an_administrator_makes_one(handle):
    with pytest.raises(NotAnAdministrator):
        make_token("police", "One", WRITE, MONTH, Change(handle("hub"), clock.now(), "I want to."))


def test_the_pages_show_it_once_and_revoke_it(signed_in):
    client = signed_in("administrator")
    given = {
        "agency": "health",
        "label": "Community system",
        "scopes": ["concerns:write"],
        "days": "90",
        "because": "Their system is ready.",
    }

    page = client.post(reverse("tokens:make"), given).content.decode()

    secret = page.partition('id="token">')[2].partition("<")[0]
    assert caller(secret, clock.now()).agency == "health"
    assert secret not in client.get(reverse("tokens:list")).content.decode()
    client.post(reverse("tokens:revoke", args=[AgencyToken.objects.get().pk]), {"because": "Lost."})
    assert caller(secret, clock.now()) is None
    assert "Revoked" in client.get(reverse("tokens:list")).content.decode()
