"""The people of the training county: one account for each role, with what is needed to sign in as them.

Training offers two ways in, for two reasons. One click from the sign-in page, so that a second factor never stands
between somebody and trying the hub; and a working password and code for each account, so that the real way in can be
shown, taught and tested. Both work only while `WHOLEPICTURE_TRAINING` is on: these passwords and secrets are no secrets.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.db import transaction

from wholepicture.hub.accounts.models import Account, Agency, Management, Post, Team
from wholepicture.hub.accounts.notes import note_change
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.hub.accounts.roles import Role


class NotForTraining(Exception):
    """This hub does not run for training (WHOLEPICTURE_TRAINING), so it makes no training accounts."""


AGENCIES = {
    "neighbourhood": "Neighbourhood team",
    "police": "Police",
    "school": "School",
    "health": "Health",
    "social_care": "Children's social care",
    "partnership": "Safeguarding partnership",
}
"""Keys, and the names as they stand in records."""


@dataclass(frozen=True, slots=True)
class TrainingPerson:
    """Somebody of the training county. `manager` is the key of their manager."""

    key: str
    name: str
    role: Role
    agency: str
    team: str
    manager: str = ""


PEOPLE = (
    TrainingPerson("officer", "Sam Ockley", Role.FRONT_LINE, "neighbourhood", "Harbour ward", "neighbourhood-manager"),
    TrainingPerson("police", "Robin Tarn", Role.FRONT_LINE, "police", "Response team"),
    TrainingPerson("school", "Alex Pell", Role.FRONT_LINE, "school", "Designated safeguarding leads"),
    TrainingPerson("health", "Jo Wren", Role.FRONT_LINE, "health", "School nurses"),
    TrainingPerson("hub", "Priya Marlow", Role.HUB_PRACTITIONER, "social_care", "Multi-agency hub", "hub-manager"),
    TrainingPerson("hub-police", "Dana Croft", Role.HUB_PRACTITIONER, "police", "Multi-agency hub"),
    TrainingPerson("analyst", "Kit Rowan", Role.ANALYST, "police", "Exploitation analysts"),
    TrainingPerson("neighbourhood-manager", "Lee Harrow", Role.MANAGER, "neighbourhood", "Harbour ward", "executive"),
    TrainingPerson("hub-manager", "Morgan Dell", Role.MANAGER, "social_care", "Multi-agency hub"),
    TrainingPerson("scrutineer", "Frances Ibbot", Role.SCRUTINEER, "partnership", "Independent scrutiny"),
    TrainingPerson("executive", "Chris Vane", Role.EXECUTIVE, "neighbourhood", "Directors"),
    TrainingPerson("administrator", "Toni Bray", Role.ADMINISTRATOR, "partnership", "Administration"),
    TrainingPerson("administrator-two", "Nat Ferris", Role.ADMINISTRATOR, "partnership", "Administration"),
    TrainingPerson("custodian", "Gwen Lyle", Role.CUSTODIAN, "partnership", "Identity custody"),
    TrainingPerson("custodian-two", "Ivor Nash", Role.CUSTODIAN, "partnership", "Identity custody"),
)


@dataclass(frozen=True, slots=True)
class TrainingSignIn:
    """How to sign in as one of them. `secret` is what an authenticator app is given (base 32)."""

    key: str
    handle: UUID
    words: str
    email: str
    password: str = field(repr=False)
    secret: str = field(repr=False)


def email_of(key: str) -> str:
    """The address of the training person of that key."""
    return f"{key}@training.example"


def password_of(key: str) -> str:
    """Printed for everybody, and opens nothing outside training."""
    return f"try-out-{key}-harbury"


def secret_of(key: str) -> str:
    """The same on every training hub, so that a phone needs it once."""
    return base64.b32encode(hashlib.sha256(f"whole picture training {key}".encode()).digest()[:20]).decode()


def code_at(secret: str, moment: datetime) -> str:
    """The six digits that an authenticator app shows at the moment."""
    return str(format_hotp_value(hotp_value(secret, int(moment.timestamp()) // 30)))


@transaction.atomic
def make_training_people(now: datetime) -> tuple[TrainingSignIn, ...]:
    """Makes whoever is missing, and tells how to sign in as each. Calling it again changes nobody who is there.

    Their posts and lines began a year before `now`, so that pages about past days have somebody to show.

    Raises:
        NotForTraining: the hub serves real people.
    """
    if not settings.TRAINING:
        raise NotForTraining
    known = set(Account.objects.filter(training=True).values_list("email", flat=True))
    missing = [person for person in PEOPLE if email_of(person.key) not in known]
    for person in missing:
        _make(person, now)
    for person in missing:
        if person.manager:
            manager = Account.objects.get(email=email_of(person.manager))
            managed = Account.objects.get(email=email_of(person.key))
            Management.objects.create(manager=manager, managed=managed, since=now - timedelta(days=365))
    return training_sign_ins(now)


def _make(person: TrainingPerson, now: datetime) -> None:
    agency, _ = Agency.objects.get_or_create(key=person.agency, defaults={"name": AGENCIES[person.agency]})
    team, _ = Team.objects.get_or_create(agency=agency, name=person.team)
    account = Account.objects.create_user(email_of(person.key), password_of(person.key), name=person.name, training=True)
    Post.objects.create(account=account, team=team, role=person.role, since=now - timedelta(days=365))
    TOTP.activate(account, secret_of(person.key))
    note_change("account_added", now, by=None, about=account.handle, because="The training county.")


def training_sign_ins(now: datetime) -> tuple[TrainingSignIn, ...]:
    """How to sign in as each training person who is there, in the order of the list; nobody outside training."""
    if not settings.TRAINING:
        return ()
    handles = dict(Account.objects.filter(training=True, is_active=True).values_list("email", "handle"))
    return tuple(_way_in(person, handles[email_of(person.key)], now) for person in PEOPLE if email_of(person.key) in handles)


def _way_in(person: TrainingPerson, handle: UUID, now: datetime) -> TrainingSignIn:
    posts = posts_at(handle, now)
    what = posts[0].words if posts else "no post now"
    return TrainingSignIn(
        person.key, handle, f"{person.name}: {what}", email_of(person.key), password_of(person.key), secret_of(person.key)
    )
