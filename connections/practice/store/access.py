"""Who gets in: read from the org's row and changed there; approvals that users gave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from connections.practice.models import PracticeAddress, PracticeApproval, PracticeOrg
from connections.practice.rules.access import Access
from connections.practice.rules.access_reading import read_access
from connections.practice.rules.apps import App

from .orgs import locked
from .tokens import end_app

OWN_APP = "Inlet"


def access_of(org: PracticeOrg) -> Access:
    """Who gets in to the org. What an older row doesn't say has its default."""
    own = App(OWN_APP, org.consumer_key, org.secret_hash, tuple(org.redirect_uris))
    return read_access(org.access, own=own)


def change_access(org: PracticeOrg, change: Callable[[Access], Access]) -> Access:
    """Replace the access by `change` of what it is now, under a lock; returns the new one.

    A new app is found by its key from then on; one that is gone loses its tokens.
    """
    row = locked(org.pk)
    before = access_of(row)
    changed = change(before)
    _follow(row, _keys(before), _keys(changed))
    own = changed.apps[0]
    row.access = changed.document()
    row.secret_hash, row.redirect_uris = own.secret_hash, list(own.redirect_uris)
    row.save(update_fields=["access", "secret_hash", "redirect_uris"])
    return changed


def _keys(access: Access) -> set[str]:
    return {one.consumer_key for one in access.apps}


def _follow(org: PracticeOrg, before: set[str], after: set[str]) -> None:
    for key in after - before:
        PracticeAddress.objects.create(tenant_id=org.tenant_id, org=org, key=key)
    for key in before - after:
        PracticeAddress.objects.filter(org=org, key=key).delete()
        end_app(org, key, now=timezone.now())


def has_approved(org: PracticeOrg, app: App, user_id: str) -> bool:
    """Whether the user let the app in before."""
    given = PracticeApproval.objects.filter(org=org, app=app.consumer_key, user=user_id)
    return given.exists()


def approve(org: PracticeOrg, app: App, user_id: str, *, now: datetime) -> None:
    """Note that the user lets the app in."""
    note = PracticeApproval(
        tenant_id=org.tenant_id, org=org, app=app.consumer_key, user=user_id, at=now
    )
    # Two approvals at the same moment are one.
    PracticeApproval.objects.bulk_create([note], ignore_conflicts=True)


def forget_approvals(org: PracticeOrg, user_id: str) -> None:
    """Take back every approval that the user gave."""
    PracticeApproval.objects.filter(org=org, user=user_id).delete()
