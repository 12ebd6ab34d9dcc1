"""The admin's site: open to whoever may edit a tenant; the walls decide what they see."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import redirect
from unfold.sites import UnfoldAdminSite

from tenants.staffwall import editable_tenants


class StaffSite(UnfoldAdminSite):  # type: ignore[misc]
    """Inlet's admin."""

    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may edit the set-up of any tenant."""
        return bool(request.user.is_authenticated and editable_tenants(request.user))

    def login(self, request: HttpRequest, extra_context: object = None) -> object:
        """Sign-in is the product's own, with its limits on guessing."""
        del extra_context
        return redirect(f"/account/login/?next={request.path}")
