"""Tables of logging in: tokens, codes, approvals, attempts."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from tenants.walls import TenantOwned

from .org_tables import of_org


class PracticeToken(TenantOwned):
    """An access or refresh token, as a hash. A family is what one approval led to.

    `app`: its consumer key, "" for the org's own. `seconds`: how long an unused access token
    lives. `began_at` is the approval, `touched_at` the issue or last use.
    """

    org = of_org()
    app = models.CharField(max_length=100, default="")
    seconds = models.IntegerField(default=7200)
    began_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=7)
    token_hash = models.CharField(max_length=64)
    family = models.UUIDField()
    user = models.CharField(max_length=18)
    scope = models.CharField(max_length=200)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="practice_token_hash")
        ]
        indexes = [models.Index(fields=["org", "family"], name="practice_token_family")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user}"


class PracticeCode(TenantOwned):
    """An authorization code, as a hash: used once, with the verifier of its challenge."""

    org = of_org()
    app = models.CharField(max_length=100, default="")
    code_hash = models.CharField(max_length=64)
    challenge = models.CharField(max_length=128)
    nonce = models.CharField(max_length=200, default="")
    redirect_uri = models.CharField(max_length=2000)
    user = models.CharField(max_length=18)
    scope = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code_hash"], name="practice_code_hash")
        ]

    def __str__(self) -> str:
        return f"code of {self.user}"


class PracticeApproval(TenantOwned):
    """That a user let an app (its consumer key) in, once; it outlives the tokens."""

    org = of_org()
    app = models.CharField(max_length=100)
    user = models.CharField(max_length=18)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "org", "app", "user"], name="practice_one_approval"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} lets {self.app} in"


class PracticeLogin(TenantOwned):
    """An attempt to log in: the username as it was typed, in lower case, and how it ended."""

    org = of_org(indexed=False)
    username = models.CharField(max_length=80)
    status = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["org", "username", "at"], name="practice_login_at")]

    def __str__(self) -> str:
        return f"{self.username}: {self.status}"
