"""The access of an org as it is kept: a document of any age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from .access import COLUMNS, PLAIN, Access, UserAccess
from .apps import App

Kind = TypeVar("Kind")


def _read(kind: type[Kind], document: Mapping[str, Any]) -> Kind:
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in document.items()
            if name in known
        }
    )


def read_access(document: Mapping[str, Any], *, own: App) -> Access:
    """The access of an `Access.document()`, also an older or empty one.

    `own`: the org's own app as its columns say; the document says the rest of it.
    """
    said = _read(App, {**document.get("own", {}), **{one: getattr(own, one) for one in COLUMNS},
                       "name": document.get("own", {}).get("name", own.name)})  # fmt: skip
    others = (_read(App, one) for one in document.get("apps", ()))
    users = {key: _read(UserAccess, one) for key, one in document.get("users", {}).items()}
    plain = {name: document[name] for name in PLAIN if name in document}
    return replace(Access(apps=(said, *others), users=users), **plain)
