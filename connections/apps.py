"""The app that knows Salesforce."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Connections to orgs."""

    name = "connections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the settings looked at when a process starts."""
        import_module("connections.checks")
