"""The base of every admin page about a tenant's rows: its role, its walls, its record of changes.

The middleware has put in force the tenants that the person may edit; here a table shows those
at which the person may take the table's own action.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar, cast

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from . import audit
from .access import Action
from .models import AuditEntry, Tenant
from .staff_forms import TenantFilter, WalledForm, WalledFormSet
from .staffwall import tenants_for
from .walls import TenantOwned

_SPACED = str.maketrans("._", "  ")
_Method = TypeVar("_Method", bound=Callable[..., Any])


def badge(
    description: str, colours: Mapping[str, str], *, ordering: str | None = None
) -> Callable[[_Method], _Method]:
    """Decorate a column: its text as a badge, in the colour that `colours` has for it."""
    decorate = display(description=description, ordering=ordering, label=dict(colours))

    def decorated(method: _Method) -> _Method:
        return cast(_Method, decorate(method))

    return decorated


def in_words(message: object) -> str:
    """Django's list of what a form changed, as sentences; a sentence stays one."""
    changes = message if isinstance(message, str) else json.dumps(message)
    return str(LogEntry(change_message=changes).get_change_message())


class WalledAdmin(ModelAdmin):  # type: ignore[misc]
    """Admin of a tenant-owned table, for those who may take `needs` at the row's tenant."""

    needs: ClassVar[Action] = Action.EDIT
    may_add: ClassVar[bool] = True
    may_change: ClassVar[bool] = True
    may_delete: ClassVar[bool] = True
    # What the record of changes calls such a row; empty: the model's name.
    noun: ClassVar[str] = ""

    form = WalledForm
    list_filter: ClassVar[Sequence[Any]] = (TenantFilter,)
    list_select_related: ClassVar[Sequence[str]] = ("tenant",)
    show_full_result_count = False
    list_fullwidth = True
    warn_unsaved_form = True

    def tenants(self, request: HttpRequest) -> list[Tenant]:
        """The tenants whose rows this person may see here."""
        return tenants_for(request, self.needs)

    def reaches(self, request: HttpRequest, row: TenantOwned | None) -> bool:
        """Whether the person may act on this row, or on the table at all."""
        tenants = {tenant.pk for tenant in self.tenants(request)}
        return bool(tenants) if row is None else row.tenant_id in tenants

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the table stands in the menu."""
        return self.reaches(request, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role at the row's tenant."""
        return self.reaches(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """By role at any tenant, where rows are made by hand at all."""
        return self.may_add and self.reaches(request, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role at the row's tenant, where rows are changed by hand at all."""
        return self.may_change and self.reaches(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role at the row's tenant, where rows are deleted by hand at all."""
        return self.may_delete and self.reaches(request, obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows of the person's tenants."""
        tenants = self.tenants(request)
        if not tenants:  # then none may be in force, and the scoped manager would refuse
            return self.model.unscoped.none()  # type: ignore[no-any-return]
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.filter(tenant__in=tenants)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Its columns, and the client when the person has several."""
        columns = list(super().get_list_display(request))
        return [*columns, "tenant"] if len(self.tenants(request)) > 1 else columns

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A row never moves to another tenant."""
        return [*super().get_readonly_fields(request, obj), *(["tenant"] if obj else [])]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The only tenant is chosen already."""
        tenants = self.tenants(request)
        only = {"tenant": tenants[0].pk} if len(tenants) == 1 else {}
        return only | super().get_changeform_initial_data(request)  # type: ignore[no-any-return]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Choices from the person's tenants only."""
        target, tenants = db_field.related_model, self.tenants(request)
        if db_field.name == "tenant":
            kwargs["queryset"] = Tenant.objects.filter(pk__in=[one.pk for one in tenants])
        elif isinstance(target, type) and issubclass(target, TenantOwned):
            rows = target.objects.filter(tenant__in=tenants)
            kwargs["queryset"] = rows.select_related("tenant")
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "tenant" and field is not None and len(tenants) == 1:
            field.empty_label = None
        return field

    def note(
        self, request: HttpRequest, row: TenantOwned, what: str, *, message: object = ""
    ) -> None:
        """Keep in the tenant's own record, not in a table without walls, what the person did."""
        noun = self.noun or str(self.opts.verbose_name).replace(" ", "_")
        audit.note(
            row.tenant, request.user, f"{noun}.{what}", subject=row,
            id=str(row.pk), what=in_words(message),
        )  # fmt: skip

    def log_addition(self, request: HttpRequest, obj: Any, message: object) -> None:
        """Note a new row."""
        self.note(request, obj, "added", message=message)

    def log_change(self, request: HttpRequest, obj: Any, message: object) -> None:
        """Note a change, if there was one."""
        if message:
            self.note(request, obj, "changed", message=message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> None:
        """Note each row that is about to go."""
        for row in queryset:
            self.note(request, row, "deleted")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What people did to one row, newest first, out of the tenant's record."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[no-any-return]
                request, self.opts, object_id
            )
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        entries = AuditEntry.objects.filter(tenant=row.tenant_id, detail__id=str(row.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {row}",
            "entries": [(one, one.action.translate(_SPACED)) for one in entries[:200]],
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/walled_history.html", context)


class ReadOnlyAdmin(WalledAdmin):
    """A table that is written by the product only. Its list isn't counted: it may be long."""

    may_add = may_change = may_delete = False
    paginator = InfinitePaginator


class WalledInline(TabularInline):  # type: ignore[misc]
    """Rows that belong to another row: whoever may change that one may change these."""

    exclude = ("tenant",)
    formset = WalledFormSet
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the row they belong to."""
        return bool(self._parent().has_view_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the row they belong to."""
        return bool(self._parent().has_change_permission(request, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Adding one changes the row it belongs to."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Removing one changes the row it belonged to."""
        return self.has_change_permission(request, obj)

    def _parent(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)
