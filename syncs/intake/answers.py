"""What the API says of a lead."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from syncs.models import InboundLead
from syncs.states import State


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="One sentence that says what to do.")
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(child=serializers.CharField()),
        required=False,
        help_text="For each wrong field: its path, and what is wrong.",
    )


class LeadAnswerSerializer(serializers.Serializer[Any]):
    """A lead and what became of it."""

    id = serializers.UUIDField()
    external_id = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField([state.value for state in State])
    reason = serializers.CharField(help_text="Why, in a sentence.")
    fix = serializers.CharField(help_text="What to do, when something is to be done.")
    record = serializers.DictField(allow_null=True, help_text="The Salesforce record.")
    decision = serializers.DictField(allow_null=True, help_text="Every field, and why.")
    mapping_version = serializers.IntegerField(allow_null=True)
    attempts = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField()


class BatchAnswerSerializer(serializers.Serializer[Any]):
    """One result per lead sent, in order."""

    accepted = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = serializers.ListField(child=serializers.DictField())


def lead_answer(lead: InboundLead) -> dict[str, Any]:
    """The lead as `LeadAnswerSerializer` describes it."""
    record = {"object": lead.sobject, "id": lead.record_id} if lead.record_id else None
    return {
        "id": str(lead.pk),
        "external_id": lead.external_id,
        "state": lead.state,
        "reason": lead.reason,
        "fix": lead.fix,
        "record": record,
        "decision": lead.decision,
        "mapping_version": lead.mapping_number,
        "attempts": lead.attempts,
        "received_at": lead.received_at.isoformat(),
        "finished_at": lead.finished_at.isoformat() if lead.finished_at else None,
        "url": settings.BASE_URL + reverse("api-lead", args=[lead.pk]),
    }
