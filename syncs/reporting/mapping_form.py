"""A row's rule as a form: what is saved or typed, what it may be, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mappings.orgs import Org
from mappings.transforms.catalogue import CATALOGUE, Parameter
from syncs.page_values import Choice
from syncs.page_values.mapping_form import Input, RowForm, Step, Wrong

from .mapping_conditions import extras
from .mapping_owning import guards_of, main_choices, more_choices
from .mapping_samples import Sample, longest_at, paths_in, value_at
from .mapping_targets import TEXT_TYPES, field_choices
from .mapping_values import value_map_form

Document = Mapping[str, Any]
Errors = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong with a row: by the name of an input, and all of it for the summary."""

    errors: Errors = field(default_factory=dict)
    wrongs: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the form may offer: the org, the last leads, the chosen one, what is still open."""

    org: Org
    samples: Sequence[Sample] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    required: tuple[Choice, ...] = ()
    revision: int = 0
    lately: str = ""


def row_form(document: Document, around: Around, *, key: str, found: Found = Found()) -> RowForm:
    """The form of a rule's document; ``key`` names the rule that it replaces."""
    org, guards = around.org, guards_of(document)
    source = str(document.get("source", ""))
    lead, contact = str(document.get("lead_field", "")), str(document.get("contact_field", ""))
    return RowForm(
        key=key,
        title=_title(document, org),
        revision=around.revision,
        lead_field=_text(
            found, "lead_field", _("Field of a Lead"), value=lead, options="lead-fields"
        ),
        contact_field=_text(
            found,
            "contact_field",
            _("Field of a Contact"),
            value=contact,
            options="contact-fields",
            hint=_("Where a person who is a Contact keeps it. Empty: not written there."),
        ),
        source=_text(
            found,
            "source",
            _("From the source"),
            value=source,
            options="paths",
            hint=_source_hint(source, around),
        ),
        default=_text(
            found,
            "default",
            _("When the source sends nothing"),
            value=str(document.get("default") or ""),
        ),
        label=_text(found, "label", _("What people call it"), value=str(document.get("label", ""))),
        steps=_steps(document, found.errors),
        new_steps=tuple(Choice(one.name, one.label) for one in CATALOGUE.values()),
        value_map=value_map_form(document, org=org, samples=around.samples, errors=found.errors),
        rules=main_choices(guards, found.errors),
        more_rules=more_choices(guards, found.errors),
        extras=extras(guards, found.errors),
        paths=tuple(Choice(path, shown) for path, shown in paths_in(around.samples).items()),
        lead_fields=field_choices(org, "Lead"),
        contact_fields=field_choices(org, "Contact"),
        open_required=around.required,
        wrongs=found.wrongs,
        length=_length(document, around),
        lately=around.lately,
    )


def _text(
    found: Found, name: str, label: str, *, value: str, hint: str = "", options: str = ""
) -> Input:
    error = found.errors.get(name, "")
    return Input(name=name, label=label, value=value, hint=hint, options=options, error=error)


def _title(document: Document, org: Org) -> str:
    named = str(document.get("label", ""))
    lead, contact = str(document.get("lead_field", "")), str(document.get("contact_field", ""))
    known = org.field("Lead", lead) or org.field("Contact", contact)
    return named or (known.label if known else "") or lead or contact or _("this field")


def _source_hint(source: str, around: Around) -> str:
    if not source:
        return _("A path such as person.email. Empty: the value beside it is always written.")
    value = value_at(source, around.payload)
    if value:
        return _("This lead has “%(value)s”.") % {"value": value}
    return _("This lead has nothing there.") if around.payload else ""


def _steps(document: Document, errors: Errors) -> tuple[Step, ...]:
    given = [{"do": one} if isinstance(one, str) else one for one in document.get("transforms", ())]
    return tuple(
        _step(number, one, errors, is_last=number == len(given) - 1)
        for number, one in enumerate(given)
    )


def _step(number: int, given: Document, errors: Errors, *, is_last: bool) -> Step:
    name, place = str(given.get("do", "")), f"transforms.{number}"
    entry = CATALOGUE.get(name)
    return Step(
        number=number,
        name=name,
        label=entry.label if entry else name,
        about=entry.doc if entry else _("Inlet has no such step."),
        inputs=tuple(
            _parameter(one, given.get(one.name, one.default), place=place, errors=errors)
            for one in (entry.parameters if entry else ())
        ),
        error=errors.get(place, "") or errors.get(f"{place}.do", ""),
        is_first=number == 0,
        is_last=is_last,
    )


def _parameter(one: Parameter, value: Any, *, place: str, errors: Errors) -> Input:
    name = f"{place}.{one.name}"
    error = errors.get(name, "")
    if one.kind == "yes_no":
        return Input(name=name, label=one.label, kind="check", value="1" if value else "")
    if one.kind == "choice":
        words = _choice_words()
        options = tuple(Choice(key, words.get(key, key), key == value) for key in one.choices)
        return Input(name=name, label=one.label, kind="choice", choices=options, error=error)
    if one.kind == "texts":
        text = "\n".join(map(str, value or ()))
        return Input(name=name, label=one.label, kind="list", value=text, error=error)
    shown = "" if value is None else str(value)
    if one.kind == "number":
        return Input(name=name, label=one.label, kind="number", value=shown, error=error)
    return Input(name=name, label=one.label, value=shown, error=error)


def _choice_words() -> dict[str, str]:
    """What a parameter's choices mean; those that speak for themselves are left out."""
    return {
        "ymd": _("year, month, day"),
        "dmy": _("day, month, year"),
        "mdy": _("month, day, year"),
        "code": _("code, such as GB"),
        "code3": _("code, such as GBR"),
        "label": _("name"),
        ".": _("a point, 1,234.5"),
        ",": _("a comma, 1.234,5"),
    }


def _length(document: Document, around: Around) -> str:
    """What becomes of texts that are too long, if the org's field has an end."""
    known = around.org.field("Lead", str(document.get("lead_field", "")))
    if known is None or not known.length or known.type not in TEXT_TYPES:
        return ""
    steps = [
        one if isinstance(one, str) else one.get("do") for one in document.get("transforms", ())
    ]
    takes = {"label": known.label, "length": known.length}
    if "truncate" in steps:
        return _("%(label)s takes %(length)d characters; longer texts are cut.") % takes
    longest = longest_at(str(document.get("source", "")), around.samples)
    if longest > known.length:
        takes["longest"] = longest
        return _(
            "%(label)s takes %(length)d characters, and one of the last leads has %(longest)d. "
            "Such a lead is held, unless a step cuts it."
        ) % takes  # fmt: skip
    return _("%(label)s takes %(length)d characters. A lead with more is held.") % takes
