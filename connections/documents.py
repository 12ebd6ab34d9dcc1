"""Frozen values as JSON and back: for facts and findings that are stored and shown later.

Pure. A key that is missing is its default, one that is unknown is left out: documents of an
earlier release can still be read.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")
_EMPTY: Mapping[type, Any] = {str: "", int: 0, bool: False, float: 0.0}


def document_of(value: Any) -> Any:
    """The value as JSON has it: dataclasses and mappings are objects, tuples are lists."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: document_of(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): document_of(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [document_of(inner) for inner in value]
    return value


def read_document(kind: type[Kind], document: Any) -> Kind:
    """The frozen value of a document that ``document_of`` made of one of this kind."""
    return cast(Kind, _read(kind, document))


def _read(hint: Any, document: Any) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in document or ())
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        inner = get_args(hint)[1]
        return {key: _read(inner, one) for key, one in (document or {}).items()}
    if origin in (Union, types.UnionType):
        inner = next(one for one in get_args(hint) if one is not type(None))
        return None if document is None else _read(inner, document)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(document)
    return _dataclass(hint, document) if is_dataclass(hint) else document


def _dataclass(kind: Any, document: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(
        **{
            one.name: _read(hints[one.name], document[one.name])
            for one in fields(kind)
            if one.name in document
        },
        **{one.name: _blank(hints[one.name]) for one in fields(kind) if _lacks(one, document)},
    )


def _lacks(one: Field[Any], document: Mapping[str, Any]) -> bool:
    has_default = one.default is not MISSING or one.default_factory is not MISSING
    return one.name not in document and not has_default


def _blank(hint: Any) -> Any:
    return _read(hint, {} if is_dataclass(hint) else _EMPTY.get(hint))


@lru_cache(maxsize=128)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
