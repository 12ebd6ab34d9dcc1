"""The form with which a record of the practice org is changed or made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from connections.practice_setup import FieldView, ObjectView, SetupView
from connections.practice_view import Whole
from syncs.page_values.practice_record import FormField, RecordFormPage, Shape

NUMBERS = {"int", "double", "currency", "percent"}
_HIDDEN = {"id", "address"}
_KINDS: Mapping[str, Shape] = {
    "email": "email",
    "phone": "tel",
    "url": "url",
    "date": "date",
    "textarea": "area",
    "boolean": "check",
    "picklist": "select",
}
# Filled in first, where the object has them.
_FIRST = (
    "FirstName", "LastName", "Name", "Company", "AccountId", "Title", "Email", "Phone", "Subject",
    "Status", "StageName", "CloseDate", "LeadSource", "Industry", "Country", "OwnerId", "WhoId",
    "CampaignId", "LeadId", "ContactId",
)  # fmt: skip


def form_page(
    setup: SetupView,
    kind: ObjectView,
    *,
    whole: Whole | None = None,
    reps: tuple[str, ...],
    by: str = "",
    given: Mapping[str, str] | None = None,
    refused: tuple[str, ...] = (),
) -> RecordFormPage:
    """The form of a record, or of a new one; `given`: what was sent before. No read."""
    values = {name: value for name, _, value in whole.values} if whole else {}
    shown = values if given is None else given
    fields = [
        _form_field(setup, kind, one, value=shown.get(one.name, "")) for one in writable(kind)
    ]
    first = sorted(
        (one for one in fields if one.name in _FIRST or one.required),
        key=lambda one: _FIRST.index(one.name) if one.name in _FIRST else len(_FIRST),
    )
    return RecordFormPage(
        sobject=kind.name,
        label=kind.label,
        plural=kind.plural,
        id=whole.id if whole else "",
        name=whole.name if whole else "",
        fields=tuple(first),
        more=tuple(one for one in fields if one not in first),
        reps=reps,
        by=by if by in reps else reps[0] if reps else "",
        refused=refused,
    )


def writable(kind: ObjectView) -> tuple[FieldView, ...]:
    """The fields that somebody of the org may write."""
    return tuple(
        one
        for one in kind.fields
        if one.type not in _HIDDEN and "edit" in {one.access, *(access for _, access in one.others)}
    )


def given_values(kind: ObjectView, sent: Mapping[str, str]) -> dict[str, str]:
    """What a form was filled in with, as text; a check that isn't sent is off."""
    return {
        one.name: str(f"f-{one.name}" in sent).lower()
        if one.type == "boolean"
        else _clean(sent.get(f"f-{one.name}", ""))
        for one in writable(kind)
        if one.type == "boolean" or f"f-{one.name}" in sent
    }


def _clean(text: str) -> str:
    """`text` without what PostgreSQL can't hold; lines end as in the org."""
    kept = text.replace("\r\n", "\n")
    return "".join(char for char in kept if char == "\n" or char.isprintable()).strip()


def changes_of(
    kind: ObjectView, given: Mapping[str, str], before: Mapping[str, str]
) -> dict[str, Any]:
    """The fields that are other than `before`, as an API would get them; None blanks one."""
    types = {one.name: one.type for one in kind.fields}
    typed = {name: _typed(types[name], value) for name, value in given.items()}
    return {
        name: value
        for name, value in typed.items()
        if value != _typed(types[name], before.get(name, ""))
    }


def _typed(kind: str, text: str) -> Any:
    if kind == "boolean":
        return text == "true"
    if not text:
        return None
    if kind not in NUMBERS:
        return text
    try:
        number = int(text) if kind == "int" else float(text)
    except ValueError:
        return text  # the org says what is wrong with it
    return number if isfinite(number) else text


def _form_field(setup: SetupView, kind: ObjectView, field: FieldView, *, value: str) -> FormField:
    shape: Shape = "number" if field.type in NUMBERS else _KINDS.get(field.type, "text")
    choices = tuple(_choices(setup, kind, field, value=value))
    return FormField(
        name=field.name,
        label=field.label,
        kind="select" if choices else shape,
        value=value,
        choices=choices,
        required=field.required,
        length=field.length if field.type in {"string", "textarea", "phone", "email", "url"} else 0,
    )


def _choices(
    setup: SetupView, kind: ObjectView, field: FieldView, *, value: str
) -> Iterable[tuple[str, str]]:
    if field.name == "OwnerId":
        known = [(one.id, one.name) for one in setup.users if one.active]
        known += [(one.id, one.name) for one in setup.queues if kind.name in one.sobjects]
    elif field.type == "picklist":
        known = [(one, one) for one, active in field.values if active]
    else:
        return
    yield ("", "")
    yield from known
    if value and value not in {one for one, _ in known}:
        yield (value, value)
