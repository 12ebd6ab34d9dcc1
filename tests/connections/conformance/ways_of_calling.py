"""What a whole call, or one look of several, can end with; found out by the org by itself."""

from __future__ import annotations

from collections.abc import Callable

from django.test import override_settings

from connections import soql
from connections.access import open_org
from connections.crm import Creation, Describe, Resource
from connections.errors import ErrorClass, parse_errors
from connections.models import Connection
from connections.practice import opening
from connections.practice.rules.changes import with_switches
from connections.practice.rules.permissions import API_ENABLED, CUSTOMIZE
from connections.practice.rules.rights_changes import with_system_permission
from tenants import walls

from .ways import Way
from .world import LEAD, Met, Surface, World, raised, seen, set_up

K, SEEN, RAISED = ErrorClass, Surface.SEEN, Surface.RAISED
_MANY = 201


def looked(path: str) -> Callable[[World], Met]:
    """What a look at this path saw."""
    return lambda world: seen(world, Resource(path))


def found(select: soql.Select) -> Callable[[World], Met]:
    """How this query ended."""
    return lambda world: raised(lambda: world.crm.find([select]))


def described(world: World) -> Met:
    """How any call ends."""
    return raised(lambda: world.crm.describe("Lead"))


def ended(world: World) -> Met:
    """The token ended, and the one after it too."""
    with walls.inside(world.connection.tenant_id):
        token = Connection.objects.get(pk=world.connection.pk).access_token
    opening.end_sessions(world.org)
    try:
        return raised(lambda: world.org_client(lambda: token).describe("Lead"))
    finally:
        world.connect_again()


def without_token(world: World) -> Met:
    """A call whose Authorization names no token."""
    with walls.inside(world.connection.tenant_id):
        row = Connection.objects.get(pk=world.connection.pk)
        row.access_token = ""
    return raised(lambda: open_org(row, refresh=lambda: "").describe("Lead"))


def outdated(world: World) -> Met:
    """A call to a version that Salesforce has retired."""
    with override_settings(SALESFORCE_API_VERSION="29.0"):
        return described(world)


def used_up(world: World) -> Met:
    """One call more than the org has a day."""
    opening.set_call_limit(world.org, 1)
    return raised(lambda: [world.crm.describe("Lead") for _ in range(2)])


def switched_off(world: World) -> Met:
    world.change(lambda setup: with_switches(setup, rest_api_enabled=False))
    return described(world)


def without_right(world: World) -> Met:
    world.change(lambda it: with_system_permission(it, permission=API_ENABLED, granted=False))
    return described(world)


def no_room(world: World) -> Met:
    """A custom field too many."""
    world.change(
        lambda it: with_system_permission(it, permission=CUSTOMIZE, granted=True),
        lambda it: with_switches(it, custom_fields_allowed=False),
    )
    told = {"label": "More", "type": "Text", "length": 10}
    body = {"FullName": "Lead.More__c", "Metadata": told}
    return set_up(world, Creation("field", "CustomField", body), tooling=True)


def forgotten(world: World) -> Met:
    """The second page of a query that Salesforce no longer keeps."""
    return seen(world, Resource(f"query/{world.nobody('QueryCursor')}-2000"))


def too_many(world: World) -> Met:
    """Rows of more records at once than may be asked for."""
    ids = ",".join(world.nobody("Lead", number) for number in range(_MANY))
    return seen(world, Resource(f"composite/sobjects/Lead?fields=Id&ids={ids}"))


def nested() -> soql.Select:
    """A query of more levels than Salesforce follows."""
    condition = soql.equals("Email", "ana@x.example")
    for _ in range(45):
        condition = soql.Condition(f"NOT ({condition.text})")
    return soql.select("Lead", ["Id"], where=condition)


def rolled_back(world: World) -> Met:
    """The good record of a collection that is saved all or none; the client never asks so."""
    kind = {"attributes": {"type": "Lead"}}
    records = [{**kind, **LEAD}, {**kind, "LastName": "Ruiz"}]
    reply = world.http("POST", "composite/sobjects", {"allOrNone": True, "records": records})
    (undone,) = parse_errors(reply.json()[0]["errors"], reply.status_code)
    return Met(Surface.RECORD, undone)


CALLS = (
    Way("INVALID_SESSION_ID", K.AUTH, ended, RAISED, "ConfigurationError"),
    Way("INVALID_AUTH_HEADER", K.BUG, without_token, RAISED, "PermanentError"),
    Way("REQUEST_LIMIT_EXCEEDED", K.LIMIT, used_up, RAISED, "TransientError", retry=True),
    Way("API_DISABLED_FOR_ORG", K.PERMISSION, switched_off, RAISED, "ConfigurationError"),
    Way("API_CURRENTLY_DISABLED", K.PERMISSION, without_right, RAISED, "ConfigurationError"),
    Way("UNSUPPORTED_API_VERSION", K.BUG, outdated, RAISED, "PermanentError"),
    Way(
        "NOT_FOUND",
        K.GONE,
        lambda it: raised(lambda: it.crm.describe("Nope__c")),
        RAISED,
        "PermanentError",
        retry=True,
    ),
    Way(
        "NOT_FOUND",
        K.GONE,
        lambda it: seen(it, Describe("Nope__c")),
        SEEN,
        retry=True,
        about="of a look",
    ),
    Way("METHOD_NOT_ALLOWED", K.BUG, looked("composite/sobjects"), SEEN),
    Way("MALFORMED_QUERY", K.BUG, looked("query?q=SELEC+Id"), SEEN),
    Way(
        "INVALID_TYPE",
        K.BUG,
        found(soql.select("Nope__c", ["Id"])),
        RAISED,
        "PermanentError",
    ),
    Way(
        "INVALID_QUERY_FILTER_OPERATOR",
        K.BUG,
        found(soql.select("Lead", ["Id"], where=soql.equals("Id", "abc"))),
        RAISED,
        "PermanentError",
    ),
    Way(
        "INVALID_FIELD",
        K.PERMISSION,
        found(soql.select("Lead", ["Foo__c"])),
        RAISED,
        "ConfigurationError",
        about="of a query",
    ),
    Way(
        "QUERY_TOO_COMPLICATED", K.TRANSIENT, found(nested()), RAISED, "TransientError", retry=True
    ),
    Way("INVALID_QUERY_LOCATOR", K.TRANSIENT, forgotten, SEEN, retry=True),
    Way("EXCEEDED_ID_LIMIT", K.BUG, too_many, SEEN),
    Way("LIMIT_EXCEEDED", K.LIMIT, no_room),
    Way("ALL_OR_NONE_OPERATION_ROLLED_BACK", K.TRANSIENT, rolled_back, retry=True),
)
