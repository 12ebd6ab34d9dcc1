"""One day of one connection, compared with Salesforce: usually one or two API calls.

Running it twice, or again after it broke off, gives the same row: nothing is added up.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from connections.clients import open_crm
from connections.crm import Crm
from connections.errors import CrmError, explain
from connections.models import Connection
from connections.soql import Select
from syncs.engine import spending
from syncs.models import Reconciliation
from syncs.reporting.days import begin_of, zone_of
from tenants import walls

from . import ledgers
from .judging import NOTHING, Verdict, judge, to_be_asked
from .keeping import Asked, keep, tell
from .queries import by_id, of_day
from .records import Theirs


def reconcile(tenant_id: uuid.UUID, connection_id: uuid.UUID, day: date) -> Reconciliation:
    """Compare the day and keep what came of it. Call outside the walls.

    An org that can't be asked is no error here: the row says why it could not be compared.
    Raises Connection.DoesNotExist for a connection that isn't the tenant's.
    """
    with walls.inside(tenant_id):
        connection = ledgers.connection_of(connection_id)
        if connection is None:
            raise Connection.DoesNotExist("There is no such connection here.")
        asked = _asked(connection, day)
        is_idle = ledgers.is_idle(connection, asked.begins)
    if is_idle:
        return keep(asked, NOTHING, calls=0, trouble="")
    crm: Crm | None = None
    verdict, trouble = None, ""
    try:
        crm = open_crm(connection_id, tenant_id)
        verdict = _verdict(crm, asked)
    except CrmError as error:
        trouble = " ".join(explain(error.failure, {}))
    finally:
        if crm is not None:
            spending.note(crm, connection_id, tenant_id)
    row = keep(asked, verdict, calls=crm.calls if crm else 0, trouble=trouble)
    if verdict and not row.is_right:
        tell(row)
    return row


def _asked(connection: Connection, day: date) -> Asked:
    zone = zone_of(connection.tenant.time_zone)
    begins, ends = begin_of(day, zone), begin_of(day + timedelta(days=1), zone)
    return Asked(connection, day, begins, ends, ledgers.key_fields(connection))


def _verdict(crm: Crm, asked: Asked) -> Verdict:
    """What Salesforce lists is read first, what we know after it: so a record that is being
    created meanwhile can't seem to be nobody's."""
    connection = asked.connection
    of_the_day = of_day(
        asked.keys, user_id=connection.user_id, begins=asked.begins, ends=asked.ends
    )
    listed = _found(crm, of_the_day if connection.user_id else ())
    with walls.inside(connection.tenant_id):
        since = ledgers.in_progress_since(connection)
        ours = ledgers.created(connection, asked.begins, asked.ends)
        mine = {one.record_id for one in ours}
        known = mine | ledgers.known_among(connection, set(listed) - mine)
    theirs = listed | _found(crm, by_id(to_be_asked(ours, listed)))
    return judge(ours, theirs, listed=listed, known=known, in_progress_since=since)


def _found(crm: Crm, selects: Iterable[Select]) -> dict[str, Theirs]:
    asked = list(selects)
    rows = crm.find(asked) if asked else []
    return {record.id: Theirs.of(record) for some in rows for record in some}
