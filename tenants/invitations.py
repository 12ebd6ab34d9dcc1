"""Inviting people by e-mail, and accepting."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .access import Role, strongest
from .models import Invitation, Membership, Tenant, User


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(tenant: Tenant, email: str, *, role: Role, by: User, whole_agency: bool) -> Invitation:
    """Send an invitation to one tenant, or to all of its agency; mails the link after commit."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            agency_id=tenant.agency_id,
            tenant=None if whole_agency else tenant,
            email=email.strip().lower(),
            role=role,
            token_hash=_hash(token),
            invited_by=by,
        )
        transaction.on_commit(lambda: _mail(invitation, token))
    return invitation


def _mail(invitation: Invitation, token: str) -> None:
    where = invitation.tenant.name if invitation.tenant else invitation.agency.name
    link = settings.BASE_URL + reverse("invitation", args=[token])
    send_mail(
        f"{invitation.invited_by} invites you to {where}",
        f"{invitation.invited_by} invites you to work on {where} with Inlet, as {invitation.role}."
        f"\n\nAccept within 14 days:\n{link}\n",
        None,
        [invitation.email],
    )


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, while it can be accepted."""
    return (
        Invitation.objects.select_related("agency", "tenant", "invited_by")
        .filter(token_hash=_hash(token), accepted_at__isnull=True, expires_at__gt=timezone.now())
        .first()
    )


def accept(invitation: Invitation, user: User) -> None:
    """Make `user` a member. Raises PermissionError for an address that was not invited."""
    if user.email.lower() != invitation.email:
        raise PermissionError(f"This invitation was sent to {invitation.email}.")
    with transaction.atomic():
        membership, _ = Membership.objects.select_for_update().get_or_create(
            user=user,
            agency=invitation.agency,
            tenant=invitation.tenant,
            defaults={"role": invitation.role},
        )
        # An invitation to less never takes away what a member already has.
        both = [Role(membership.role), Role(invitation.role)]
        membership.role = strongest(both) or invitation.role
        membership.save(update_fields=["role"])
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
