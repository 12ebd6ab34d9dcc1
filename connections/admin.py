"""Admin of connections: what they are and how they stand. Tokens and secrets never show."""

from __future__ import annotations

from django.contrib import admin

from tenants.access import Action
from tenants.staff import WalledAdmin, badge
from tenants.staff_forms import TenantFilter

from .models import Connection, State

_COLOURS = {
    State.CONNECTED.label: "success",
    State.NEEDS_RECONNECT.label: "danger",
    State.NEW.label: "info",
}


@admin.register(Connection)
class ConnectionAdmin(WalledAdmin):
    """Connecting and reconnecting is the product's; here a connection is found and named."""

    needs = Action.MANAGE
    may_add = may_delete = False
    list_display = ("name", "environment", "standing", "org_name", "username", "checked_at")
    list_filter = (TenantFilter, "state", "environment")
    search_fields = ("name", "org_name", "org_id", "username")
    fieldsets = (
        (None, {"fields": ("tenant", "name", "environment", "flow", "state", "problem")}),
        (
            "Salesforce",
            {"fields": ("org_name", "org_id", "instance_url", "login_url", "username", "user_id")},
        ),
        (
            "Use",
            {"fields": ("api_used", "api_allowed", "api_seen_at", "refreshed_at", "checked_at")},
        ),
    )
    readonly_fields = (
        "environment", "flow", "state", "problem", "org_name", "org_id", "instance_url",
        "login_url", "username", "user_id", "api_used", "api_allowed", "api_seen_at",
        "refreshed_at", "checked_at",
    )  # fmt: skip

    @badge("state", _COLOURS, ordering="state")
    def standing(self, connection: Connection) -> str:
        """Its state, in words."""
        return State(connection.state).label
