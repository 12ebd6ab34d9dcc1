"""What an admin may change of how records are saved: each takes a setup and gives the changed one.

Validation rules, record types, automations, field traits; `rules.changes` has the rest.
"""

from __future__ import annotations

from dataclasses import replace

from .automations import Automation
from .duplicates import DuplicateRule
from .fields import Field
from .record_types import FIELD_NAME, RecordType
from .setup import Setup
from .validation import ValidationRule, check_formula


def with_validation_rules(setup: Setup, *rules: ValidationRule) -> Setup:
    """These rules added; one of the same object and name is replaced.

    Raises FormulaFault, which says what is wrong, when a formula is none.
    """
    for rule in rules:
        check_formula(rule.formula)
    new = {(rule.sobject, rule.name) for rule in rules}
    kept = (one for one in setup.validation_rules if (one.sobject, one.name) not in new)
    return replace(setup, validation_rules=(*kept, *rules))


def with_validation_active(setup: Setup, name: str, *, active: bool) -> Setup:
    """The validation rules of that name switched on or off."""
    rules = tuple(
        replace(rule, active=active) if rule.name == name else rule
        for rule in setup.validation_rules
    )
    return replace(setup, validation_rules=rules)


def with_record_types(setup: Setup, *types: RecordType) -> Setup:
    """These record types added, or replaced by their ids; their objects get a RecordTypeId."""
    new = {one.id for one in types}
    kept = tuple(one for one in setup.record_types if one.id not in new)
    objects = dict(setup.objects)
    for name in {one.sobject for one in types}:
        if objects[name].field(FIELD_NAME) is None:
            objects[name] = replace(objects[name], fields=(*objects[name].fields, _type_field()))
    return replace(setup, record_types=(*kept, *types), objects=objects)


def _type_field() -> Field:
    return Field(
        FIELD_NAME,
        "Record Type ID",
        "reference",
        length=18,
        permissionable=False,
        relationship="RecordType",
        reference_to=("RecordType",),
    )


def with_automations(setup: Setup, *automations: Automation) -> Setup:
    """These automations added; one of the same object and name is replaced."""
    new = {(one.sobject, one.name) for one in automations}
    kept = (one for one in setup.automations if (one.sobject, one.name) not in new)
    return replace(setup, automations=(*kept, *automations))


def without_automations(setup: Setup, *names: str) -> Setup:
    """The automations of these names taken out; without names, all of them."""
    kept = tuple(one for one in setup.automations if names and one.name not in names)
    return replace(setup, automations=kept)


def with_duplicate_rules(setup: Setup, *rules: DuplicateRule) -> Setup:
    """These duplicate rules added; one of the same name is replaced."""
    new = {rule.name for rule in rules}
    kept = (rule for rule in setup.duplicate_rules if rule.name not in new)
    return replace(setup, duplicate_rules=(*kept, *rules))


def with_marketing_user(setup: Setup, user_id: str, *, on: bool) -> Setup:
    """The "Marketing User" flag of a user, which creating campaigns needs (facts 10.4)."""
    users = tuple(
        replace(user, marketing_user=on) if user.id == user_id else user for user in setup.users
    )
    return replace(setup, users=users)
