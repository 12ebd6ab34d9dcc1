"""The API's dry run: what would be done about leads that are not sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mappings.rules import RulesRefused
from syncs.models import Source
from syncs.planning import Item, Plan, plan_leads
from tenants import walls

from .authentication import HasScope
from .canonical import LeadSerializer
from .taking import MAX_BATCH, Checked, checked, problems, source_of

PLAN_MODE = OpenApiParameter(
    "mode", str, OpenApiParameter.QUERY, required=False, enum=["send", "plan"],
    description="plan: nothing is stored and nothing is written; the answer is the plan.",
)  # fmt: skip


class PlanSerializer(serializers.Serializer[Any]):
    """What would be done about one lead, field by field, with the rule behind each."""

    action = serializers.CharField(
        help_text="create_lead, update_lead, create_contact, update_contact, skip or hold."
    )
    reason = serializers.CharField(help_text="Why, in a sentence.")
    record = serializers.DictField(allow_null=True, help_text="The Salesforce record found.")
    looked = serializers.CharField(help_text="How the person was looked for, and what was found.")
    why = serializers.ListField(child=serializers.CharField(), help_text="Why this record.")
    candidates = serializers.ListField(child=serializers.DictField())
    fields = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(),
        help_text="Each field: before, proposed, after, result (written, kept, same), reason.",
    )
    owner = serializers.CharField(help_text="Who would own the record, and why.")
    follow = serializers.ListField(
        child=serializers.DictField(), help_text="Campaign memberships and tasks."
    )
    problems = serializers.ListField(child=serializers.DictField(), help_text="Why it is held.")
    predicted = serializers.ListField(
        child=serializers.DictField(), help_text="What Salesforce would refuse."
    )
    trouble = serializers.CharField(help_text="Why the org could not be asked; empty if it was.")


class PlansSerializer(serializers.Serializer[Any]):
    """One plan per lead, in order, and what making them took."""

    plans = serializers.ListField(
        child=serializers.DictField(), help_text="A plan, or {errors} for what is no lead."
    )
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="By action.")
    look_up_calls = serializers.IntegerField()
    write_calls = serializers.IntegerField(help_text="Always 0.")


class PlanView(APIView):
    """Plan leads without sending them."""

    permission_classes = (HasScope,)
    scopes: ClassVar = {"POST": "leads:write"}

    @extend_schema(
        operation_id="plan_leads", summary=f"Plan up to {MAX_BATCH} leads without sending them",
        request=LeadSerializer(many=True),
        responses={200: PlansSerializer, **problems(400, 401, 403, 413, 415)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """200 with a plan per lead, by the live mapping. Nothing is stored or written."""
        data = request.data
        items = data.get("leads", [data]) if isinstance(data, dict) else data
        if not isinstance(items, list) or not items:
            raise ValidationError("Send a lead, or a list of leads: [{…}, {…}].")
        if len(items) > MAX_BATCH:
            raise ValidationError(f"{len(items)} leads are too many. Send up to {MAX_BATCH}.")
        return Response(planned(source_of(request), [checked(item) for item in items]))


def planned(source: Source, leads: Sequence[Checked]) -> dict[str, Any]:
    """The answer for these leads, as `PlansSerializer` describes it.

    Raises ValidationError when the source's mapping is not live or can't be carried out.
    """
    plans = iter(_plans(source, [one.payload for one in leads if one.payload is not None]))
    answers: list[dict[str, Any]] = []
    calls = 0
    for one in leads:
        if one.payload is None:
            answers.append({"errors": one.errors})
            continue
        plan = next(plans)
        calls = plan.calls
        answers.append(plan_answer(plan))
    counts: dict[str, int] = {}
    for answer in answers:
        name = answer.get("action", "refused")
        counts[name] = counts.get(name, 0) + 1
    return {"plans": answers, "counts": counts, "look_up_calls": calls, "write_calls": 0}


def _plans(source: Source, payloads: Sequence[Mapping[str, Any]]) -> list[Plan]:
    if not payloads:
        return []
    with walls.inside(source.tenant_id):
        whole = Source.objects.select_related("connection__tenant", "mapping").get(pk=source.pk)
        live = whole.mapping.live_version()
        rules = live.as_rules() if live else None
    if rules is None:
        raise ValidationError("The mapping of this source has no live version. Publish one.")
    try:
        return plan_leads(whole.connection, rules, [Item(payload) for payload in payloads])
    except RulesRefused as refused:
        raise ValidationError(str(refused)) from refused


def plan_answer(plan: Plan) -> dict[str, Any]:
    """One plan as `PlanSerializer` describes it."""
    told = plan.decision.to_dict()
    found = plan.decision
    return {
        "action": found.action.value,
        "reason": found.reason,
        "record": {"object": found.sobject, "id": found.record_id} if found.record_id else None,
        "looked": found.looked,
        "why": list(found.why),
        "candidates": told["candidates"],
        "fields": told["changes"],
        "owner": found.owner_sentence,
        "follow": told["follow"],
        "problems": told["problems"],
        "predicted": [_problem(one) for one in plan.predicted],
        "trouble": plan.trouble,
    }


def _problem(problem: Any) -> dict[str, str]:
    return {"field": problem.field, "label": problem.label, "sentence": problem.sentence}
