"""Authorization codes: issued once a user has approved (salesforce-facts 1.2)."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone

from connections.practice.models import PracticeCode
from connections.practice.rules.setup import User
from connections.practice.store.access import approve
from connections.practice.store.tokens import digest
from tenants import walls

from .wishes import Wish

CODE_LIVES = timedelta(minutes=15)
CODE_KEPT = timedelta(days=1)


def issue_code(wish: Wish, user: User) -> str:
    """A code for the app; that the user approved it is kept, and old codes are forgotten."""
    code = f"aPrx{secrets.token_urlsafe(48)}"
    now = timezone.now()
    with walls.inside(wish.org.tenant_id):
        approve(wish.org, wish.app, user.id, now=now)
        PracticeCode.objects.filter(org=wish.org, expires_at__lt=now - CODE_KEPT).delete()
        PracticeCode.objects.create(
            tenant_id=wish.org.tenant_id,
            org=wish.org,
            app=wish.app.consumer_key,
            code_hash=digest(code),
            challenge=wish.challenge,
            nonce=wish.nonce,
            redirect_uri=wish.redirect_uri,
            user=user.id,
            scope=wish.scope,
            expires_at=now + CODE_LIVES,
        )
    return code
