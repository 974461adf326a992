"""Signing in through the agency's own OpenID Connect provider: which groups hold which posts, as a TOML file says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest

from wholepicture.hub import clock
from wholepicture.hub.accounts import door, notes
from wholepicture.hub.accounts.models import Account, Agency, Post, Team
from wholepicture.hub.accounts.posts import current
from wholepicture.hub.accounts.roles import Role

BY_HAND: Final = frozenset({Role.ADMINISTRATOR, Role.CUSTODIAN, Role.SCRUTINEER})
"""Roles that no group of another organisation's directory gives: whoever runs that directory would give them to themself."""


@dataclass(frozen=True, slots=True)
class GroupPost:
    """That whoever has this value in this claim holds this role in this team."""

    claim: str
    value: str
    agency: str
    team: str
    role: Role

    def holds_for(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claim is the value, or is a list that holds it."""
        said = claims.get(self.claim)
        return self.value in [str(one) for one in said] if isinstance(said, list) else str(said) == self.value


def read_group_posts(path: str) -> tuple[GroupPost, ...]:
    """What the file says, in its order; nothing where no file is named.

    Raises:
        ImproperlyConfigured: a role that is not known, or one that is given by hand alone.
    """
    if not path:
        return ()
    with Path(path).open("rb") as file:
        rows = tomllib.load(file).get("post", [])
    posts = tuple(GroupPost(**{**row, "role": Role(row["role"])}) for row in rows)
    for post in posts:
        if post.role in BY_HAND:
            raise ImproperlyConfigured(f"{path}: the role {post.role.value} is given by an administrator, never by a group.")
    return posts


def claims_of(sociallogin: Any) -> dict[str, Any]:
    """What the provider said of this person; the signed token's words win over those of the profile page."""
    said = sociallogin.account.extra_data or {}
    if "userinfo" not in said and "id_token" not in said:
        return dict(said)
    return {**said.get("userinfo", {}), **said.get("id_token", {})}


@transaction.atomic
def follow_groups(account: Account, claims: Mapping[str, Any], moment: datetime) -> None:
    """Starts the posts that the provider's groups give and ends those that they no longer give. Posts given by hand stay."""
    wanted = {_place(post) for post in read_group_posts(settings.OIDC_POSTS) if post.holds_for(claims)}
    held = Post.objects.select_for_update().filter(current(moment), account=account, source=Post.Source.PROVIDER)
    kept = set()
    for post in held:
        if (post.team_id, post.role) in wanted:
            kept.add((post.team_id, post.role))
            continue
        post.until = moment
        post.save(update_fields=["until"])
        _note("post_ended", account, post, moment)
    for team, role in sorted(wanted - kept):
        post = Post.objects.create(account=account, team_id=team, role=role, since=moment, source=Post.Source.PROVIDER)
        _note("post_started", account, post, moment)


def _note(what: str, account: Account, post: Post, moment: datetime) -> None:
    because = "The agency's own sign-in said so."
    notes.note_change(
        what,
        moment,
        by=None,
        about=account.handle,
        because=because,
        content={"post": post.pk, "role": post.role, "team": post.team_id},
    )


def _place(post: GroupPost) -> tuple[int, str]:
    agency, _ = Agency.objects.get_or_create(key=post.agency, defaults={"name": post.agency.replace("_", " ").capitalize()})
    team, _ = Team.objects.get_or_create(agency=agency, name=post.team)
    return team.pk, post.role.value


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the provider's groups give a post, and whoever an administrator made an account for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """Only to somebody to whom a group gives a post."""
        claims = claims_of(sociallogin)
        return any(post.holds_for(claims) for post in read_group_posts(settings.OIDC_POSTS))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Account:
        """With the name that the provider gives."""
        account: Account = super().populate_user(request, sociallogin, data)
        account.email = str(data.get("email") or "").lower()
        account.name = str(data.get("name") or account.email.partition("@")[0])[:120]
        return account

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Follows the groups at each sign-in, and keeps whether the provider asked for a second factor."""
        claims = claims_of(sociallogin)
        said = claims.get("amr") or []
        said = [*(said if isinstance(said, list) else [said]), claims.get("acr")]
        if any(one in settings.OIDC_SECOND_FACTOR for one in said):
            request.session[door.PROVIDER_CHECKED] = str(sociallogin.user.handle)
        if sociallogin.is_existing:
            follow_groups(sociallogin.user, claims, clock.now())

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Account:
        """Makes the account and gives it its groups' posts."""
        account: Account = super().save_user(request, sociallogin, form)
        moment = clock.now()
        notes.note_change(
            "account_added", moment, by=None, about=account.handle, because="The agency's own sign-in gave them a post."
        )
        follow_groups(account, claims_of(sociallogin), moment)
        return account
