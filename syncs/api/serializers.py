"""Connections and admin links, as the API takes and tells them. No secret ever comes out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from connections.blocking import Reason
from connections.flows import FLOWS
from connections.keepalive import ends_at
from connections.keys import fingerprint, valid_until
from connections.links import LinkState
from connections.models import Connection, Environment, Purpose, State
from syncs.intake.answers import ProblemSerializer
from syncs.intake.canonical import StrictSerializer
from syncs.page_values.api_calls import CallsCard
from syncs.reporting.api_calls import calls_card
from tenants import walls

_REAL = [Environment.PRODUCTION.value, Environment.SANDBOX.value]


def _text(limit: int, help_text: str = "") -> serializers.CharField:
    return serializers.CharField(
        max_length=limit, required=False, allow_blank=True, default="", help_text=help_text
    )


def _secret(limit: int, help_text: str) -> serializers.CharField:
    return serializers.CharField(
        max_length=limit,
        required=False,
        allow_blank=True,
        default="",
        write_only=True,
        trim_whitespace=False,
        help_text=help_text,
    )


class EntrySerializer(StrictSerializer):
    """A connection to be made."""

    name = serializers.CharField(max_length=80)
    environment = serializers.ChoiceField(_REAL)
    flow = serializers.ChoiceField(list(FLOWS), required=False, default="web_server")
    login_url = _text(255, "The org's My Domain; empty: login or test.salesforce.com.")
    consumer_key = _text(512, "Of the org's own External Client App; empty: Inlet's app.")
    client_secret = _secret(512, "Kept sealed.")
    login_user = _text(255, "The Salesforce user name, for jwt_bearer and password.")
    password = _secret(512, "Password and security token, for the legacy flow. Kept sealed.")


class CallsSerializer(serializers.Serializer[CallsCard]):
    """An org's API calls of the last 24 hours, as the connection's page shows them."""

    ours = serializers.IntegerField(help_text="Made by Inlet.")
    others = serializers.IntegerField(help_text="Made by the org's other apps.")
    allowed = serializers.IntegerField(allow_null=True, help_text="Null until the org told.")
    limit = serializers.IntegerField(help_text="Inlet's share in calls.")
    left = serializers.IntegerField(help_text="Of the share, for new leads.")
    told_at = serializers.DateTimeField(allow_null=True)
    waits = serializers.CharField(
        source="outlook.why", default="", help_text="Why leads wait for calls; empty: none does."
    )
    free_at = serializers.DateTimeField(
        source="outlook.free_at",
        default=None,
        allow_null=True,
        help_text="When calls should be free again; null: they are, or nobody knows.",
    )
    lasts_until = serializers.DateTimeField(
        source="outlook.ends_at",
        default=None,
        allow_null=True,
        help_text="At the present pace; null: for ever.",
    )


class ConnectionSerializer(serializers.Serializer[Connection]):
    """A connection and how it stands."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    environment = serializers.ChoiceField(Environment.values)
    flow = serializers.ChoiceField(list(FLOWS))
    state = serializers.ChoiceField(State.values)
    problem = serializers.CharField(allow_blank=True, help_text="Why it doesn't work.")
    notice = serializers.CharField(allow_blank=True, help_text="What to know although it works.")
    login_url = serializers.CharField()
    instance_url = serializers.CharField(allow_blank=True)
    org_id = serializers.CharField(allow_blank=True)
    org_name = serializers.CharField(allow_blank=True)
    refused_org_id = serializers.CharField(
        allow_blank=True, help_text="The other org that somebody signed in to; confirm or ignore."
    )
    username = serializers.CharField(allow_blank=True)
    display_name = serializers.CharField(allow_blank=True)
    has_certificate = serializers.SerializerMethodField()
    api_used = serializers.IntegerField(allow_null=True)
    api_allowed = serializers.IntegerField(allow_null=True)
    api_share = serializers.IntegerField(help_text="Percent of what other apps leave over.")
    streams = serializers.IntegerField(help_text="Batches written at the same time.")
    api_calls = serializers.SerializerMethodField()
    ends_at = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    def get_has_certificate(self, row: Connection) -> bool:
        """Whether there is a certificate to be uploaded."""
        return bool(row.certificate)

    @extend_schema_field(CallsSerializer)
    def get_api_calls(self, row: Connection) -> dict[str, Any]:
        """Calls of the last 24 hours, what is left of Inlet's share, and until when it lasts."""
        with walls.inside(row.tenant_id):
            return dict(CallsSerializer(calls_card(row, timezone.now(), typed={})).data)

    def get_ends_at(self, row: Connection) -> str | None:
        """When Salesforce ends our access if nothing uses it; Inlet uses it in time."""
        end = ends_at(row)
        return end.isoformat() if end else None


class ConnectionListSerializer(serializers.Serializer[Any]):
    """All connections of the client."""

    connections = ConnectionSerializer(many=True)


class CertificateSerializer(serializers.Serializer[Connection]):
    """The certificate for JWT bearer, to be uploaded to the org's External Client App."""

    certificate = serializers.CharField(help_text="PEM.")
    fingerprint = serializers.SerializerMethodField()
    valid_until = serializers.SerializerMethodField()

    def get_fingerprint(self, row: Connection) -> str:
        """SHA-256, as Salesforce's Setup shows it."""
        return fingerprint(row.certificate)

    def get_valid_until(self, row: Connection) -> str:
        """When it ends."""
        return valid_until(row.certificate).isoformat()


class RefusalSerializer(ProblemSerializer):
    """Why an org was not connected, and what to do."""

    reason = serializers.ChoiceField([one.value for one in Reason])
    fix = serializers.CharField()
    needs_admin = serializers.BooleanField(help_text="Only an admin of the org can put it right.")
    setup = serializers.CharField(allow_blank=True, help_text="Where in Salesforce's Setup.")
    steps = serializers.ListField(child=serializers.CharField())


class OrgSerializer(StrictSerializer):
    """The org that is meant from now on: `refused_org_id` of the connection."""

    org_id = serializers.RegexField(r"^00D[A-Za-z0-9]{15}$")


class PartingSerializer(serializers.Serializer[Any]):
    """A connection that was ended."""

    connection = ConnectionSerializer()
    ended_at_salesforce = serializers.BooleanField(
        help_text="Whether Salesforce says that the tokens have ended there too."
    )


class LinkWishSerializer(StrictSerializer):
    """An admin link to be made."""

    purpose = serializers.ChoiceField(Purpose.values, required=False, default="connect")
    recipient = _text(120, "The name of whom it is meant for; shown on its page.")


class LinkSerializer(serializers.Serializer[Any]):
    """An admin link. Its address is told once, when it is made."""

    id = serializers.UUIDField()
    purpose = serializers.ChoiceField(Purpose.values)
    recipient = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField([one.value for one in LinkState])
    made_by = serializers.CharField()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    approved_by = serializers.CharField(allow_blank=True, help_text="The Salesforce user.")


class MadeLinkSerializer(LinkSerializer):
    """A new admin link."""

    url = serializers.CharField(help_text="Send it to an admin of the org. Told only now.")


class LinkListSerializer(serializers.Serializer[Any]):
    """The links of a connection, newest first."""

    links = LinkSerializer(many=True)
