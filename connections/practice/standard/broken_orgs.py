"""Orgs that are broken in exactly one way each, so that a check before going live can find it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from connections.practice.rules.changes import with_assignment, with_duplicate_rule
from connections.practice.rules.duplicates import BLOCK
from connections.practice.rules.new_fields import with_text_field
from connections.practice.rules.people_changes import with_sharing
from connections.practice.rules.permissions import API_ENABLED, CREATE, NO_ACCESS
from connections.practice.rules.picklist_changes import with_restricted, with_value_dropped
from connections.practice.rules.rights_changes import (
    with_field_access,
    with_object_right,
    with_system_permission,
)
from connections.practice.rules.setup import Setup
from connections.practice.rules.sharing import PRIVATE

HIDDEN_FIELD = "Phone"
REQUIRED_FIELD = "Business_Unit__c"
LACKING_SOURCE = "Web"


def _api_disabled(setup: Setup) -> Setup:
    """The integration user lacks "API Enabled"."""
    return with_system_permission(setup, permission=API_ENABLED, granted=False)


def _no_create(setup: Setup) -> Setup:
    """The integration user may not create Leads."""
    return with_object_right(setup, sobject="Lead", right=CREATE, granted=False)


def _field_hidden(setup: Setup) -> Setup:
    """The integration user doesn't see a field that is usually mapped."""
    return with_field_access(setup, sobject="Lead", field=HIDDEN_FIELD, access=NO_ACCESS)


def _required_field(setup: Setup) -> Setup:
    """Leads have a required field that nobody sends, without a default."""
    return with_text_field(setup, sobject="Lead", field=REQUIRED_FIELD, length=40, required=True)


def _picklist(setup: Setup) -> Setup:
    """Lead Source takes its own values only, and "Web" is none of them."""
    changed = with_restricted(setup, sobject="Lead", field="LeadSource", restricted=True)
    return with_value_dropped(changed, sobject="Lead", field="LeadSource", value=LACKING_SOURCE)


def _owner_inactive(setup: Setup) -> Setup:
    """Leads that no entry of the active rule fits go to somebody who has left."""
    gone = next(user.id for user in setup.users if not user.active)
    return with_assignment(replace(setup, default_lead_owner=gone), active=True)


def _sharing(setup: Setup) -> Setup:
    """Leads are private, and the integration user sees only its own."""
    return with_sharing(setup, sobject="Lead", default=PRIVATE)


def _duplicate_block(setup: Setup) -> Setup:
    """A second Lead or Contact with the same e-mail is blocked."""
    return with_duplicate_rule(setup, "Lead", active=True, action=BLOCK)


BROKEN: Mapping[str, Callable[[Setup], Setup]] = {
    "broken_api_disabled": _api_disabled,
    "broken_no_create": _no_create,
    "broken_field_hidden": _field_hidden,
    "broken_required_field": _required_field,
    "broken_picklist": _picklist,
    "broken_owner_inactive": _owner_inactive,
    "broken_sharing": _sharing,
    "broken_duplicate_block": _duplicate_block,
}
