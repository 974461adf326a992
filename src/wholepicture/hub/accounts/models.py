"""Accounts, agencies, teams, posts held over time, and management lines over time."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from wholepicture.hub import clock
from wholepicture.hub.accounts.roles import ROLE_CHOICES


class Agency(models.Model):
    """An agency of the partnership. `key` is the word that stands in records."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return str(self.name)


class Team(models.Model):
    """A team of an agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        """A team's name is its own within its agency."""

        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_once_in_agency")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.name}"


class Accounts(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """An account with a password that may be None: then nobody can sign in by password."""
        account: Account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person who signs in. `handle` stands for them in facts and logs; their name is only ever here.

    `training` marks an account whose password is printed for everybody: it opens nothing unless the hub runs for training.
    """

    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    training = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    active_since = models.DateTimeField(default=clock.now)
    """Since when it has been on without a break; dormancy counts from here or from the last sign-in."""
    session_mark = models.UUIDField(default=uuid.uuid4, editable=False)
    """Part of what each session is checked against: a new one ends all of them."""

    objects = Accounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "whole picture session", f"{self.password}{self.session_mark}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def __str__(self) -> str:
        return str(self.handle)

    def __repr__(self) -> str:
        return f"<account {self.handle}>"


class Post(models.Model):
    """That somebody holds a role in a team, from a moment, inclusive, until another, exclusive; open while `until`
    is null.
    """

    class Source(models.TextChoices):
        """Who says that it is held."""

        ADMINISTRATOR = "administrator", "An administrator"
        PROVIDER = "provider", "The agency's own sign-in"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.ADMINISTRATOR)

    class Meta:
        """A post that ends, ends after it began."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="post_ends_after_it_began",
            )
        ]


class Management(models.Model):
    """That one person manages another, from a moment, inclusive, until another, exclusive. Never changed, only ended."""

    manager = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="manages")
    managed = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="managed_by")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A line that ends, ends after it began; nobody manages themself."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="line_ends_after_it_began",
            ),
            models.CheckConstraint(condition=~models.Q(manager=models.F("managed")), name="nobody_manages_themself"),
        ]


class PersonEvent(models.Model):
    """One change to an account, a post, a management line or a token. Kept for ever; the database refuses to change it.

    `content` holds keys, ids and moments, never a name. `by` is null where the hub itself acted.
    """

    at = models.DateTimeField(db_index=True)
    by = models.UUIDField(null=True)
    about = models.UUIDField(null=True, db_index=True)
    what = models.CharField(max_length=40)
    because = models.TextField()
    content = models.JSONField(default=dict)


class SignInNote(models.Model):
    """One sign-in, failure or sign-out, without names. Kept for ever; the database refuses to change it.

    `account` is null where nobody of the hub was meant; `tried` is a keyed digest of the address typed and `device` one
    of where from, so that repeated attempts can be seen and nothing can be read back.
    """

    at = models.DateTimeField(db_index=True)
    account = models.UUIDField(null=True, db_index=True)
    what = models.CharField(max_length=30)
    how = models.CharField(max_length=30, blank=True)
    tried = models.CharField(max_length=32, blank=True)
    device = models.CharField(max_length=32, blank=True)


class Proposal(models.Model):
    """A change that one administrator may not make alone, until a second one decides it."""

    class Change(models.TextChoices):
        """What is asked for."""

        POST = "post", "A post for an administrator themself"
        SECOND_FACTOR = "second_factor", "Remove a lost second factor"

    change = models.CharField(max_length=20, choices=Change.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="proposals")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, blank=True)
    since = models.DateTimeField(null=True)
    because = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="proposals_made")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="proposals_decided")
    accepted = models.BooleanField(null=True)

    class Meta:
        """Nobody decides what they asked for, or what is about them."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~(models.Q(decided_by=models.F("made_by")) | models.Q(decided_by=models.F("account"))),
                name="two_people_decide",
            )
        ]


class SetUpLink(models.Model):
    """A link with which its holder chooses a password, once. Only a digest of it is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="set_up_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class AgencyToken(models.Model):
    """With which an agency's system posts concerns. Only a digest of it is kept."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens_made")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
