"""Signing in through an agency's OpenID Connect provider, end to end, against a provider that runs in this process."""

from urllib.parse import urlsplit

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from werkzeug.test import Client as Caller

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account, SignInNote
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.hub.accounts.provider import GroupPost, ProviderAdapter, read_group_posts
from wholepicture.hub.accounts.roles import Role

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what the provider is built on

PROVIDER = "https://provider.test"
GROUPS = """
[[post]]
claim = "groups"
value = "safeguarding-hub"
agency = "social_care"
team = "Multi-agency hub"
role = "hub_practitioner"

[[post]]
claim = "groups"
value = "nurses"
agency = "health"
team = "School nurses"
role = "front_line"
"""


class InThisProcess(requests.adapters.BaseAdapter):
    """Carries the hub's requests to the provider without a socket."""

    def __init__(self, caller):
        super().__init__()
        self.caller = caller

    def send(self, request, **_):
        parts = urlsplit(request.url)
        answer = self.caller.open(
            parts.path,
            base_url=PROVIDER,
            query_string=parts.query,
            method=request.method,
            headers=list(request.headers.items()),
            data=request.body,
        )
        response = requests.Response()
        response.status_code, response._content = answer.status_code, answer.data
        response.headers.update(answer.headers)
        response.url, response.request = request.url, request
        return response

    def close(self):
        pass


@pytest.fixture
def provider(monkeypatch):
    import oidc_provider_mock  # noqa: PLC0415 - it warns when it is imported

    caller = Caller(oidc_provider_mock.app())

    def session(_):
        made = requests.Session()
        made.mount(PROVIDER, InThisProcess(caller))
        return made

    monkeypatch.setattr(ProviderAdapter, "get_requests_session", session)
    return caller


@pytest.fixture
def with_provider(training_people, for_training, provider, tmp_path):
    path = tmp_path / "groups.toml"
    path.write_text(GROUPS)
    for_training.OIDC_POSTS = str(path)
    app = {"provider_id": "agency", "name": "Agency", "client_id": "hub", "secret": "s"}
    own = for_training.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    for_training.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {**own, "APPS": [{**app, "settings": {"server_url": PROVIDER}}]}
    }
    return for_training


@pytest.fixture
def come_in(with_provider, provider):
    """Goes through the provider as somebody of whom it says this, and gives the client that comes back."""

    def come(sub, **claims):
        provider.put(f"/users/{sub}", base_url=PROVIDER, json=claims)
        client = Client()
        asked = urlsplit(client.post("/sign-in/oidc/agency/login/")["Location"])
        assert "code_challenge=" in asked.query
        sent_back = provider.post(asked.path, base_url=PROVIDER, query_string=asked.query, data={"sub": sub})
        back = urlsplit(sent_back.headers["Location"])
        client.answer = client.get(f"{back.path}?{back.query}")
        return client

    return come


def nurse(**more):
    return {
        "email": "ash@nhs.example",
        "email_verified": True,
        "name": "Ash Peel",
        "groups": ["nurses"],
        "amr": ["mfa"],
    } | more


def posts_of(email):
    return [(post.role, post.agency) for post in posts_at(Account.objects.get(email=email).handle, clock.now())]


def test_a_group_gives_an_account_its_post_at_the_first_sign_in(come_in):
    client = come_in("ash", **nurse())

    assert client.get("/").status_code == 200
    assert posts_of("ash@nhs.example") == [(Role.FRONT_LINE, "health")]
    assert Account.objects.get(email="ash@nhs.example").name == "Ash Peel"
    assert SignInNote.objects.get(what="signed_in").how == "socialaccount"


def test_whoever_has_no_group_gets_no_account(come_in):
    client = come_in("ash", **nurse(groups=["caterers"]))

    assert "administrator" in client.answer.content.decode()
    assert client.get("/").status_code == 302
    assert not Account.objects.filter(email="ash@nhs.example").exists()


def test_posts_follow_the_groups_at_each_sign_in_and_those_given_by_hand_stay(come_in, training_people):
    email = training_people["health"].email
    for_good = posts_of(email)

    come_in("wren", **nurse(email=email, groups=["safeguarding-hub"]))
    assert posts_of(email) == [*for_good, (Role.HUB_PRACTITIONER, "social_care")]

    come_in("wren", **nurse(email=email, groups=[]))
    assert posts_of(email) == for_good


def test_an_address_that_the_provider_has_not_verified_opens_no_account_of_ours(come_in, training_people):
    before = Account.objects.count()

    client = come_in("somebody", **nurse(email=training_people["hub"].email, email_verified=False))

    assert client.get(client.answer["Location"]).status_code == 404
    assert client.get("/").status_code == 302
    assert Account.objects.count() == before


def test_where_the_provider_asked_for_no_second_factor_we_ask_for_our_own(come_in):
    client = come_in("ash", **nurse(amr=["pwd"]))

    assert client.get("/")["Location"] == "/sign-in/second-factor/"


@pytest.mark.parametrize("role", ["administrator", "custodian", "scrutineer"])
def test_no_group_gives_a_role_that_is_given_by_hand(tmp_path, role):
    path = tmp_path / "groups.toml"
    path.write_text(GROUPS.replace("front_line", role))

    with pytest.raises(ImproperlyConfigured, match="by an administrator"):
        read_group_posts(str(path))


@pytest.mark.parametrize(
    ("claims", "holds"),
    [
        ({"groups": ["a", "b"]}, True),
        ({"groups": "a"}, True),
        ({"groups": ["ab"]}, False),
        ({"groups": "ab"}, False),
        ({}, False),
    ],
)
def test_a_claim_is_the_value_or_a_list_that_holds_it(claims, holds):
    assert GroupPost("groups", "a", "health", "Nurses", Role.FRONT_LINE).holds_for(claims) is holds
