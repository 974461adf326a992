"""Accounts, agencies, teams, posts held over time, and management lines over time."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What somebody is at the hub. One account may hold several posts, each in one role."""

    FRONT_LINE = "front_line", "Front-line professional"
    HUB_PRACTITIONER = "hub_practitioner", "Hub practitioner"
    ANALYST = "analyst", "Exploitation analyst"
    MANAGER = "manager", "Manager"
    SCRUTINEER = "scrutineer", "Independent scrutineer"
    EXECUTIVE = "executive", "Executive"
    ADMINISTRATOR = "administrator", "Administrator"
    CUSTODIAN = "custodian", "Identity custodian"


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
    """A person who signs in. `handle` stands for them in facts and logs; their name is only ever here."""

    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Accounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return str(self.handle)

    def __repr__(self) -> str:
        return f"<account {self.handle}>"


class Post(models.Model):
    """That somebody holds a role in a team, from a moment, inclusive, until another, exclusive; open while `until`
    is null.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)


class Management(models.Model):
    """That one person manages another, from a moment, inclusive, until another, exclusive. Never changed, only ended."""

    manager = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="manages")
    managed = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="managed_by")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
