"""Django's admin, as an app: for the platform's staff and for a tenant's."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class StaffConfig(AdminConfig):
    """The admin with our own site."""

    default_site = "config.staff_site.StaffSite"
