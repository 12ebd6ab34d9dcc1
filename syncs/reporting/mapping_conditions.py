"""The conditions beside the rule of who owns a field, as the ticks of a form."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from mappings.documents import rules_of
from mappings.guard_labels import guard_label
from mappings.rules import Test
from mappings.strict import RulesRefused
from syncs.page_values import Choice
from syncs.page_values.mapping_form import Extra, Input

from .mapping_owning import ALSO, Document, Errors, given_guard, labelled_input, main_guard

EDITED_DAYS = 30


def extras(guards: Sequence[Document], errors: Errors) -> tuple[Extra, ...]:
    """The conditions beside the rule, and further guards that came in by a file."""
    edited = given_guard(guards, "not_edited_within")
    days = str(edited.get("days", EDITED_DAYS))
    return (
        _while_field(given_guard(guards, "while_field"), errors),
        Extra(
            name="and.edited",
            label=_("Not if a person changed it in Salesforce lately"),
            is_on=bool(edited),
            inputs=(
                labelled_input(
                    errors, "and.edited.days", _("Within days"), value=days, kind="number"
                ),
            ),
        ),
        Extra(
            name="and.newer",
            label=_("Only if the source is newer than what Salesforce holds"),
            is_on=bool(given_guard(guards, "source_newer")),
        ),
        *_kept(guards),
    )


def _while_field(guard: Document, errors: Errors) -> Extra:
    test = str(guard.get("test", Test.IS))
    labels = {
        Test.IS: _("is one of"),
        Test.IS_NOT: _("is none of"),
        Test.CONTAINS: _("contains"),
        Test.STARTS_WITH: _("starts with"),
        Test.AT_LEAST: _("is at least"),
        Test.AT_MOST: _("is at most"),
        Test.IS_BLANK: _("is blank"),
        Test.IS_NOT_BLANK: _("is not blank"),
    }
    choices = tuple(Choice(one.value, labels[one], chosen=one.value == test) for one in Test)
    field, values = str(guard.get("field", "")), guard.get("values", ())
    return Extra(
        name="and.while",
        label=_("Only while another field has, or hasn’t, a value"),
        is_on=bool(guard),
        inputs=(
            labelled_input(
                errors, "and.while.field", _("Field"), value=field, options="lead-fields"
            ),
            Input(name="and.while.test", label=_("Has to be"), kind="choice", choices=choices),
            labelled_input(
                errors,
                "and.while.values",
                _("Values"),
                value="\n".join(map(str, values)),
                kind="list",
                hint=_("One a line."),
            ),
        ),
    )


def _kept(guards: Sequence[Document]) -> tuple[Extra, ...]:
    shown = [main_guard(guards), *(given_guard(guards, rule) for rule in ALSO)]
    rest = [one for one in guards if not any(one is other for other in shown)]
    return tuple(
        Extra(name=f"and.keep.{number}", label=_words(one), value=json.dumps(one), is_on=True)
        for number, one in enumerate(rest)
    )


def _words(guard: Document) -> str:
    try:
        rules = rules_of({"fields": [{"lead_field": "X", "ownership": [dict(guard)]}]})
    except RulesRefused:
        return str(guard["rule"])
    words = guard_label(rules.fields[0].ownership[0])
    return words[:1].upper() + words[1:]
