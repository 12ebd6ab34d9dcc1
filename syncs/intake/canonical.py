"""The canonical lead: what the API takes, checked and put into one shape.

The shape is ingest-presets.md I0. A person's fields may also stand at the top, so that a first
command fits on a few lines; anything else a source knows goes under `custom`, untouched.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

SHORTHAND = ("email", "name", "first_name", "last_name", "title", "phone")
MAX_LEAD_BYTES = 65_536


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that names the fields it doesn't know instead of dropping them."""

    def to_internal_value(self, data: Any) -> Any:
        """The values. Raises ValidationError naming each field that is unknown or wrong."""
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                hint = "Inlet has no such field. Put extra fields under “custom”."
                raise serializers.ValidationError({name: [hint] for name in sorted(unknown)})
        return super().to_internal_value(data)


def _text(limit: int, help_text: str = "") -> serializers.CharField:
    return serializers.CharField(
        max_length=limit, required=False, allow_blank=True, allow_null=True, help_text=help_text
    )


class PersonSerializer(StrictSerializer):
    """Who."""

    email = _text(320)
    first_name = _text(200)
    last_name = _text(200)
    name = _text(200, "The full name, when first and last are not known apart.")
    title = _text(500)
    phone = _text(80)


class CompanySerializer(StrictSerializer):
    """Where they work."""

    name = _text(500)
    website = _text(500)
    employees = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    industry = _text(200)
    country = _text(120)


COMPANY_SCHEMA = {
    "description": "The company, or just its name.",
    "oneOf": [
        {"type": "string", "maxLength": 500},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "maxLength": 500, "nullable": True},
                "website": {"type": "string", "maxLength": 500, "nullable": True},
                "employees": {"type": "integer", "minimum": 0, "nullable": True},
                "industry": {"type": "string", "maxLength": 200, "nullable": True},
                "country": {"type": "string", "maxLength": 120, "nullable": True},
            },
        },
    ],
}


@extend_schema_field(COMPANY_SCHEMA)
class CompanyField(serializers.Field[Any, Any, Any, Any]):
    """A company: an object, or just its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._company = CompanySerializer()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The company as an object."""
        if isinstance(data, str):
            data = {"name": data}
        return dict(self._company.run_validation(data))

    def to_representation(self, value: Any) -> Any:
        """As it was taken in."""
        return value


class LeadSerializer(StrictSerializer):
    """A lead as the API takes it."""

    external_id = _text(255, "The person's id at the source; the same person, the same id.")
    source = _text(120, "Where the lead comes from.")  # type: ignore[assignment]
    occurred_at = serializers.DateTimeField(required=False, allow_null=True)
    person = PersonSerializer(required=False)
    company = CompanyField(required=False)
    email = _text(320, "Short for person.email; likewise the next five.")
    name = _text(200)
    first_name = _text(200)
    last_name = _text(200)
    title = _text(500)
    phone = _text(80)
    attribution = serializers.DictField(required=False)
    consent = serializers.DictField(required=False)
    custom = serializers.DictField(required=False, help_text="Any JSON; map it by its path.")
    test = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The canonical payload. Raises ValidationError for a lead that is nobody."""
        payload = {key: value for key, value in attrs.items() if key not in SHORTHAND}
        short = {key: attrs[key] for key in SHORTHAND if attrs.get(key) not in (None, "")}
        person = {**short, **dict(attrs.get("person") or {})}
        if person:
            payload["person"] = person
        if attrs.get("occurred_at"):
            payload["occurred_at"] = attrs["occurred_at"].isoformat()
        names = ("email", "name", "last_name", "first_name")
        if not payload.get("external_id") and not any(person.get(name) for name in names):
            raise serializers.ValidationError(
                "This lead is nobody yet. Send at least person.email, a name or an external_id."
            )
        return payload
