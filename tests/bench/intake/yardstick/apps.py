"""The yardstick's app."""

from __future__ import annotations

from django.apps import AppConfig


class YardstickConfig(AppConfig):
    """One table; `migrate --run-syncdb` makes it."""

    name = "tests.bench.intake.yardstick"
    label = "yardstick"
    default_auto_field = "django.db.models.BigAutoField"
