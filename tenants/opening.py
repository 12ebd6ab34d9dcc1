"""Opening an agency, and adding tenants to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.text import slugify

from .access import Role
from .models import Agency, Membership, Tenant, User


@dataclass(frozen=True, slots=True)
class Opened:
    """A new tenant, and the text of its first API key, which is known only now."""

    tenant: Tenant
    first_key: str


def free_slug(name: str) -> str:
    """An address part for `name` that no tenant has yet."""
    base = slugify(name)[:50] or "client"
    slug = base
    while Tenant.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(2)}"
    return slug


def add_tenant(agency: Agency, name: str, *, user: User | None, phone_region: str = "US") -> Opened:
    """A new tenant of `agency`, furnished by the apps above (settings.NEW_TENANT_HOOK).

    Call outside any transaction: furnishing talks to the practice org.
    """
    tenant = Tenant.objects.create(
        agency=agency, name=name, slug=free_slug(name), phone_region=phone_region
    )
    return Opened(tenant, import_string(settings.NEW_TENANT_HOOK)(tenant, user))


def open_agency(user: User, name: str) -> Opened:
    """An agency owned by `user`, with a first tenant of the same name."""
    with transaction.atomic():
        agency = Agency.objects.create(name=name)
        Membership.objects.create(user=user, agency=agency, role=Role.OWNER)
    return add_tenant(agency, name, user=user)
