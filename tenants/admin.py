"""Admin of accounts, for the platform's staff; keys and the record of changes, for a tenant's."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from .access import Action
from .apikeys import CONNECTION_SCOPES, revoke_key
from .audit import note
from .models import Agency, ApiKey, AuditEntry, Invitation, Membership, Tenant, User
from .staff import ReadOnlyAdmin, WalledAdmin, badge, in_words
from .staff_forms import TenantFilter
from .staffwall import editable, tenants_for

# Roles take the place of groups, and addresses are changed by their owners.
admin.site.unregister([Group, EmailAddress])


class PlatformAdmin(ModelAdmin):  # type: ignore[misc]
    """A table without a tenant: for the platform's own staff only."""

    may_add = False
    may_delete = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the table stands in the menu."""
        return isinstance(request.user, User) and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        del obj
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        del obj
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers, where rows are made by hand at all."""
        return self.may_add and self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers, where rows are deleted by hand at all."""
        del obj
        return self.may_delete and self.has_module_permission(request)


@admin.register(Agency)
class AgencyAdmin(PlatformAdmin):
    """Agencies open by themselves; here they are found and renamed."""

    list_display = ("name", "created_at")
    search_fields = ("name",)
    readonly_fields = ("created_at",)


@admin.register(Tenant)
class TenantAdmin(PlatformAdmin):
    """Clients are added in the product, which also furnishes them. Their own staff sees them."""

    list_display = ("name", "agency", "slug", "time_zone", "created_at")
    list_select_related = ("agency",)
    search_fields = ("name", "slug", "agency__name")
    fields = ("name", "agency_name", "slug", "time_zone", "phone_region", "created_at")
    readonly_fields = ("agency_name", "slug", "created_at")

    @admin.display(description="agency")
    def agency_name(self, tenant: Tenant) -> str:
        """The agency, without a link: its page is the platform's."""
        return tenant.agency.name

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenant]:
        """The clients that the person may edit."""
        found: QuerySet[Tenant] = super().get_queryset(request)
        return found.filter(pk__in=[tenant.pk for tenant in editable(request)])

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether there is any."""
        return bool(editable(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For those who may edit the client's set-up."""
        return obj in editable(request) if obj else self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For those who manage the client."""
        tenants = tenants_for(request, Action.MANAGE)
        return obj in tenants if obj else bool(tenants)

    def log_change(self, request: HttpRequest, obj: Tenant, message: Any) -> None:
        """Note it in the client's own record."""
        note(
            obj, request.user, "client.changed", subject=obj, id=str(obj.pk), what=in_words(message)
        )


@admin.register(User)
class UserAdmin(PlatformAdmin):
    """People sign up and change their own address and password; here access is ended or given."""

    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("email", "last_login", "date_joined")


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """A membership of one agency."""

    def clean(self) -> dict[str, Any]:
        """Refuse a client of another agency: it would give no access to anything."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        tenant, agency = values.get("tenant"), values.get("agency")
        if tenant and agency and tenant.agency_id != agency.pk:
            self.add_error("tenant", f"{tenant} is a client of {tenant.agency}, not of {agency}.")
        return values


@admin.register(Membership)
class MembershipAdmin(PlatformAdmin):
    """Who may enter where."""

    form = MembershipForm
    may_add = may_delete = True
    list_display = ("user", "role", "agency", "tenant")
    list_select_related = ("user", "agency", "tenant")
    list_filter = ("role",)
    search_fields = ("user__email", "agency__name", "tenant__name")
    autocomplete_fields = ("user", "agency", "tenant")


@admin.register(Invitation)
class InvitationAdmin(PlatformAdmin):
    """Offers of a membership; deleting one ends its link."""

    may_delete = True
    list_display = ("email", "role", "agency", "tenant", "expires_at", "accepted_at")
    list_select_related = ("agency", "tenant")
    search_fields = ("email", "agency__name")
    exclude = ("token_hash",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: an offer is withdrawn and made again."""
        del request, obj
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(WalledAdmin):
    """Keys are made in the product, which shows the secret once; here they are named and ended."""

    needs = Action.MANAGE
    may_add = may_delete = False
    noun = "key"
    list_display = ("name", "public_id", "state", "last_used_at", "created_at")
    list_filter = (TenantFilter,)
    search_fields = ("name", "public_id")
    fields = (
        "tenant", "name", "expires_at", "public_id", "scopes", "last_used_at", "revoked_at",
        "created_at", "created_by",
    )  # fmt: skip
    readonly_fields = (
        "public_id", "scopes", "last_used_at", "revoked_at", "created_at", "created_by",
    )  # fmt: skip
    actions = ("revoke", "allow_connections")

    @badge("state", {"Works": "success", "Revoked": "danger"})
    def state(self, key: ApiKey) -> str:
        """Whether the key still opens anything, its end date aside."""
        return "Revoked" if key.revoked_at else "Works"

    @admin.action(description="Revoke: the keys stop working at once", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """End the selected keys."""
        living = list(queryset.filter(revoked_at__isnull=True))
        for key in living:
            revoke_key(key)
            self.note(request, key, "revoked")
        self.message_user(
            request, f"{len(living)} of the selected keys ended. The rest had ended before.",
            messages.SUCCESS if living else messages.INFO,
        )  # fmt: skip

    @admin.action(
        description="Allow: the keys may also read and change connections", permissions=["change"]
    )
    def allow_connections(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Widen the selected keys, those that still work."""
        for key in queryset.filter(revoked_at__isnull=True):
            key.scopes = sorted({*key.scopes, *CONNECTION_SCOPES})
            key.save(update_fields=["scopes"])
            self.note(request, key, "widened", message="May read and change connections.")
        self.message_user(request, "Keys that work may now manage connections too.")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """What people and keys did; nobody can change it."""

    needs = Action.MANAGE
    list_display = ("at", "actor", "action", "subject")
    list_filter = (TenantFilter, "action")
    search_fields = ("actor", "subject")
    fields = ("tenant", "at", "actor", "action", "subject", "detail")
