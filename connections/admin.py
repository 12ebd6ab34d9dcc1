"""Admin of connections: what they are, how they stand, who was sent a link. Tokens and secrets
never show.

A request of the admin is one transaction inside the walls; what talks to Salesforce waits for its
end.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from tenants.access import Action
from tenants.staff import WalledAdmin, WalledInline, badge
from tenants.staff_forms import TenantFilter

from . import keepalive, links, oauth
from .models import AdminLink, Connection, State

_COLOURS = {
    State.CONNECTED.label: "success",
    State.NEEDS_RECONNECT.label: "danger",
    State.NEW.label: "info",
}


_LINK_COLOURS = {"Open": "info", "Used": "success", "Revoked": "danger", "Expired": "warning"}
_LINK_FIELDS = (
    "purpose", "recipient", "made_by_name", "made_at", "expires_at", "opened_at", "finished_at",
    "approved_by",
)  # fmt: skip


class LinksInline(WalledInline):
    """Whom an admin link was made for, and what became of it."""

    model = AdminLink
    fields = readonly_fields = _LINK_FIELDS
    can_delete = False
    max_num = 0
    verbose_name_plural = "admin links"


@admin.register(Connection)
class ConnectionAdmin(WalledAdmin):
    """Connecting and reconnecting is the product's; here a connection is found, named, renewed,
    ended, and offered to an admin of the org."""

    needs = Action.MANAGE
    may_add = may_delete = False
    inlines = (LinksInline,)
    actions = ("make_link", "keep_alive", "disconnect")
    list_display = ("name", "environment", "standing", "flow", "org_name", "username", "checked_at")
    list_filter = (TenantFilter, "state", "environment", "flow")
    search_fields = ("name", "org_name", "org_id", "username")
    fieldsets = (
        (None, {"fields": ("tenant", "name", "environment", "flow", "state", "problem", "notice")}),
        (
            "Salesforce",
            {
                "fields": (
                    "org_name",
                    "org_id",
                    "previous_org_id",
                    "org_changed_at",
                    "instance_url",
                    "login_url",
                    "username",
                    "user_id",
                    "consumer_key",
                    "login_user",
                    "certificate",
                )
            },
        ),
        (
            "Use",
            {"fields": ("api_used", "api_allowed", "api_seen_at", "refreshed_at", "checked_at")},
        ),
    )
    readonly_fields = (
        "environment", "flow", "state", "problem", "notice", "org_name", "org_id",
        "previous_org_id", "org_changed_at", "instance_url", "login_url", "username", "user_id",
        "consumer_key", "login_user", "certificate", "api_used", "api_allowed", "api_seen_at",
        "refreshed_at", "checked_at",
    )  # fmt: skip

    @badge("state", _COLOURS, ordering="state")
    def standing(self, connection: Connection) -> str:
        """Its state, in words."""
        return State(connection.state).label

    @admin.action(description="Make a link for an admin of the org", permissions=["change"])
    def make_link(self, request: HttpRequest, queryset: QuerySet[Connection]) -> None:
        """A link for each selected connection; its address is told this once."""
        maker = links.Maker(str(request.user), request.user)  # type: ignore[arg-type]
        for row in queryset:
            _, token = links.make_link(row, maker=maker)
            self.note(request, row, "link_made")
            self.message_user(
                request, f"{row}: send {links.address_of(token)}. It is not told again."
            )

    @admin.action(description="Renew the tokens now", permissions=["change"])
    def keep_alive(self, request: HttpRequest, queryset: QuerySet[Connection]) -> None:
        """Use the refresh tokens, as the hourly task does for those that are idle."""
        living = queryset.filter(state=State.CONNECTED)
        self._afterwards(request, living, "renewed", act=_renew)

    @admin.action(description="Disconnect: end the tokens, here and there", permissions=["change"])
    def disconnect(self, request: HttpRequest, queryset: QuerySet[Connection]) -> None:
        """End the selected connections; their leads wait."""
        self._afterwards(request, queryset, "disconnected", act=oauth.disconnect)

    def _afterwards(
        self,
        request: HttpRequest,
        rows: QuerySet[Connection],
        what: str,
        *,
        act: Callable[[Connection], Any],
    ) -> None:
        """Do something that talks to Salesforce, once this request's transaction is over."""
        chosen = list(rows)
        for row in chosen:
            self.note(request, row, what)
            transaction.on_commit(partial(act, row), robust=True)
        self.message_user(
            request, f"Inlet sees to {len(chosen)}. Load the list again to see how they stand."
        )


def _renew(row: Connection) -> None:
    keepalive.keep_alive(row.pk, row.tenant_id, force=True)


@admin.register(AdminLink)
class AdminLinkAdmin(WalledAdmin):
    """Links are made at their connection; here they are looked after and ended."""

    needs = Action.MANAGE
    may_add = may_change = may_delete = False
    noun = "link"
    list_display = ("connection", *_LINK_FIELDS[:3], "standing", *_LINK_FIELDS[4:])
    list_filter = (TenantFilter, "purpose")
    list_select_related = ("tenant", "connection")
    fields = ("tenant", "connection", *_LINK_FIELDS, "revoked_at")
    actions = ("revoke",)

    @badge("state", _LINK_COLOURS)
    def standing(self, link: AdminLink) -> str:
        """Whether it still works."""
        return links.state_of(link, now=timezone.now()).value.capitalize()

    @admin.action(description="Revoke: the links stop working at once", permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[AdminLink]) -> None:
        """End the selected links that are still open."""
        ended = [link for link in queryset if links.revoke_link(link.pk)]
        for link in ended:
            self.note(request, link, "revoked")
        self.message_user(request, f"{len(ended)} links ended. The rest had ended before.")
