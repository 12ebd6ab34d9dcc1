"""Tables of the practice orgs. Names of fields follow Salesforce where it has one."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenants.walls import TenantOwned


def today() -> date:
    """The day, in UTC, that API calls are counted for."""
    return timezone.now().date()


class PracticeOrg(TenantOwned):
    """One emulated org. `setup` is a `rules.setup.Setup` document; `stamp` changes with it."""

    org_id = models.CharField(max_length=18)
    name = models.CharField(max_length=80)
    personality = models.CharField(max_length=20, default="default")
    consumer_key = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64)
    redirect_uris = ArrayField(models.CharField(max_length=2000), default=list)
    setup = models.JSONField()
    stamp = models.UUIDField(default=uuid.uuid4)
    setup_changed_at = models.DateTimeField(default=timezone.now)
    # Every call takes a serial number, and its records' ids follow from it.
    serial = models.BigIntegerField(default=0)
    api_used = models.IntegerField(default=0)
    api_max = models.IntegerField(default=15_000)
    api_day = models.DateField(default=today)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="practice_one_org_per_tenant")
        ]

    def __str__(self) -> str:
        return self.name


def _org(*, indexed: bool = True) -> models.ForeignKey[PracticeOrg, PracticeOrg]:
    # The composite key of the wall takes the place of the plain constraint.
    return models.ForeignKey(
        PracticeOrg,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=indexed,
        related_name="+",
    )


class PracticeAddress(TenantOwned):
    """How a caller names an org before its tenant is known: consumer key, 15-character org id."""

    key = models.CharField(max_length=100, unique=True)
    org = _org()

    def __str__(self) -> str:
        return self.key


def _id() -> models.CharField[str, str]:
    return models.CharField(max_length=18, db_collation="C")


def _key() -> models.TextField[str | None, str | None]:
    # Compared byte by byte: the index serves equality and ranges, whatever the database's locale.
    return models.TextField(null=True, db_collation="C")


class PracticeRecord(TenantOwned):
    """A record. `values` holds what isn't blank; the keys are lower-cased copies to search by.

    `name_key` is the last name (an Account's name), `company_key` a Lead's Company or the name
    of a Contact's Account.
    """

    org = _org(indexed=False)
    sobject = models.CharField(max_length=40, db_collation="C")
    sf_id = _id()
    values = models.JSONField(default=dict)
    owner = _id()
    email_key = _key()
    external_key = _key()
    name_key = _key()
    company_key = _key()
    deleted = models.BooleanField(default=False)
    seeded = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = _id()
    modified_at = models.DateTimeField()
    modified_by = _id()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "org", "sf_id"], name="practice_record_id"),
            models.UniqueConstraint(
                fields=["tenant", "org", "sobject", "external_key"],
                condition=Q(external_key__isnull=False, deleted=False),
                name="practice_record_external_key",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "sobject", "email_key"], name="practice_record_email"),
            models.Index(
                fields=["org", "sobject", "name_key", "company_key"], name="practice_record_name"
            ),
            models.Index(fields=["org", "sobject", "owner"], name="practice_record_owner"),
            models.Index(
                fields=["org", "sobject", "created_at", "sf_id"], name="practice_record_created"
            ),
            models.Index(
                fields=["org", "sobject", "modified_at", "sf_id"], name="practice_record_modified"
            ),
        ]

    def __str__(self) -> str:
        return self.sf_id


class PracticeToken(TenantOwned):
    """An access or refresh token, as a hash. A family is what one approval led to."""

    org = _org()
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

    org = _org()
    code_hash = models.CharField(max_length=64)
    challenge = models.CharField(max_length=128)
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


class PracticeCursor(TenantOwned):
    """A query with more rows than a page: its text and the ids of all its rows, in order."""

    org = _org()
    locator = _id()
    soql = models.TextField()
    ids = ArrayField(models.CharField(max_length=18))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "org", "locator"], name="practice_cursor")
        ]

    def __str__(self) -> str:
        return self.locator


class PracticeCall(TenantOwned):
    """One call, in a plain sentence, for the page "What Salesforce was asked"."""

    org = _org(indexed=False)
    serial = models.BigIntegerField()
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    sentence = models.CharField(max_length=200)
    status = models.SmallIntegerField()
    refusal = models.CharField(max_length=80, blank=True)
    ms = models.IntegerField()
    leads = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "org", "serial"], name="practice_call_serial")
        ]

    def __str__(self) -> str:
        return self.sentence
