"""Tables of the practice orgs. Names of fields follow Salesforce where it has one."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenants.walls import TenantOwned

from .bulk.tables import PracticeJob as PracticeJob
from .bulk.tables import PracticeJobPart as PracticeJobPart


def today() -> date:
    """The day, in UTC, that API calls are counted for."""
    return timezone.now().date()


class PracticeOrg(TenantOwned):
    """One emulated org. `setup` is a `rules.setup.Setup` document; `stamp` changes with it."""

    org_id = models.CharField(max_length=18)
    name = models.CharField(max_length=80)
    personality = models.CharField(max_length=40, default="default")
    consumer_key = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64)
    redirect_uris = ArrayField(models.CharField(max_length=2000), default=list)
    setup = models.JSONField()
    # Who gets in: a `rules.apps.Access` document; what is missing there has its default.
    access = models.JSONField(default=dict)
    # Sealed: signs id tokens; made when the first one is asked for.
    signing_key = models.TextField(default="", blank=True)
    stamp = models.UUIDField(default=uuid.uuid4)
    setup_changed_at = models.DateTimeField(default=timezone.now)
    # Every call takes a serial number, and its records' ids follow from it.
    serial = models.BigIntegerField(default=0)
    api_used = models.IntegerField(default=0)
    api_max = models.IntegerField(default=15_000)
    api_day = models.DateField(default=today)
    # Calls that came after the day's last one was used up.
    api_refused = models.IntegerField(default=0)
    admin_key_hash = models.CharField(max_length=64, default="", blank=True)
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


class PracticeKey(TenantOwned):
    """The value of a unique field, and who holds it; lower-cased unless the field minds the case.

    An object's first unique external id has a column of its own instead.
    """

    org = _org(indexed=False)
    sobject = models.CharField(max_length=40, db_collation="C")
    field = models.CharField(max_length=80, db_collation="C")
    value = models.TextField(db_collation="C")
    record = _id()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "org", "sobject", "field", "value"], name="practice_unique_value"
            )
        ]
        indexes = [models.Index(fields=["org", "record"], name="practice_key_record")]

    def __str__(self) -> str:
        return f"{self.field} {self.value}"


class PracticeToken(TenantOwned):
    """An access or refresh token, as a hash. A family is what one approval led to.

    `app`: its consumer key, "" for the org's own. `seconds`: how long an unused access token
    lives. `began_at` is the approval, `touched_at` the issue or last use.
    """

    org = _org()
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

    org = _org()
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

    org = _org()
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

    org = _org(indexed=False)
    username = models.CharField(max_length=80)
    status = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["org", "username", "at"], name="practice_login_at")]

    def __str__(self) -> str:
        return f"{self.username}: {self.status}"


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
    # What was made to go wrong with it: a `rules.faults` kind.
    fault = models.CharField(max_length=30, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "org", "serial"], name="practice_call_serial")
        ]

    def __str__(self) -> str:
        return self.sentence


class PracticeFault(TenantOwned):
    """Trouble that an admin made: see `rules.faults.Fault`, whose fields these are.

    `matched` calls were meant by it, `fired` of them fell.
    """

    org = _org()
    kind = models.CharField(max_length=30)
    route = models.CharField(max_length=200)
    probability = models.FloatField(default=1.0)
    seed = models.BigIntegerField(default=0)
    every = models.IntegerField(default=0)
    first = models.IntegerField(default=0)
    limit = models.IntegerField(default=0)
    seconds = models.FloatField(default=0)
    jitter = models.FloatField(default=0)
    label = models.CharField(max_length=80, default="", blank=True)
    is_on = models.BooleanField(default=True)
    matched = models.IntegerField(default=0)
    fired = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind} on {self.route}"


class PracticeWrite(TenantOwned):
    """An accepted write, kept in the transaction that made it. Its id sorts by time.

    `changes`: API name to [old, new] value, null for blank.
    """

    org = _org(indexed=False)
    serial = models.BigIntegerField()
    at = models.DateTimeField()
    user = _id()
    sobject = models.CharField(max_length=40, db_collation="C")
    record_id = _id()
    operation = models.CharField(max_length=20)
    changes = models.JSONField(default=dict)
    source = models.CharField(max_length=10)

    class Meta:
        indexes = [
            models.Index(fields=["org", "id"], name="practice_write_order"),
            models.Index(fields=["org", "record_id", "id"], name="practice_write_record"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} of {self.record_id}"
