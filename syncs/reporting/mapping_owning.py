"""Who owns a field, as the answers of a form: rules as radio cards, conditions as ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from syncs.page_values import Choice
from syncs.page_values.mapping_form import Input, RuleChoice

REFRESH_DAYS = 90
_SEPARATORS = ("\n", "; ", ", ", " | ")
ALSO = ("while_field", "not_edited_within", "source_newer")
Document = Mapping[str, Any]
Errors = Mapping[str, str]


def guards_of(document: Document) -> list[dict[str, Any]]:
    """The guards of a rule's document, each as an object; an absent one is "only if blank"."""
    given = document.get("ownership", ["if_blank"])
    listed = [given] if isinstance(given, str | dict) else given
    return [{"rule": one} if isinstance(one, str) else dict(one) for one in listed]


def main_guard(guards: Sequence[Document]) -> Document:
    """The guard that the radio cards show: the first that is no mere condition."""
    return next((one for one in guards if one["rule"] not in ALSO), {"rule": "always"})


def main_choices(guards: Sequence[Document], errors: Errors) -> tuple[RuleChoice, ...]:
    """The four rules that most fields have."""
    days = given_guard(guards, "refresh_after").get("days", REFRESH_DAYS)
    return _chosen(
        guards,
        _card("always", _("Always write what the source sends"), _("The source owns this field.")),
        _card(
            "if_blank", _("Only if blank in Salesforce"), _("Fills gaps, never replaces anything.")
        ),
        _card(
            "ours_until_edited",
            _("Ours until a person edits it"),
            _("Overwrites only while the value is still the one Inlet wrote."),
        ),
        _card(
            "refresh_after",
            _("Refresh after %(days)s days") % {"days": days},
            _("For enrichment that may change slowly."),
            labelled_input(errors, "ownership.days", _("Days"), value=str(days), kind="number"),
        ),
    )


def more_choices(guards: Sequence[Document], errors: Errors) -> tuple[RuleChoice, ...]:
    """The rarer rules."""
    return _chosen(
        guards,
        _card("on_create", _("On create only"), _("Written once; the first touch stays.")),
        _card(
            "while_default",
            _("Until it leaves its first value"),
            _("Such as Lead Status: once somebody has moved it on, it stays."),
        ),
        _card("never", _("Never"), _("Only shown in the plan.")),
        _card(
            "append",
            _("Add to what is there"),
            _("A line of text, or a choice of a multi-select; each once."),
            _separator(guards),
        ),
        _card(
            "higher_of",
            _("Only what is higher"),
            _("A number, a date, or further down an order of values."),
            labelled_input(
                errors,
                "ownership.order",
                _("The order, lowest first"),
                value="\n".join(map(str, given_guard(guards, "higher_of").get("order", ()))),
                kind="list",
                hint=_("One value a line. Empty for numbers and dates."),
            ),
        ),
    )


def _separator(guards: Sequence[Document]) -> Input:
    value = str(given_guard(guards, "append").get("separator", "\n"))
    names = {"\n": _("a new line"), "; ": _("a semicolon"), ", ": _("a comma"), " | ": _("a bar")}
    known = dict.fromkeys((*_SEPARATORS, value))
    return Input(
        name="ownership.separator",
        label=_("Between them stands"),
        kind="choice",
        choices=tuple(
            Choice(one.replace("\n", "\\n"), names.get(one, one), chosen=one == value)
            for one in known
        ),
    )


def given_guard(guards: Sequence[Document], rule: str) -> Document:
    """The first guard of this kind; nothing where there is none."""
    return next((one for one in guards if one["rule"] == rule), {})


def _chosen(guards: Sequence[Document], *cards: RuleChoice) -> tuple[RuleChoice, ...]:
    chosen = main_guard(guards)["rule"]
    return tuple(
        RuleChoice(
            name="ownership",
            value=one.value,
            title=one.title,
            effect=one.effect,
            chosen=one.value == chosen,
            inputs=one.inputs,
        )
        for one in cards
    )


def _card(value: str, title: str, effect: str, *inputs: Input) -> RuleChoice:
    return RuleChoice(name="ownership", value=value, title=title, effect=effect, inputs=inputs)


def labelled_input(errors: Errors, name: str, label: str, **more: Any) -> Input:
    """An input with what is wrong with it."""
    return Input(name=name, label=label, error=errors.get(name, ""), **more)
