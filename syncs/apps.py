"""The app of the movement."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SyncsConfig(AppConfig):
    """Sources, leads, the engine, the pages."""

    name = "syncs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have rules checked against their orgs, and settings whenever a mapping is published."""
        import_module("syncs.orgs")
        import_module("syncs.preflight.asking")
