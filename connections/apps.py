"""The app that knows Salesforce."""

from __future__ import annotations

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Connections to orgs."""

    name = "connections"
    default_auto_field = "django.db.models.BigAutoField"
