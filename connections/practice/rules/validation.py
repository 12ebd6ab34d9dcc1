"""Validation rules: a formula that is true refuses the save (salesforce-facts 4, 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .formulas.compiling import FormulaFault, compiled
from .formulas.scope import Scope
from .refusals import Refusal

_CODE = "FIELD_CUSTOM_VALIDATION_EXCEPTION"


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """A rule of one object. `formula` tells what is wrong; `field`: where the error is shown.

    The formula's subset: `rules.formulas`. `message` is the admin's own.
    """

    id: str
    name: str
    sobject: str
    formula: str
    message: str
    active: bool = True
    field: str = ""
    description: str = ""


def broken(rules: Iterable[ValidationRule], scope: Scope) -> tuple[Refusal, ...]:
    """One refusal for each rule whose formula is true, all of them at once.

    `fields` are empty unless the rule targets a field. A formula that is none refuses every save.
    """
    found = (_broken(rule, scope) for rule in rules)
    return tuple(refusal for refusal in found if refusal)


def _broken(rule: ValidationRule, scope: Scope) -> Refusal | None:
    fields = (rule.field,) if rule.field else ()
    try:
        holds = compiled(rule.formula)(scope)
    except FormulaFault:
        message = f"There's an error in the formula of the validation rule {rule.name}."
        return Refusal(_CODE, message, fields)
    return Refusal(_CODE, rule.message, fields) if holds is True else None


def check_formula(text: str) -> None:
    """Raise FormulaFault, which says what is wrong, unless the text is a formula."""
    compiled(text)
