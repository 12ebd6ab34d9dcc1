"""Who gets in to a practice org, as its admin sets it: apps, users, sessions, logins.

Each function opens its own transaction; call them outside the walls.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils import timezone

from tenants import walls

from .models import PracticeOrg
from .rules.access import Access
from .rules.app_changes import with_new_app, with_secret, without_app
from .rules.apps import App
from .store import access as kept
from .store import logins, tokens


@dataclass(frozen=True, slots=True)
class AppSecrets:
    """Key and secret of an app. The secret is shown once: only its hash is kept."""

    consumer_key: str
    consumer_secret: str


def access_of(org: PracticeOrg) -> Access:
    """Who gets in, as it is now."""
    with walls.inside(org.tenant_id):
        return kept.access_of(PracticeOrg.objects.get(pk=org.pk))


def change_access(org: PracticeOrg, change: Callable[[Access], Access]) -> Access:
    """Change it as an admin of the org would (`rules.app_changes`); returns the new one."""
    with walls.inside(org.tenant_id):
        return kept.change_access(org, change)


def add_app(org: PracticeOrg, app: App) -> AppSecrets:
    """One more app for the org; `app` without key and secret, which are made here.

    ValueError as `rules.app_changes.with_new_app`.
    """
    made = AppSecrets(f"3MVG9{secrets.token_urlsafe(60)}", secrets.token_hex(32).upper())
    whole = replace(
        app,
        consumer_key=made.consumer_key,
        secret_hash=tokens.digest(made.consumer_secret),
    )
    change_access(org, lambda access: with_new_app(access, whole))
    return made


def renew_app_secret(org: PracticeOrg, key: str = "") -> AppSecrets:
    """A new secret for an app ("": the org's own); the old one ends. KeyError for no app."""
    secret = secrets.token_hex(32).upper()
    hashed = tokens.digest(secret)
    changed = change_access(org, lambda access: with_secret(access, key, secret_hash=hashed))
    return AppSecrets(key or changed.apps[0].consumer_key, secret)


def remove_app(org: PracticeOrg, key: str) -> None:
    """An app deleted, with all its tokens. ValueError for the org's own."""
    change_access(org, lambda access: without_app(access, key))


def revoke_user(org: PracticeOrg, user_id: str) -> None:
    """End all tokens of a user and take back what it approved, as "Revoke All" does."""
    with walls.inside(org.tenant_id):
        tokens.end_user(org, user_id, now=timezone.now())
        kept.forget_approvals(org, user_id)


def unlock_user(org: PracticeOrg, username: str) -> None:
    """Let a user whose password was wrong too often try again."""
    with walls.inside(org.tenant_id):
        logins.unlock(org, username)


def login_history(org: PracticeOrg, limit: int = 100) -> list[logins.Attempt]:
    """The last logins and attempts of a day, newest first."""
    with walls.inside(org.tenant_id):
        return logins.last_attempts(org, limit)
