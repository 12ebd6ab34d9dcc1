"""Every object whose rows follow from the org's setup, and any object by its name."""

from __future__ import annotations

from collections.abc import Mapping

from connections.practice.rules.objects import SObject
from connections.practice.rules.sights import withheld_from
from connections.practice.standard.admin_matching import MATCHING_RULE, MATCHING_RULE_ITEM
from connections.practice.standard.admin_rights import RIGHTS_OBJECTS
from connections.practice.standard.tooling_objects import ENTITY_DEFINITION, FIELD_DEFINITION

from .admin_objects import ASSIGNMENT_RULE, DUPLICATE_RULE, LEAD_STATUS, ORGANIZATION, RECORD_TYPE
from .admin_people import GROUP, PROFILE, QUEUE_SOBJECT, USER, USER_LICENSE

ADMIN_OBJECTS: Mapping[str, SObject] = {
    one.name: one
    for one in (
        USER,
        PROFILE,
        USER_LICENSE,
        GROUP,
        QUEUE_SOBJECT,
        ASSIGNMENT_RULE,
        DUPLICATE_RULE,
        LEAD_STATUS,
        ORGANIZATION,
        RECORD_TYPE,
        MATCHING_RULE,
        MATCHING_RULE_ITEM,
        ENTITY_DEFINITION,
        FIELD_DEFINITION,
        *RIGHTS_OBJECTS,
    )
}


def find_object(stored: Mapping[str, SObject], name: str) -> SObject | None:
    """The object of that API name, in any letter case, among the stored and the setup ones.

    Those that are withheld from whoever sees `stored` aren't found (`rules.seeing`).
    """
    found = _exactly(stored, name) or _by_any_case(stored, name)
    return None if found is None or found.name in withheld_from(stored) else found


def _exactly(stored: Mapping[str, SObject], name: str) -> SObject | None:
    return stored.get(name) or ADMIN_OBJECTS.get(name)


def _by_any_case(stored: Mapping[str, SObject], name: str) -> SObject | None:
    wanted = name.lower()
    everything = {**ADMIN_OBJECTS, **stored}
    return next((one for key, one in everything.items() if key.lower() == wanted), None)
