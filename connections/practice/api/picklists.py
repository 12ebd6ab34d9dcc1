"""Picklist values by record type, as ui-api tells them (salesforce-facts 2.3)."""

from __future__ import annotations

from connections.practice.rules.ids import to_18
from connections.practice.rules.objects import MASTER_RECORD_TYPE
from connections.practice.rules.offered_values import picklist_values
from connections.practice.rules.refusals import not_found
from connections.practice.rules.type_choice import of_object
from connections.practice.store.orgs import Session

from .describing import stored_object
from .exchange import Answer, Call
from .sentences import OTHER, Note


def by_record_type(session: Session, _call: Call, *, sobject: str, record_type: str) -> Answer:
    """GET ui-api/object-info/Lead/picklist-values/<record type id>."""
    found = stored_object(session, sobject)
    try:
        wanted = to_18(record_type)
    except ValueError as malformed:
        raise not_found() from malformed
    types = {one.id: one for one in of_object(session.setup.record_types, found.name)}
    if wanted != MASTER_RECORD_TYPE and wanted not in types:
        raise not_found()
    values = picklist_values(found.visible.values(), types.get(wanted))
    path = f"{session.base}/ui-api/object-info/{found.name}/picklist-values/{wanted}"
    for name, offered in values.items():
        offered["url"] = f"{path}/{name}"
    note = Note(OTHER, how=f"Read the picklist values of {found.name}")
    return Answer(200, {"eTag": "", "picklistFieldValues": values}, notes=(note,))
