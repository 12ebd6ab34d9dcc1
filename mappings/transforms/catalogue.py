"""The transforms as the editor shows them: names, words and parameters. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from . import AnyTransform
from .around import Transform

_LABELS = {
    "trim": "Trim", "collapse": "Collapse blanks", "lower": "Lower case", "upper": "Capitals",
    "title_case": "Capital for each word", "name_case": "Capitals of a name",
    "first_name": "First name", "last_name": "Last name", "email": "E-mail address",
    "phone": "Phone", "phone_spaced": "Phone, with spaces", "url": "Web address",
    "domain": "Domain", "user_by_email": "Look up a user", "country": "Country",
    "state": "State or province", "date": "Date", "moment": "Date and time", "number": "Number",
    "currency": "Amount of money", "boolean": "Yes or no", "multi_picklist": "Several choices",
    "text": "Text", "truncate": "Cut to length", "strip_html": "Take out of HTML",
    "digits": "Digits only", "replace": "Replace", "prefix": "Put in front",
    "suffix": "Put behind", "template": "Text with paths", "constant": "Fixed text",
    "first_of": "First that has a value", "hash": "SHA-256",
}  # fmt: skip


class Kind(StrEnum):
    """How a parameter is entered."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXTS = "texts"  # several, one a line


_KINDS: Mapping[Any, Kind] = {str: Kind.TEXT, int: Kind.NUMBER, bool: Kind.YES_NO}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``choices`` is empty unless it is a choice; None ``default`` is none."""

    name: str
    label: str
    kind: Kind
    choices: tuple[str, ...]
    default: Any
    required: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One transform. ``doc`` is what it does, in a sentence or two; ``brings_value``: it also
    runs where the source sent nothing.
    """

    name: str
    label: str
    doc: str
    cls: type[Transform]
    parameters: tuple[Parameter, ...]
    brings_value: bool


def _entry(cls: type[Any]) -> Entry:
    hints = get_type_hints(cls, include_extras=True)
    fields = {one.name: one for one in dataclasses.fields(cls)}
    name = str(fields.pop("do").default)
    parameters = tuple(_parameter(one, hints[one.name]) for one in fields.values())
    doc = " ".join((cls.__doc__ or "").split())
    return Entry(name, _LABELS[name], doc, cls, parameters, cls.brings_value)


def _parameter(field: dataclasses.Field[Any], hint: Any) -> Parameter:
    kind, choices = _kind(hint)
    required = field.default is dataclasses.MISSING
    return Parameter(
        name=field.name,
        label=field.name.replace("_", " ").capitalize(),
        kind=kind,
        choices=choices,
        default=None if required else field.default,
        required=required,
    )


def _kind(hint: Any) -> tuple[Kind, tuple[str, ...]]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return Kind.CHOICE, tuple(str(one) for one in inner)
    if hint in _KINDS:
        return _KINDS[hint], ()
    if origin is tuple:
        return Kind.TEXTS, ()
    return _kind(inner[0])  # Annotated[int, …], int | None


def _classes() -> tuple[type[Transform], ...]:
    union, *_ = get_args(AnyTransform)  # of Annotated[A | B, …]
    return get_args(union)


CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {entry.name: entry for entry in map(_entry, _classes())}
)
