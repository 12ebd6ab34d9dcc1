"""A row as typed becomes a rule; whatever is wrong with it finds its input again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mappings.checking import RuleProblem
from mappings.documents import Wrong as DocumentWrong
from mappings.documents import document_of, rules_of
from mappings.orgs import Org
from mappings.rowing import place_of
from mappings.rules import FieldRule, Rules
from mappings.transforms.catalogue import CATALOGUE
from syncs.page_values.mapping_form import Wrong
from syncs.reporting.mapping_form import Found

from .mapping_forms import Post, ownership

_ALWAYS_THERE = (
    "lead_field", "contact_field", "source", "default", "label", "ownership.days",
    "ownership.order", "and.while.field", "and.while.values", "and.edited.days",
    "value_map.compare", "value_map.unknown",
)  # fmt: skip


def rule_in(rules: Rules, document: dict[str, Any], *, key: str) -> FieldRule:
    """The rule that a document in the place of ``key`` says. Raises DocumentRefused."""
    at = place_of(rules, key)
    whole = document_of(rules)
    fields = [*whole.get("fields", ())]
    fields[at : at + 1] = [document]
    return rules_of({**whole, "fields": fields}).fields[at]


def labelled(document: dict[str, Any], org: Org) -> dict[str, Any]:
    """The document with the field's label where nobody gave it another one."""
    if document["label"]:
        return document
    known = org.field("Lead", document["lead_field"])
    known = known or org.field("Contact", document["contact_field"])
    return {**document, "label": known.label if known else ""}


def found_of(
    problems: Sequence[DocumentWrong | RuleProblem],
    *,
    at: int,
    document: dict[str, Any],
    post: Post,
) -> Found:
    """Problems of the rules as the form of the row at this place shows them.

    Those of other parts have no input here, and stand in the summary only.
    """
    errors: dict[str, str] = {}
    wrongs = []
    names, guards = _input_names(document), [prefix for prefix, _ in ownership(post)]
    for one in problems:
        sentence = f"{one.sentence} {one.suggestion}".strip()
        within = one.place.removeprefix(f"fields.{at}.")
        name = "" if within == one.place else _input(within, names, guards)
        if name:
            errors.setdefault(name, sentence)
        wrongs.append(Wrong(sentence=sentence, title=one.title, anchor=f"f-{name}" if name else ""))
    return Found(errors, tuple(wrongs))


def found_sentences(*sentences: str) -> Found:
    """What keeps a row from being saved and lies in none of its inputs."""
    return Found({}, tuple(Wrong(sentence=one) for one in sentences))


def _input(within: str, names: Sequence[str], guards: Sequence[str]) -> str:
    """The name of the input that shows a place of the rule; "" if none does."""
    part, _dot, rest = within.partition(".")
    if part == "ownership":
        number, _dot, rest = rest.partition(".")
        known = number.isdecimal() and int(number) < len(guards)
        within = f"{guards[int(number)]}.{rest.partition('.')[0]}" if known and rest else ""
        return within if within in names else ""
    while within:
        found = next((name for name in names if f"{name}.".startswith(f"{within}.")), "")
        if found:
            return found
        within = within.rpartition(".")[0]
    return ""


def _input_names(document: dict[str, Any]) -> tuple[str, ...]:
    """The inputs that the form of a rule's document has for what may be wrong."""
    names = [*_ALWAYS_THERE]
    for number, step in enumerate(document["transforms"]):
        entry = CATALOGUE.get(str(step.get("do", "")))
        names.append(f"transforms.{number}")
        names += [f"transforms.{number}.{one.name}" for one in entry.parameters] if entry else []
    for number, _pair in enumerate(document["value_map"].get("pairs", ())):
        names += [f"value_map.pairs.{number}.{side}" for side in (0, 1)]
    return tuple(names)
