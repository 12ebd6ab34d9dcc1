"""Forms of the admin for a tenant's rows: nothing in them leads to another tenant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from unfold.forms import PaginationInlineFormSet

from .walls import TenantOwned


class WalledForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row's form: what it points at belongs to its own tenant, and so do its unique names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice in self._walled_choices().values():
            if self.instance.tenant_id:
                choice.queryset = choice.queryset.filter(tenant=self.instance.tenant_id)
            elif choice.queryset.order_by().values("tenant").distinct().count() > 1:
                choice.label_from_instance = _with_tenant

    def clean(self) -> dict[str, Any]:
        """Say which choice belongs to another tenant than the one chosen."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        tenant = values.get("tenant")
        for name in self._walled_choices():
            chosen = values.get(name)
            if tenant and chosen and chosen.tenant_id != tenant.pk:
                self.add_error(name, f"This belongs to {chosen.tenant}, not to {tenant}.")
        return values

    def _walled_choices(self) -> dict[str, Any]:
        return {
            name: field
            for name, field in self.fields.items()
            if isinstance(field, forms.ModelChoiceField)
            and field.queryset is not None
            and issubclass(field.queryset.model, TenantOwned)
        }

    def _get_validation_exclusions(self) -> set[str]:
        # The tenant of a row stands in no field, yet every unique constraint begins with it.
        known = {"tenant"} if self.instance.tenant_id else set()
        return super()._get_validation_exclusions() - known  # type: ignore[misc,no-any-return]


def _with_tenant(row: TenantOwned) -> str:
    return f"{row} ({row.tenant})"


class WalledFormSet(PaginationInlineFormSet):  # type: ignore[misc]
    """Rows that belong to another row, hence to its tenant."""

    def save_new(self, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Give a new row the tenant of the row it belongs to."""
        form.instance.tenant_id = self.instance.tenant_id
        return super().save_new(form, commit)


class TenantFilter(admin.SimpleListFilter):
    """The list of one client; not shown to a person who has only one."""

    title = "client"
    parameter_name = "client"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The clients that this table shows."""
        tenants = model_admin.tenants(request)
        return [(str(one.pk), one.name) for one in tenants] if len(tenants) > 1 else []

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """The rows of the client that was chosen."""
        del request
        offered = {key for key, _ in self.lookup_choices}
        return queryset.filter(tenant=self.value()) if self.value() in offered else queryset
