"""A tenant's link to one Salesforce org, and a sign-in that is under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from tenants.vault import Secret
from tenants.walls import TenantOwned

CONSENT_LIVES = timedelta(minutes=10)


class Environment(models.TextChoices):
    """Which kind of org."""

    PRODUCTION = "production", "Production"
    SANDBOX = "sandbox", "Sandbox"
    PRACTICE = "practice", "Practice org"


class Flow(models.TextChoices):
    """How the connection gets its tokens."""

    WEB_SERVER = "web_server", "A person signs in"
    CLIENT_CREDENTIALS = "client_credentials", "Client credentials"


class State(models.TextChoices):
    """Where the connection stands."""

    NEW = "new", "Not connected yet"  # nobody has signed in
    CONNECTED = "connected", "Connected"  # tokens work, as far as we know
    NEEDS_RECONNECT = "needs_reconnect", "Needs reconnecting"  # Salesforce ended our access
    DISCONNECTED = "disconnected", "Disconnected"  # a person ended it; tokens are gone


LOGIN_URLS = {
    Environment.PRODUCTION: "https://login.salesforce.com",
    Environment.SANDBOX: "https://test.salesforce.com",
}


class Connection(TenantOwned):
    """One Salesforce org, the app we use there, and the tokens of our user.

    ``generation`` counts the token pairs; whoever refreshes checks it under the row's lock.
    """

    name = models.CharField(max_length=80)
    environment = models.CharField(max_length=12, choices=Environment.choices)
    flow = models.CharField(max_length=20, choices=Flow.choices, default=Flow.WEB_SERVER)
    login_url = models.CharField(
        max_length=255, help_text="Where the person signs in: Salesforce's, or the My Domain."
    )
    instance_url = models.CharField(max_length=255, blank=True)
    org_id = models.CharField(max_length=18, blank=True)
    org_name = models.CharField(max_length=255, blank=True)
    user_id = models.CharField(max_length=18, blank=True)
    username = models.CharField(max_length=255, blank=True)
    display_name = models.CharField(max_length=255, blank=True)
    consumer_key = models.CharField(max_length=512, blank=True)
    client_secret_sealed = models.TextField(blank=True, editable=False)
    access_token_sealed = models.TextField(blank=True, editable=False)
    refresh_token_sealed = models.TextField(blank=True, editable=False)
    generation = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=State.choices, default=State.NEW)
    problem = models.TextField(blank=True, help_text="Why it doesn't work, for people.")
    api_used = models.PositiveIntegerField(null=True, blank=True)
    api_allowed = models.PositiveIntegerField(null=True, blank=True)
    api_seen_at = models.DateTimeField(null=True, blank=True)
    refreshed_at = models.DateTimeField(
        null=True, blank=True, help_text="An unused refresh token ends after 30 days."
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    client_secret = Secret("client_secret_sealed")
    access_token = Secret("access_token_sealed")
    refresh_token = Secret("refresh_token_sealed")

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="connection_one_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def reseal(self) -> bool:
        """Put all secrets under the vault's first key, unsaved; whether that changed any."""
        secrets = (Connection.client_secret, Connection.access_token, Connection.refresh_token)
        changed = [secret.reseal(self) for secret in secrets]
        return any(changed)


def in_ten_minutes() -> datetime:
    """When a sign-in begun now ends."""
    return timezone.now() + CONSENT_LIVES


class PendingConsent(TenantOwned):
    """A sign-in at Salesforce that a person began; used once, by the same person.

    ``state_hash`` is the hash of the ``state`` that the browser carries there and back.
    """

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, db_constraint=False, related_name="+"
    )
    state_hash = models.CharField(max_length=64, unique=True, editable=False)
    verifier_sealed = models.TextField(editable=False)
    redirect_uri = models.CharField(max_length=500)
    user = models.ForeignKey(
        "tenants.User", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    expires_at = models.DateTimeField(default=in_ten_minutes)

    verifier = Secret("verifier_sealed")

    def __str__(self) -> str:
        return f"Sign-in for {self.connection_id}"
