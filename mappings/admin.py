"""Admin of mappings: a draft's document is edited as text; what is or was live is only read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from tenants.staff import WalledAdmin, badge
from tenants.staff_forms import TenantFilter

from .defaults import make_mapping
from .document_form import DocumentForm, problems_of, shown
from .models import Mapping, MappingVersion
from .publishing import (
    Behind,
    Refused,
    discard_draft,
    draft_from,
    publish,
    roll_back,
    save_draft,
)

_LINK = '<a class="text-primary-600 dark:text-primary-400 underline" href="{}">{}</a>'


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
        """The way to its versions, and to the page where a mapping is edited."""
        where = reverse("admin:mappings_mappingversion_changelist")
        listed = format_html(_LINK, f"{where}?mapping__id__exact={mapping.pk}", "Open its versions")
        page = _page_of(mapping)
        return format_html("{} · {}", listed, page) if page else listed

    def save_model(self, request: HttpRequest, obj: Mapping, form: Any, change: Any) -> None:
        """A new mapping has a first version, so that it works before anybody edits it."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = make_mapping(obj.tenant, obj.name)
        obj.pk, obj._state.adding = made.pk, False


@admin.register(MappingVersion)
class MappingVersionAdmin(WalledAdmin):
    """The versions of a mapping. A new one begins as the copy of another."""

    may_add = False
    form = DocumentForm
    change_form_template = "admin/mappings/mappingversion/change_form.html"
    list_display = ("title", "number", "standing", "published_at", "published_by", "note")
    list_filter = (TenantFilter, "state", "mapping")
    list_select_related = ("tenant", "mapping")
    search_fields = ("mapping__name",)
    ordering = ("mapping__name", "-number")
    actions = ("copy_selected", "publish_selected", "roll_back_selected")
    readonly_fields = (
        "mapping", "number", "standing", "based_on", "published_at", "published_by", "page",
        "shown_document",
    )  # fmt: skip

    class Media:
        css = {"all": ("inlet/staff.css",)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The document as text that can be edited, or as text that is only read."""
        edited = obj is not None and self.has_change_permission(request, obj)
        head = (
            ("mapping", "number"), ("standing", "based_on"), ("published_at", "published_by"),
            "page",
        )  # fmt: skip
        body = ("note", "text", "revision") if edited else ("note", "shown_document")
        return ((None, {"fields": head}), ("The agreement", {"fields": body}))

    @admin.display(description="mapping", ordering="mapping__name")
    def title(self, version: MappingVersion) -> str:
        """The mapping's name, which leads to the version."""
        return version.mapping.name

    @badge("state", {"Live": "success", "Draft": "warning"}, ordering="state")
    def standing(self, version: MappingVersion) -> str:
        """Draft, live or retired."""
        return version.get_state_display()

    @admin.display(description="page")
    def page(self, version: MappingVersion) -> str:
        """The way to the page where a mapping is edited."""
        return _page_of(version.mapping) or "-"

    @admin.display(description="document")
    def shown_document(self, version: MappingVersion) -> str:
        """The document as it is, to be read."""
        return format_html('<pre class="whitespace-pre-wrap">{}</pre>', shown(version))

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
            Mapping.objects.select_for_update(of=("self",)).get(pk=version.mapping_id)
            version.refresh_from_db()
        return version

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Save the draft as its page does; the form has said already what would be refused."""
        del change
        if not form.is_changed:
            return
        saved = save_draft(
            obj,
            form.rules,
            revision=form.cleaned_data["revision"],
            by=request.user,
            note=form.cleaned_data["note"],
        )
        obj.revision, obj.document = saved.revision, saved.document

    def delete_model(self, request: HttpRequest, obj: MappingVersion) -> None:
        """Discard the draft as its page does."""
        discard_draft(obj, by=request.user)

    def log_change(self, request: HttpRequest, obj: Any, message: object) -> None:
        """Saving a draft has noted it."""

    def response_change(self, request: HttpRequest, obj: MappingVersion) -> HttpResponse:
        """Publish what was saved, when that button was pressed."""
        if "_publish" not in request.POST:
            return super().response_change(request, obj)  # type: ignore[no-any-return]
        self._publish(request, obj)
        return redirect("admin:mappings_mappingversion_change", obj.pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """The editor, with what stands in the way of publishing."""
        version: MappingVersion | None = kwargs.get("obj")
        # What didn't pass has its error beside the text; the rules are those that were saved.
        if version is not None and _is_draft(version) and request.method == "GET":
            context |= {"problems": problems_of(version), "is_checked": True}
        return super().render_change_form(  # type: ignore[no-any-return]
            request, context, **kwargs
        )

    def get_urls(self) -> list[Any]:
        """The usual addresses and the ones that copy and roll back."""
        named = (("copy", self.copy_view), ("roll-back", self.roll_back_view))
        own = [
            path(
                f"<uuid:object_id>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"mappings_mappingversion_{name.replace('-', '_')}",
            )
            for name, view in named
        ]
        return [*own, *super().get_urls()]

    def copy_view(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """A draft with the same rules, opened. Raises Http404 for a stranger's version."""
        return self._opened(request, object_id, self._copy)

    def roll_back_view(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """This version's rules live again, opened. Raises Http404 for a stranger's version."""
        return self._opened(request, object_id, self._roll_back)

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

    @admin.action(description="Roll back to this version", permissions=["change"])
    def roll_back_selected(self, request: HttpRequest, queryset: QuerySet[MappingVersion]) -> None:
        """The rules of each selected version go live again, or it says why not."""
        for version in queryset:
            self._roll_back(request, version)

    def _opened(
        self,
        request: HttpRequest,
        object_id: UUID,
        act: Callable[[HttpRequest, MappingVersion], MappingVersion],
    ) -> HttpResponse:
        version = self.get_object(request, str(object_id))
        if version is None:
            raise Http404("There is no such version.")
        return redirect("admin:mappings_mappingversion_change", act(request, version).pk)

    def _copy(self, request: HttpRequest, version: MappingVersion) -> MappingVersion:
        try:
            draft = draft_from(version, by=request.user)
        except Refused as refused:
            self.message_user(request, str(refused), messages.WARNING)
            return version
        self.message_user(request, f"{draft} is a copy of version {version.number}. Edit it here.")
        return draft

    def _roll_back(self, request: HttpRequest, version: MappingVersion) -> MappingVersion:
        try:
            made = roll_back(version.mapping, version.number, by=request.user)
        except Refused as refused:
            self.message_user(request, str(refused), messages.WARNING)
            return version
        self.message_user(request, f"{made} is live, with the rules of version {version.number}.")
        return made

    def _publish(self, request: HttpRequest, version: MappingVersion) -> None:
        try:
            publish(version, by=request.user)
        except Behind as behind:
            self.message_user(request, str(behind), messages.WARNING)
        except Refused as refused:
            for problem in refused.problems:
                self.message_user(request, f"{version} is not live yet. {problem}", messages.ERROR)
        else:
            self.message_user(request, f"{version} is live: leads are worked by it from now on.")


def _is_draft(version: MappingVersion | None) -> bool:
    return version is None or version.is_draft


def _page_of(mapping: Mapping) -> str:
    try:
        where = reverse("mapping", args=[mapping.tenant.slug, mapping.pk])
    except NoReverseMatch:
        return ""
    return format_html(_LINK, where, "Edit on its page")
