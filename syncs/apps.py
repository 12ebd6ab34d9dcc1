"""The app of the movement."""

from __future__ import annotations

from django.apps import AppConfig


class SyncsConfig(AppConfig):
    """Sources, leads, the engine, the pages."""

    name = "syncs"
    default_auto_field = "django.db.models.BigAutoField"
