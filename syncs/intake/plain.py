"""The quick way to the canonical lead, for the plain values that nearly every lead consists of.

It says what `LeadSerializer` would say of them, by a table made from its fields; for anything
else it says nothing, and the serializer answers. A batch spends most of its time here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from .canonical import CompanyField, CompanySerializer, LeadSerializer, PersonSerializer

Check = Callable[[Any], Any]
Table = Mapping[str, Check]


class NotPlain(Exception):
    """This value is the serializer's to judge."""


def canonical(item: Any) -> dict[str, Any]:
    """The payload of a lead, as `LeadSerializer` validates it. Raises its ValidationError."""
    try:
        return plainly(item)
    except (NotPlain, ValidationError):
        found: dict[str, Any] = _LEAD.run_validation(item)
        return found


def plainly(item: Any) -> dict[str, Any]:
    """The same for a plain lead. Raises NotPlain or ValidationError for any other."""
    return _LEAD.validate(_plain(item, _TABLE))


def _plain(item: Any, table: Table) -> dict[str, Any]:
    if type(item) is not dict:
        raise NotPlain
    try:
        return {name: table[name](value) for name, value in item.items()}
    except KeyError:
        raise NotPlain from None


def _text(limit: int) -> Check:
    def check(value: Any) -> str | None:
        if value is None:
            return None
        if type(value) is not str or "\x00" in value or not (value.isascii() or _is_whole(value)):
            raise NotPlain
        text = value.strip()
        if len(text) > limit:
            raise NotPlain
        return text

    return check


def _is_whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mapping(value: Any) -> dict[str, Any]:
    if type(value) is not dict or not all(type(name) is str for name in value):
        raise NotPlain
    return dict(value)


def _count(value: Any) -> int | None:
    if value is not None and (type(value) is not int or value < 0):
        raise NotPlain
    return value


def _switch(value: Any) -> bool:
    if type(value) is not bool:
        raise NotPlain
    return value


def _company(value: Any) -> dict[str, Any]:
    return _plain({"name": value} if type(value) is str else value, _COMPANY)


def _person(value: Any) -> dict[str, Any]:
    return _plain(value, _PERSON)


def _check_of(field: serializers.Field[Any, Any, Any, Any]) -> Check:
    """The quick check that agrees with the field; else the field itself."""
    if isinstance(field, serializers.CharField) and field.max_length:
        return _text(field.max_length)
    by_kind: dict[type, Check] = {
        serializers.DictField: _mapping,
        serializers.IntegerField: _count,
        serializers.BooleanField: _switch,
        CompanyField: _company,
        PersonSerializer: _person,
    }
    return by_kind.get(type(field), field.run_validation)


def _table(serializer: serializers.Serializer[Any]) -> Table:
    return {name: _check_of(field) for name, field in serializer.fields.items()}


# Serializers keep nothing of what they validate, so one of each serves every thread.
_LEAD = LeadSerializer()
_PERSON = _table(PersonSerializer())
_COMPANY = _table(CompanySerializer())
_TABLE = _table(_LEAD)
