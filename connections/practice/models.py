"""Tables of the practice orgs. Names of fields follow Salesforce where it has one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenants.walls import TenantOwned

from .bulk.tables import PracticeJob as PracticeJob
from .bulk.tables import PracticeJobPart as PracticeJobPart
from .log_tables import PracticeCall as PracticeCall
from .log_tables import PracticeFault as PracticeFault
from .log_tables import PracticeWrite as PracticeWrite
from .login_tables import PracticeApproval as PracticeApproval
from .login_tables import PracticeCode as PracticeCode
from .login_tables import PracticeLogin as PracticeLogin
from .login_tables import PracticeToken as PracticeToken
from .org_tables import PracticeOrg as PracticeOrg
from .org_tables import key_column, of_org, sf_id_column
from .org_tables import today as today


class PracticeAddress(TenantOwned):
    """How a caller names an org before its tenant is known: consumer key, 15-character org id."""

    key = models.CharField(max_length=100, unique=True)
    org = of_org()

    def __str__(self) -> str:
        return self.key


class PracticeRecord(TenantOwned):
    """A record. `values` holds what isn't blank; the keys are lower-cased copies to search by.

    `name_key` is the last name (an Account's name), `company_key` a Lead's Company or the name
    of a Contact's Account.
    """

    org = of_org(indexed=False)
    sobject = models.CharField(max_length=40, db_collation="C")
    sf_id = sf_id_column()
    values = models.JSONField(default=dict)
    owner = sf_id_column()
    email_key = key_column()
    external_key = key_column()
    name_key = key_column()
    company_key = key_column()
    deleted = models.BooleanField(default=False)
    seeded = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = sf_id_column()
    modified_at = models.DateTimeField()
    modified_by = sf_id_column()

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

    org = of_org(indexed=False)
    sobject = models.CharField(max_length=40, db_collation="C")
    field = models.CharField(max_length=80, db_collation="C")
    value = models.TextField(db_collation="C")
    record = sf_id_column()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "org", "sobject", "field", "value"], name="practice_unique_value"
            )
        ]
        indexes = [models.Index(fields=["org", "record"], name="practice_key_record")]

    def __str__(self) -> str:
        return f"{self.field} {self.value}"


class PracticeCursor(TenantOwned):
    """A query with more rows than a page: its text and the ids of all its rows, in order."""

    org = of_org()
    locator = sf_id_column()
    soql = models.TextField()
    ids = ArrayField(models.CharField(max_length=18))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "org", "locator"], name="practice_cursor")
        ]

    def __str__(self) -> str:
        return self.locator
