"""The app that knows who is asking."""

from __future__ import annotations

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Agencies, tenants, members, keys."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"
