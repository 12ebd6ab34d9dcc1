"""What things of the practice org's set-up are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from connections.practice_setup import Difference, FieldView

MAY: Mapping[str, tuple[str, ...]] = {"edit": ("read", "edit"), "read": ("read",), "none": ()}


def kind_words() -> Mapping[str, str]:
    """The kinds of org, by name."""
    return {
        "default": _("Developer Edition, as new"),
        "routed": _("Leads go to queues by country"),
        "careful": _("Duplicate rules are on"),
        "enterprise": _("Strict enterprise"),
        "no_custom_fields": _("Takes no custom fields"),
        "broken_api_disabled": _("Broken: Inlet may not use the API"),
        "broken_no_create": _("Broken: Inlet may not create Leads"),
        "broken_field_hidden": _("Broken: a mapped field is hidden"),
        "broken_required_field": _("Broken: a required field that nobody sends"),
        "broken_picklist": _("Broken: Lead Source does not know “Web”"),
        "broken_owner_inactive": _("Broken: Leads go to somebody who has left"),
        "broken_sharing": _("Broken: Leads are private"),
        "broken_duplicate_block": _("Broken: duplicates are blocked"),
    }


def type_words(field: FieldView) -> str:
    """A field's type: "Text, 80", "Picklist, 31 of 32 values"."""
    names = {
        "string": _("Text"),
        "textarea": _("Long text"),
        "double": _("Number"),
        "int": _("Whole number"),
        "currency": _("Currency"),
        "percent": _("Percent"),
        "boolean": _("Checkbox"),
        "date": _("Date"),
        "datetime": _("Date and time"),
        "reference": _("Lookup"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "url": _("URL"),
        "id": _("ID"),
        "address": _("Address"),
        "combobox": _("Picklist or text"),
    }
    if field.type == "picklist":
        on, total = sum(active for _value, active in field.values), len(field.values)
        told = (
            _("Picklist, %(on)d of %(total)d values")
            if on < total
            else _("Picklist, %(on)d values")
        )
        return told % {"on": on, "total": total}
    name = names.get(field.type, field.type)
    has_length = field.type in {"string", "textarea"} and field.length
    return (
        _("%(type)s, %(length)d") % {"type": name, "length": field.length} if has_length else name
    )


def may_words(access: str) -> str:
    """What may be done with a field."""
    words = {"edit": _("read, edit"), "read": _("read only"), "none": _("nothing: hidden")}
    return words[access]


def rule_words(field: FieldView) -> str:
    """What holds for a field's values."""
    told = [
        (field.required, _("required")),
        (field.unique, _("unique")),
        (field.external_id, _("external id")),
        (field.restricted, _("own values only")),
    ]
    return ", ".join(word for is_so, word in told if is_so)


def values_off(field: FieldView) -> str:
    """Which values of a picklist are switched off, "" when none is."""
    off = [value for value, active in field.values if not active]
    if len(off) == 1:
        return _("“%(value)s” is off") % {"value": off[0]}
    return _("%(count)d values are off") % {"count": len(off)} if off else ""


def right_words() -> Mapping[str, str]:
    """Rights on an object."""
    return {
        "read": _("Read"),
        "create": _("Create"),
        "edit": _("Edit"),
        "delete": _("Delete"),
        "viewAllRecords": _("View all"),
        "modifyAllRecords": _("Modify all"),
    }


def sharing_words(default: str) -> str:
    """An org-wide default."""
    words = {
        "None": _("Private"),
        "Read": _("Public read only"),
        "Edit": _("Public read/write"),
        "ReadEditTransfer": _("Public read/write/transfer"),
    }
    return words.get(default, default)


def flow_words() -> Mapping[str, str]:
    """Ways in which an app gets access."""
    return {
        "web_server": _("Sign-in by a person"),
        "refresh_token": _("Refresh tokens"),
        "client_credentials": _("Client credentials"),
        "jwt_bearer": _("JWT bearer"),
        "password": _("Username and password"),
    }


def policy_words(name: str) -> str:
    """How long a refresh token lives."""
    words = {
        "until_revoked": _("until revoked"),
        "after": _("for a set time"),
        "idle": _("until unused for a set time"),
        "immediately": _("not at all"),
    }
    return words.get(name, name)


def switch_words() -> Mapping[str, str]:
    """How the org behaves where orgs differ."""
    return {
        "rotate_refresh_tokens": _("A refresh token is replaced each time it is used"),
        "misspell_duplicate_result": _("“duplicateResut” is misspelled, as in real orgs"),
        "misspell_by_version": _("The misspelling depends on the API version"),
        "rest_api_enabled": _("The edition has the API"),
        "custom_fields_allowed": _("Custom fields can be made"),
        "state_country_picklists": _("States and countries are picklists"),
        "edit_converted_leads": _("Inlet may edit converted Leads"),
        "storage_full": _("The org’s storage is full"),
    }


def fault_words() -> Mapping[str, str]:
    """What can go wrong with a call."""
    return {
        "maintenance": _("Maintenance page"),
        "error_500": _("Unknown exception (500)"),
        "lock": _("Row is locked"),
        "lock_record": _("Some rows are locked"),
        "reset_before": _("Connection lost before the write"),
        "reset_after": _("Answer lost after the write"),
        "hang": _("No answer"),
        "html": _("A page instead of JSON"),
        "expired": _("Session ended"),
        "revoked": _("Access revoked"),
        "daily_limit": _("No calls left today"),
        "concurrent_limit": _("Too many long calls"),
        "unavailable": _("Server unavailable"),
        "api_disabled": _("API switched off"),
        "latency": _("Slow answer"),
        "cut": _("Answer cut in half"),
        "empty": _("Answer without a body"),
        "trickle": _("Answer a little at a time"),
    }


def differs_words(one: Difference) -> str:
    """What is other than on the first day."""
    words = {
        "value_off": _("“%(thing)s” is switched off."),
        "value_added": _("“%(thing)s” was added."),
        "access": _("Inlet may: %(now)s."),
        "required": _("It is %(now)s."),
        "field_gone": _("The field was removed."),
        "field_added": _("The field is new."),
        "user_off": _("Switched off."),
        "user_on": _("Switched on."),
        "rule_off": _("Switched off."),
        "rule_on": _("Switched on."),
        "sharing": _("Org-wide default: %(now)s."),
    }
    now = may_words(one.now) if one.kind == "access" else sharing_words(one.now)
    return words[one.kind] % {"thing": one.thing, "now": now}


def back_words(kind: str) -> str:
    """What a button says that puts a difference back."""
    words = {
        "value_off": _("Switch it on"),
        "value_added": _("Take it out"),
        "access": _("Give it back"),
        "field_added": _("Remove it"),
        "user_off": _("Switch on"),
        "user_on": _("Switch off"),
        "rule_off": _("Switch on"),
        "rule_on": _("Switch off"),
    }
    return words.get(kind, _("Put it back"))
