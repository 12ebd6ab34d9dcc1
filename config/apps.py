"""Django's admin, as an app: for the platform's staff and for a tenant's."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig

# Loaded with the apps, so that every process that sends a task knows its broker.
from .celery import app as celery_app

__all__ = ["StaffConfig", "celery_app"]


class StaffConfig(AdminConfig):
    """The admin with our own site."""

    default_site = "config.staff_site.StaffSite"
