"""Who uses Inlet: agencies, their tenants, members, keys, and the record of what they did."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from .access import Role
from .identifiers import uuid7
from .people import User
from .walls import TenantOwned

__all__ = ["Agency", "ApiKey", "AuditEntry", "Invitation", "Membership", "Tenant", "User"]

INVITATION_LIVES = timedelta(days=14)


def _roles() -> list[tuple[str, str]]:
    return [(role.value, role.value.capitalize()) for role in Role]


def in_two_weeks() -> datetime:
    """When an invitation made now ends."""
    return timezone.now() + INVITATION_LIVES


class Agency(models.Model):
    """The account that signs up: an agency, or one company."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Tenant(models.Model):
    """One client of an agency, with its own Salesforce org."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="tenants")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    phone_region = models.CharField(
        max_length=2, default="US", help_text="Country of phone numbers written without one."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """Two letters for the square mark."""
        words = self.name.split()
        letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else self.name[:2]
        return letters.upper()


class Membership(models.Model):
    """A person's role at all tenants of an agency, or at one of them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    tenant = models.ForeignKey(
        Tenant, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships",
        help_text="Empty: every client of the agency.",
    )  # fmt: skip
    role = models.CharField(max_length=10, choices=_roles)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "tenant"], name="one_membership", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"


class Invitation(models.Model):
    """An offer of a membership, sent by e-mail; the link's token is kept only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    tenant = models.ForeignKey(Tenant, null=True, blank=True, on_delete=models.CASCADE)
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=_roles)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(default=in_two_weeks)
    accepted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.email


class ApiKey(TenantOwned):
    """A key to one tenant's API: a public id and a hash; the secret is shown once."""

    name = models.CharField(max_length=80)
    public_id = models.CharField(max_length=8, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=30), default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.name} ({self.public_id})"


class AuditEntry(TenantOwned):
    """What a person or key did, append-only (a trigger refuses to change or delete it)."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=160)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-at"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["tenant", "-at"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.action} {self.subject}"
