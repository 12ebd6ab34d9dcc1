"""Custom fields made, changed and removed while the org runs (salesforce-facts 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Func, JSONField, Value

from connections.practice.models import PracticeKey, PracticeRecord
from connections.practice.rules.custom_fields import (
    check_room,
    custom_field_id,
    no_room,
    split_name,
)
from connections.practice.rules.described_fields import made_field
from connections.practice.rules.field_changes import with_field, without_field
from connections.practice.rules.field_metadata import metadata_of
from connections.practice.rules.fields import Field
from connections.practice.rules.new_fields import with_new_field
from connections.practice.rules.refusals import not_found, refuse
from connections.practice.rules.setup import Setup

from .orgs import Session
from .setups import change_setup


class Without(Func):
    """A JSON document without one key."""

    template = "%(expressions)s"
    arg_joiner = " - "
    output_field = JSONField()


def make_field(session: Session, full_name: str, metadata: Mapping[str, Any]) -> str:
    """A new custom field that nobody has rights to yet; returns its id. Raises Refused."""
    sobject, name = split_name(full_name)
    field = made_field(name, metadata)

    def change(setup: Setup) -> Setup:
        found = setup.objects.get(sobject)
        if found is None:
            raise refuse("INVALID_FIELD", f"No such entity: {sobject}", ("FullName",))
        check_room(found, field)
        if not setup.switches.custom_fields_allowed:
            raise no_room(found)
        return with_new_field(setup, sobject, field, granted=False)

    change_setup(session.org.pk, change, now=session.now)
    return custom_field_id(session.setup.org_id, sobject, name)


def find_field(setup: Setup, field_id: str) -> tuple[str, Field]:
    """The object's name and the custom field of that id. Raises Refused, 404."""
    for sobject in setup.objects.values():
        for field in sobject.fields:
            if field.custom and custom_field_id(setup.org_id, sobject.name, field.name) == field_id:
                return sobject.name, field
    raise not_found()


def change_field(session: Session, field_id: str, metadata: Mapping[str, Any]) -> None:
    """A custom field's metadata replaced, as far as it is sent; its type stays."""

    def change(setup: Setup) -> Setup:
        sobject, known = find_field(setup, field_id)
        changed = made_field(known.name, {**metadata_of(known), **metadata})
        if changed.type != known.type:
            message = f"Cannot change the type of {known.name} through the API"
            raise refuse("FIELD_INTEGRITY_EXCEPTION", message, ("type",))
        return with_field(setup, sobject, known.name, change=lambda _: changed)

    change_setup(session.org.pk, change, now=session.now)


def remove_field(session: Session, field_id: str) -> None:
    """A custom field gone, with what records hold in it and every right to it."""
    gone: list[tuple[str, Field]] = []

    def change(setup: Setup) -> Setup:
        gone.append(find_field(setup, field_id))
        sobject, field = gone[-1]
        return without_field(setup, sobject=sobject, field=field.name)

    change_setup(session.org.pk, change, now=session.now)
    for sobject, field in gone:
        records = PracticeRecord.objects.filter(org=session.org, sobject=sobject)
        held = records.filter(values__has_key=field.name)
        held.update(values=Without(F("values"), Value(field.name)))
        PracticeKey.objects.filter(org=session.org, sobject=sobject, field=field.name).delete()
        if field.unique and field.external_id:
            records.exclude(external_key=None).update(external_key=None)
