"""A client's mapping as a blueprint and what the client has of its own. Pure.

Documents are those of ``documents.document_of``. Overrides are a document too, with these keys,
each left out when it is empty: ``fields`` (rules that replace the blueprint's rule of the same
key, or are added), ``without`` (keys of the blueprint's rules that the client leaves out),
``order`` (keys, where it is not the blueprint's), ``set`` and ``unset`` (everything else, such
as ``mode`` or ``routing.owner``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
# Set one by one, so that a client with an owner of its own still gets the blueprint's fallback.
_SPLIT = "routing"
_FIELDS = "fields"


def blend(base: Document, overrides: Document) -> dict[str, Any]:
    """The document of a client that has these overrides over the blueprint's ``base``."""
    parts = {**_parts(base), **overrides.get("set", {})}
    for name in overrides.get("unset", ()):
        parts.pop(name, None)
    if _FIELDS not in parts:
        rules = list(base.get(_FIELDS, ()))
        parts[_FIELDS] = _blended(rules, overrides) if _is_keyed(base) else rules
    return _whole(parts)


def overrides_of(base: Document, wanted: Document) -> dict[str, Any]:
    """The shortest overrides with which ``blend`` makes ``wanted`` of ``base``."""
    before, after = _parts(base), _parts(wanted)
    found: dict[str, Any] = {}
    if not (_is_keyed(base) and _is_keyed(wanted)):
        # Two rules of one key can't be told apart: the client keeps the list as it is.
        before[_FIELDS], after[_FIELDS] = (list(one.get(_FIELDS, ())) for one in (base, wanted))
    else:
        found = _own_fields(base.get(_FIELDS, ()), wanted.get(_FIELDS, ()))
    changed = {name: value for name, value in after.items() if _differs(before, name, value)}
    gone = [name for name in before if name not in after]
    return found | _kept(set=changed, unset=gone)


def shadowed(before: Document, after: Document, overrides: Document) -> tuple[str, ...]:
    """What a new version of the blueprint changes and the client has its own way with.

    Keys of rules, and names such as "mode"; the change doesn't reach this client.
    """
    changed = overrides_of(before, after)
    fields = {_key(rule) for rule in changed.get(_FIELDS, ())} | set(changed.get("without", ()))
    parts = {*changed.get("set", {}), *changed.get("unset", ())}
    own = {_key(rule) for rule in overrides.get(_FIELDS, ())} | set(overrides.get("without", ()))
    owned = {*overrides.get("set", {}), *overrides.get("unset", ())}
    return (*sorted(fields & own), *sorted(parts & owned))


def _parts(document: Document) -> dict[str, Any]:
    """The document but for its fields, ``routing`` taken apart."""
    parts: dict[str, Any] = {}
    for name, value in document.items():
        if name == _SPLIT:
            parts |= {f"{_SPLIT}.{inner}": one for inner, one in value.items()}
        elif name != _FIELDS:
            parts[name] = value
    return parts


def _whole(parts: Document) -> dict[str, Any]:
    """The document of such parts."""
    document: dict[str, Any] = {}
    for name, value in parts.items():
        outer, dot, inner = name.partition(".")
        if dot:
            document.setdefault(outer, {})[inner] = value
        elif name != _FIELDS or value:
            document[name] = value
    return document


def _differs(before: Document, name: str, value: object) -> bool:
    return name not in before or before[name] != value


def _key(rule: Document) -> str:
    """``FieldRule.key`` of a rule's document."""
    return rule.get("lead_field") or f"Contact.{rule.get('contact_field', '')}"


def _is_keyed(document: Document) -> bool:
    keys = [_key(rule) for rule in document.get(_FIELDS, ())]
    return len(keys) == len(set(keys))


def _blended(base: Sequence[Document], overrides: Document) -> list[Document]:
    own = {_key(rule): rule for rule in overrides.get(_FIELDS, ())}
    left_out = set(overrides.get("without", ()))
    rules = {_key(rule): rule for rule in base if _key(rule) not in left_out} | own
    order = [key for key in overrides.get("order", ()) if key in rules]
    return [rules[key] for key in dict.fromkeys([*order, *rules])]


def _own_fields(base: Sequence[Document], wanted: Sequence[Document]) -> dict[str, Any]:
    theirs, own = ({_key(rule): rule for rule in rules} for rules in (base, wanted))
    changed = [rule for key, rule in own.items() if theirs.get(key) != rule]
    found = _kept(fields=changed, without=[key for key in theirs if key not in own])
    in_order = [_key(rule) for rule in _blended(base, found)] == list(own)
    return found if in_order else found | {"order": list(own)}


def _kept(**parts: Any) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}
