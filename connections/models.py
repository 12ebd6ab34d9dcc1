"""A tenant's link to one Salesforce org, a sign-in under way, and links for an org's admin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from tenants.vault import Secret
from tenants.walls import TenantOwned

CONSENT_LIVES = timedelta(minutes=10)
LINK_LIVES = timedelta(days=7)


class Environment(models.TextChoices):
    """Which kind of org."""

    PRODUCTION = "production", "Production"
    SANDBOX = "sandbox", "Sandbox"
    PRACTICE = "practice", "Practice org"


class Flow(models.TextChoices):
    """How the connection gets its tokens."""

    WEB_SERVER = "web_server", "A person signs in"
    JWT_BEARER = "jwt_bearer", "A certificate (JWT bearer)"
    CLIENT_CREDENTIALS = "client_credentials", "Client credentials"
    PASSWORD = "password", "User name and password (legacy)"


class Purpose(models.TextChoices):
    """What an admin of the org is asked to do."""

    CONNECT = "connect", "Connect the org"
    RIGHTS = "rights", "Put rights right"
    FIELDS = "fields", "Create fields"


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
    consumer_key = models.CharField(
        max_length=512, blank=True, help_text="Of the org's own app; empty: Inlet's app."
    )
    login_user = models.CharField(
        max_length=255, blank=True, help_text="Whom a certificate or a password signs in."
    )
    certificate = models.TextField(blank=True, help_text="To be uploaded to the app; PEM.")
    previous_org_id = models.CharField(max_length=18, blank=True)
    refused_org_id = models.CharField(
        max_length=18, blank=True, help_text="The other org that somebody signed in to last."
    )
    org_changed_at = models.DateTimeField(null=True, blank=True)
    client_secret_sealed = models.TextField(blank=True, editable=False)
    access_token_sealed = models.TextField(blank=True, editable=False)
    refresh_token_sealed = models.TextField(blank=True, editable=False)
    private_key_sealed = models.TextField(blank=True, editable=False)
    password_sealed = models.TextField(blank=True, editable=False)
    generation = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=State.choices, default=State.NEW)
    problem = models.TextField(blank=True, help_text="Why it doesn't work, for people.")
    notice = models.TextField(blank=True, help_text="What to know although it works, for people.")
    api_used = models.PositiveIntegerField(null=True, blank=True)
    api_allowed = models.PositiveIntegerField(null=True, blank=True)
    api_seen_at = models.DateTimeField(null=True, blank=True)
    api_share = models.PositiveSmallIntegerField(
        default=50, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Percent of the API calls that others leave over which Inlet may use.",
    )  # fmt: skip
    streams = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text="How many batches of leads are written to the org at the same time.",
    )  # fmt: skip
    refreshed_at = models.DateTimeField(
        null=True, blank=True, help_text="An unused refresh token ends after 30 days."
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    client_secret = Secret("client_secret_sealed")
    access_token = Secret("access_token_sealed")
    refresh_token = Secret("refresh_token_sealed")
    private_key = Secret("private_key_sealed")
    # The password followed by the security token, as Salesforce takes them.
    password = Secret("password_sealed")

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="connection_one_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def reseal(self) -> bool:
        """Put all secrets under the vault's first key, unsaved; whether that changed any."""
        secrets = (
            Connection.client_secret, Connection.access_token, Connection.refresh_token,
            Connection.private_key, Connection.password,
        )  # fmt: skip
        changed = [secret.reseal(self) for secret in secrets]
        return any(changed)


def in_ten_minutes() -> datetime:
    """When a sign-in begun now ends."""
    return timezone.now() + CONSENT_LIVES


def in_a_week() -> datetime:
    """When a link made now ends."""
    return timezone.now() + LINK_LIVES


def _of_a_connection() -> models.ForeignKey[Connection, Connection]:
    return models.ForeignKey(
        Connection, on_delete=models.CASCADE, db_constraint=False, related_name="+"
    )


class AdminLink(TenantOwned):
    """A link for an admin of the org, who needs no account here; good once.

    The link's token is kept as a hash only. ``made_by_name`` stays when the person goes.
    ``approved_by`` is the Salesforce user who signed in.
    """

    connection = _of_a_connection()
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.CONNECT)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    recipient = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(
        "tenants.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_by_name = models.CharField(max_length=160)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_a_week)
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"Link by {self.made_by_name}: {Purpose(self.purpose).label}"


class PendingConsent(TenantOwned):
    """A sign-in at Salesforce that a person began; used once, by the same person and browser.

    ``state_hash`` is the hash of the ``state`` that the browser carries there and back,
    ``session_hash`` that of the secret in the browser's session (empty: a machine). Without
    ``user`` it is a machine's, or that of whoever holds the admin link.
    """

    connection = _of_a_connection()
    state_hash = models.CharField(max_length=64, unique=True, editable=False)
    session_hash = models.CharField(max_length=64, blank=True, editable=False)
    verifier_sealed = models.TextField(editable=False)
    redirect_uri = models.CharField(max_length=500)
    user = models.ForeignKey(
        "tenants.User", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    link = models.ForeignKey(
        AdminLink, null=True, blank=True, on_delete=models.CASCADE, db_constraint=False,
        related_name="+",
    )  # fmt: skip
    expires_at = models.DateTimeField(default=in_ten_minutes)

    verifier = Secret("verifier_sealed")

    def __str__(self) -> str:
        return f"Sign-in for {self.connection_id}"
