"""Admin of mappings: the editor. A draft is edited; what is or was live is only read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from tenants.staff import WalledAdmin, WalledInline, badge
from tenants.staff_forms import TenantFilter

from .checking import check_rules
from .defaults import make_mapping
from .editing import (
    SOURCE_EXAMPLES,
    FieldMappingForm,
    FieldMappingFormSet,
    MappingVersionForm,
    MatchRuleForm,
    OrderedFormSet,
)
from .models import FieldMapping, Mapping, MappingVersion, MatchRuleRow
from .publishing import NotPublished, draft_from, publish
from .transforms import TRANSFORMS

_SHOWN_FOR = "typeof routing_kind === 'undefined' || {}.includes(routing_kind)"


@admin.register(Mapping)
class MappingAdmin(WalledAdmin):
    """Mappings; a new one begins with the guide's fields, live at once."""

    list_display = ("name", "live_number", "versions", "created_at")
    search_fields = ("name",)
    fields = ("tenant", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The mappings with the number of their live version."""
        rows: QuerySet[Any] = super().get_queryset(request)
        if not self.tenants(request):
            return rows
        live = MappingVersion.objects.filter(mapping=OuterRef("pk"), state=MappingVersion.LIVE)
        numbered: QuerySet[Any] = rows.annotate(live=Subquery(live.values("number")[:1]))
        return numbered

    @admin.display(description="live version", empty_value="none")
    def live_number(self, mapping: Any) -> int | None:
        """Which version leads are worked by."""
        number: int | None = mapping.live
        return number

    @admin.display(description="versions")
    def versions(self, mapping: Mapping) -> str:
        """The way to the editor."""
        where = reverse("admin:mappings_mappingversion_changelist")
        return format_html(
            '<a class="text-primary-600 dark:text-primary-400 underline" '
            'href="{}?mapping__id__exact={}">Open its versions</a>',
            where,
            mapping.pk,
        )

    def save_model(self, request: HttpRequest, obj: Mapping, form: Any, change: Any) -> None:
        """A new mapping has a first version, so that it works before anybody edits it."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = make_mapping(obj.tenant, obj.name)
        obj.pk, obj._state.adding = made.pk, False


class FieldMappingInline(WalledInline):
    """The fields, in order."""

    model = FieldMapping
    form = FieldMappingForm
    formset = FieldMappingFormSet
    fields = FieldMappingForm.Meta.fields
    ordering_field = "position"
    hide_title = True
    verbose_name = "field"
    verbose_name_plural = "Fields"
    template_before = "admin/mappings/field_help.html"


class MatchRuleInline(WalledInline):
    """How a person is recognised."""

    model = MatchRuleRow
    form = MatchRuleForm
    formset = OrderedFormSet
    fields = MatchRuleForm.Meta.fields
    ordering_field = "position"
    hide_title = True
    verbose_name_plural = "How a person is recognised, tried in this order"


@admin.register(MappingVersion)
class MappingVersionAdmin(WalledAdmin):
    """The versions of a mapping. A new one begins as the copy of another."""

    may_add = False
    form = MappingVersionForm
    inlines = (FieldMappingInline, MatchRuleInline)
    change_form_template = "admin/mappings/mappingversion/change_form.html"
    list_display = ("title", "number", "standing", "published_at")
    list_filter = (TenantFilter, "state", "mapping")
    list_select_related = ("tenant", "mapping")
    search_fields = ("mapping__name",)
    ordering = ("mapping__name", "-number")
    actions = ("copy_selected", "publish_selected")
    radio_fields = {
        "mode": admin.VERTICAL, "lead_found": admin.VERTICAL, "contact_found": admin.VERTICAL,
    }  # fmt: skip
    readonly_fields = ("mapping", "number", "standing", "published_at")
    # Where the version is only read there is no such variable, and all fields show.
    conditional_fields = {
        "routing_owner_name": _SHOWN_FOR.format("['user', 'queue']"),
        "routing_owner_id": _SHOWN_FOR.format("['user', 'queue']"),
        "routing_rule_id": _SHOWN_FOR.format("['assignment_rules']"),
    }
    fieldsets = (
        (None, {"fields": (("mapping", "number"), ("standing", "published_at"))}),
        ("What happens when…", {"fields": ("mode", "lead_found", "contact_found")}),
        (
            "Owner of new Leads",
            {
                "fields": (
                    "routing_kind", "routing_owner_name", "routing_owner_id", "routing_rule_id",
                )
            },
        ),
        (
            "Advanced",
            {
                "classes": ("collapse",),
                "fields": (
                    "default_status", "external_id_field", "contact_external_id_field",
                    "allow_duplicate_save",
                ),
            },
        ),
    )  # fmt: skip

    class Media:
        css = {"all": ("inlet/staff.css",)}

    @admin.display(description="mapping", ordering="mapping__name")
    def title(self, version: MappingVersion) -> str:
        """The mapping's name, which leads to the editor."""
        return version.mapping.name

    @badge("state", {"Live": "success", "Draft": "warning"}, ordering="state")
    def standing(self, version: MappingVersion) -> str:
        """Draft, live or retired."""
        return version.get_state_display()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a draft is edited: the others say what happened to leads."""
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a draft is deleted."""
        return super().has_delete_permission(request, obj) and _is_draft(obj)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> MappingVersion | None:
        """The version; to be written, it is read under the lock that publishing takes too."""
        version: MappingVersion | None = super().get_object(request, object_id, from_field)
        if version is not None and request.method == "POST":
            _lock(version)
            version.refresh_from_db(fields=["state", "published_at"])
        return version

    def response_change(self, request: HttpRequest, obj: MappingVersion) -> HttpResponse:
        """Publish what was saved, when that button was pressed."""
        if "_publish" not in request.POST:
            return super().response_change(request, obj)  # type: ignore[no-any-return]
        self._publish(request, obj)
        return redirect("admin:mappings_mappingversion_change", obj.pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """The editor, with its help and with what stands in the way of publishing."""
        version: MappingVersion | None = kwargs.get("obj")
        context |= {
            "transforms": TRANSFORMS.items(),
            "source_examples": SOURCE_EXAMPLES,
        }
        # What didn't pass has its error beside the field; the rules are those that were saved.
        if version is not None and _is_draft(version) and request.method == "GET":
            context["problems"] = check_rules(version.as_rules())
        return super().render_change_form(  # type: ignore[no-any-return]
            request, context, **kwargs
        )

    def get_urls(self) -> list[Any]:
        """The usual addresses and the one that copies."""
        copy = self.admin_site.admin_view(require_POST(self.copy_view))
        name = "mappings_mappingversion_copy"
        return [path("<uuid:object_id>/copy/", copy, name=name), *super().get_urls()]

    def copy_view(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """A new draft with the same rules, opened. Raises Http404 for a stranger's version."""
        version = self.get_object(request, str(object_id))
        if version is None:
            raise Http404("There is no such version.")
        return redirect("admin:mappings_mappingversion_change", self._copy(request, version).pk)

    @admin.action(description="Copy to a new draft", permissions=["change"])
    def copy_selected(self, request: HttpRequest, queryset: QuerySet[MappingVersion]) -> None:
        """A draft of each selected version."""
        for version in queryset:
            self._copy(request, version)

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[MappingVersion]) -> None:
        """Each selected draft goes live, or says why not."""
        for version in queryset:
            self._publish(request, version)

    def _copy(self, request: HttpRequest, version: MappingVersion) -> MappingVersion:
        _lock(version)
        draft = draft_from(version)
        self.note(request, draft, "copied", message=f"From version {version.number}.")
        self.message_user(request, f"{draft} is a copy of version {version.number}. Edit it here.")
        return draft

    def _publish(self, request: HttpRequest, version: MappingVersion) -> None:
        _lock(version)
        version.refresh_from_db()
        if not _is_draft(version):
            self.message_user(request, f"{version} is no draft. Copy it first.", messages.WARNING)
            return
        try:
            publish(version)
        except NotPublished as refused:
            for problem in refused.problems:
                self.message_user(request, f"{version} is not live yet. {problem}", messages.ERROR)
            return
        self.note(request, version, "published")
        self.message_user(request, f"{version} is live: leads are worked by it from now on.")


def _is_draft(version: MappingVersion | None) -> bool:
    return version is None or version.state == MappingVersion.DRAFT


def _lock(version: MappingVersion) -> None:
    """Wait for whoever is publishing, copying or saving a version of the same mapping."""
    Mapping.objects.select_for_update(of=("self",)).get(pk=version.mapping_id)
