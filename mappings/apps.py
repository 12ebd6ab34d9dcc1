"""The app of the agreement."""

from __future__ import annotations

from django.apps import AppConfig


class MappingsConfig(AppConfig):
    """Mappings, versions, rules."""

    name = "mappings"
    default_auto_field = "django.db.models.BigAutoField"
