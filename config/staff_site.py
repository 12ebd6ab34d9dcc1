"""The admin's site: open to whoever may edit a tenant; the walls decide what they see."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from unfold.sites import UnfoldAdminSite

from tenants.models import User
from tenants.staffwall import editable

from .staff_look import COLORS, MENU


class StaffSite(UnfoldAdminSite):  # type: ignore[misc]
    """Inlet's admin."""

    site_url = "/"
    index_title = "Set-up and records"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may edit the set-up of any tenant, or is the platform's staff."""
        user = request.user
        return isinstance(user, User) and (user.is_superuser or bool(editable(request)))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Sign-in is the product's own. Raises PermissionDenied for those who may edit nothing."""
        del extra_context
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            # They are signed in already: the sign-in page would send them back here for ever.
            raise PermissionDenied("Your role does not allow changing any client's set-up.")
        target = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Signing out is the product's own too."""
        del request, extra_context
        return redirect("account_logout")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """So is the change of a password."""
        del request, extra_context
        return redirect("account_change_password")

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The menu, in the order of the work, with words that people know."""
        apps = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        return [apps[label] | {"name": name} for label, name in MENU.items() if label in apps]

    def get_urls(self) -> list[Any]:
        """Unfold's addresses, without the one that tells which ids of any table exist."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def extra_context(self, context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
        """Unfold's page in the product's colours, under the product's mark."""
        del request
        icon = {"rel": "icon", "type": "image/svg+xml", "href": static("inlet/mark.svg")}
        return context | {"colors": COLORS, "site_favicons": [icon], "site_symbol": "moving"}
