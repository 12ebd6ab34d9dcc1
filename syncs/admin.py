"""Admin of the movement: sources, and what they brought, which nobody changes by hand."""

from __future__ import annotations

from django.contrib import admin

from tenants.access import Action
from tenants.staff import ReadOnlyAdmin, WalledAdmin, badge
from tenants.staff_forms import TenantFilter

from .models import BatchRun, HourlyCount, InboundLead, Source, UnseenAnswer
from .states import State

_COLOURS = {
    State.CREATED.value.capitalize(): "success",
    State.UPDATED.value.capitalize(): "info",
    State.HELD.value.capitalize(): "warning",
    State.FAILED.value.capitalize(): "danger",
}


@admin.register(Source)
class SourceAdmin(WalledAdmin):
    """A source joins a key, a mapping and a connection: for those who manage connections."""

    needs = Action.MANAGE
    list_display = ("name", "kind", "mapping", "connection", "last_lead_at")
    list_filter = (TenantFilter, "kind")
    list_select_related = ("tenant", "mapping", "connection")
    search_fields = ("name",)
    fields = ("tenant", "name", "kind", "api_key", "mapping", "connection", "last_lead_at")
    readonly_fields = ("last_lead_at",)


@admin.register(InboundLead)
class InboundLeadAdmin(ReadOnlyAdmin):
    """One payload, and what became of it."""

    list_display = ("__str__", "standing", "source", "sobject", "record_id", "received_at")
    list_filter = (TenantFilter, "state", "source")
    list_select_related = ("tenant", "source")
    search_fields = ("email__exact", "external_id__exact", "name__startswith")
    search_help_text = "A whole e-mail address or external id, or how the name begins."
    ordering = ("-received_at", "-id")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "tenant", "name", "email", "external_id", "company", "state", "reason", "fix",
                    "sobject", "record_id",
                )
            },
        ),
        ("What came, what was decided, what Salesforce answered",
         {"fields": ("payload", "decision", "answer", "mapping_number")}),
        (
            "On its way",
            {
                "fields": (
                    "source", "connection", "received_at", "finished_at", "due_at", "attempts",
                    "cause",
                )
            },
        ),
    )  # fmt: skip

    @badge("state", _COLOURS, ordering="state")
    def standing(self, lead: InboundLead) -> str:
        """Where the lead stands."""
        return lead.state.capitalize()


@admin.register(HourlyCount)
class HourlyCountAdmin(ReadOnlyAdmin):
    """The ledger: a row is an hour of a source, and every lead stands in exactly one column."""

    list_display = ("hour", "source", "received", *(state.value for state in State))
    list_filter = (TenantFilter, "source")
    list_select_related = ("tenant", "source")
    ordering = ("-hour",)


@admin.register(BatchRun)
class BatchRunAdmin(ReadOnlyAdmin):
    """What a batch cost."""

    list_display = ("at", "connection", "leads", "calls", "find_ms", "write_ms")
    list_filter = (TenantFilter, "connection")
    list_select_related = ("tenant", "connection")
    ordering = ("-at",)


@admin.register(UnseenAnswer)
class UnseenAnswerAdmin(ReadOnlyAdmin):
    """Codes that Inlet's table of errors doesn't know yet."""

    list_display = ("code", "connection", "times", "sample", "first_seen_at", "last_seen_at")
    list_filter = (TenantFilter, "connection")
    list_select_related = ("tenant", "connection")
    search_fields = ("code__startswith",)
    ordering = ("-last_seen_at",)
