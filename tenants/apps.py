"""The app that knows who is asking."""

from __future__ import annotations

from django.apps import AppConfig

from . import arrays


class TenantsConfig(AppConfig):
    """Agencies, tenants, members, keys."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Before the first connection is made."""
        arrays.register()
