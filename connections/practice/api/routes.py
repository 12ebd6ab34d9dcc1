"""Which path leads to which answer, below /services/data/vXX.0/."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from connections.practice.rules.refusals import Refused, not_found, refuse
from connections.practice.store.orgs import Session
from tenants import walls

from . import (
    changes,
    collections,
    describing,
    discovery,
    listings,
    picklists,
    querying,
    records,
    relating,
    searching,
    tree,
)
from .exchange import Answer, Call, refused
from .sentences import attempt
from .tooling import TOOLING_ROUTES

Handler = Callable[..., Answer]
_NAME = "[A-Za-z][A-Za-z0-9_]*"
# No field's name begins with a digit.
_ID = "[0-9][0-9A-Za-z]{14}(?:[0-9A-Za-z]{3})?"

_ROUTES: tuple[tuple[str, Mapping[str, Handler]], ...] = (
    ("", {"GET": discovery.resources}),
    ("limits", {"GET": discovery.limits}),
    ("limits/recordCount", {"GET": discovery.record_count}),
    ("query(?:All)?", {"GET": querying.query}),
    (
        r"query(?:All)?/(?P<locator>01g[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?)-(?P<start>\d+)",
        {"GET": querying.query_more},
    ),
    ("search", {"GET": searching.search}),
    (
        "parameterizedSearch",
        {"GET": searching.parameterized, "POST": searching.parameterized},
    ),
    ("sobjects", {"GET": describing.describe_global}),
    (
        f"ui-api/object-info/(?P<sobject>{_NAME})/picklist-values/(?P<record_type>[^/]+)",
        {"GET": picklists.by_record_type},
    ),
    (
        f"sobjects/(?P<sobject>{_NAME})",
        {"GET": describing.basic_information, "POST": records.create},
    ),
    (f"sobjects/(?P<sobject>{_NAME})/describe", {"GET": describing.describe}),
    (f"sobjects/(?P<sobject>{_NAME})/updated", {"GET": changes.updated}),
    (f"sobjects/(?P<sobject>{_NAME})/deleted", {"GET": changes.deleted}),
    (
        f"sobjects/(?P<sobject>{_NAME})/(?P<record_id>{_ID})/(?P<relationship>{_NAME})",
        {"GET": relating.related},
    ),
    (
        f"sobjects/(?P<sobject>{_NAME})/(?P<record_id>[^/]+)",
        {"GET": records.read, "PATCH": records.update, "DELETE": records.delete},
    ),
    (
        f"sobjects/(?P<sobject>{_NAME})/(?P<field>{_NAME})/(?P<value>.+)",
        {"GET": records.read_by_key, "PATCH": records.upsert},
    ),
    (
        "composite(?:/(?:batch|graph))?",
        {"GET": listings.composite_resources, "POST": listings.not_within},
    ),
    (f"composite/tree/(?P<sobject>{_NAME})", {"POST": tree.create_tree}),
    (
        "composite/sobjects",
        {"POST": collections.create, "PATCH": collections.update, "DELETE": collections.delete},
    ),
    (
        f"composite/sobjects/(?P<sobject>{_NAME})",
        {"GET": collections.retrieve, "POST": collections.retrieve},
    ),
    (
        f"composite/sobjects/(?P<sobject>{_NAME})/(?P<field>{_NAME})",
        {"PATCH": collections.upsert},
    ),
    *TOOLING_ROUTES,
)
_PATTERNS = [(re.compile(pattern, re.ASCII | re.DOTALL), handlers) for pattern, handlers in _ROUTES]


def dispatch(session: Session, call: Call) -> Answer:
    """The answer to a call, in a transaction of its own; an error is an answer too."""
    try:
        handler, named = _find(call)
        with walls.inside(session.org.tenant_id):
            return handler(session, call, **named)
    except Refused as wrong:
        return refused(wrong, [attempt(call.method, call.path)])
    except OperationalError as broken:
        if not isinstance(broken.__cause__, DeadlockDetected):
            raise
        # Two calls locked each other's records; Salesforce words it so and means the same.
        message = "unable to obtain exclusive access to this record or 1 records"
        tried = attempt(call.method, call.path)
        return refused(refuse("UNABLE_TO_LOCK_ROW", message, ()), [tried])


def _find(call: Call) -> tuple[Handler, dict[str, str]]:
    for pattern, handlers in _PATTERNS:
        match = pattern.fullmatch(call.path)
        if match:
            # HEAD is GET whose body stays away.
            handler = handlers.get("GET" if call.method == "HEAD" else call.method)
            if handler is None:
                allowed = ",".join(sorted(handlers))
                message = f"HTTP Method '{call.method}' not allowed. Allowed are {allowed}"
                raise refuse("METHOD_NOT_ALLOWED", message)
            return handler, match.groupdict()
    raise not_found()
