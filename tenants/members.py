"""Which tenants a person may enter, and in which role."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from .access import Action, Role, may, strongest
from .models import Membership, Tenant, User


def role_at(user: User | AnonymousUser, tenant: Tenant) -> Role | None:
    """The person's role at this tenant, or None."""
    if isinstance(user, AnonymousUser):
        return None
    roles = Membership.objects.filter(
        Q(tenant=tenant) | Q(tenant__isnull=True), user=user, agency_id=tenant.agency_id
    ).values_list("role", flat=True)
    return strongest([Role(role) for role in roles])


def tenants_of(user: User) -> QuerySet[Tenant]:
    """Every tenant the person may enter, by name."""
    whole = Q(agency__memberships__user=user, agency__memberships__tenant__isnull=True)
    single = Q(memberships__user=user)
    return Tenant.objects.filter(whole | single).select_related("agency").distinct()


def agencies_of(user: User | AnonymousUser) -> dict[uuid.UUID, Role]:
    """The agencies of which the person is a member as a whole, and their role there."""
    if isinstance(user, AnonymousUser):
        return {}
    rows = Membership.objects.filter(user=user, tenant__isnull=True)
    return {agency: Role(role) for agency, role in rows.values_list("agency_id", "role")}


def tenants_where(user: User, action: Action) -> list[Tenant]:
    """The tenants at which the person may take `action`."""
    return [tenant for tenant in tenants_of(user) if may(role_at(user, tenant), action)]
