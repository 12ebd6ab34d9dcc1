"""Records with their children, created all or none (salesforce-facts 5.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refusal, refuse
from connections.practice.standard.child_relationships import children_of
from connections.practice.store.orgs import Session
from connections.practice.store.saves import Save
from connections.practice.store.saving import save_all

from .describing import stored_object
from .exchange import Answer, Call
from .records import options_of
from .sentences import CREATE, Note

MAX_RECORDS = 200
MAX_LEVELS = 5
MAX_KINDS = 5


class _RollBack(Exception):
    """Ends the transaction of a tree with an error in it."""


@dataclass(frozen=True)
class _Node:
    """A record of the tree. `link`: its field that leads to its parent, and the parent."""

    reference: str
    sobject: SObject
    values: Mapping[str, Any]
    link: tuple[str, _Node] | None


def create_tree(session: Session, call: Call, sobject: str) -> Answer:
    """POST composite/tree/Account. 201, or 400 with the errors of the records that have any."""
    found = stored_object(session, sobject)
    levels = list(_levels(session, found, call.document()))
    nodes = [node for level in levels for node in level]
    wrong = _wrong_envelope(nodes, len(levels))
    if wrong:
        return _failed(wrong)
    ids: dict[str, str] = {}
    errors: dict[str, tuple[Refusal, ...]] = {}
    try:
        with transaction.atomic():
            for level in levels:
                errors = _save(session, call, level, ids=ids)
                if errors:
                    raise _RollBack
    except _RollBack:
        return _failed(errors)
    body = [{"referenceId": node.reference, "id": ids[node.reference]} for node in nodes]
    notes = tuple(Note(CREATE, node.sobject.name, 1) for node in nodes)
    return Answer(201, {"hasErrors": False, "results": body}, notes=notes)


def _levels(session: Session, sobject: SObject, document: Any) -> Iterator[list[_Node]]:
    """The records level by level, the roots first."""
    following: list[Any] = [(sobject, _records(document, "records"), None)]
    while following:
        level: list[_Node] = []
        asked, following = following, []
        for kind, records, link in asked:
            for record in records:
                node, children = _node(session, kind, record, link=link)
                level.append(node)
                following += children
        if level:
            yield level


def _node(session: Session, kind: SObject, record: Any, *, link: Any) -> tuple[_Node, list[Any]]:
    if not isinstance(record, dict):
        raise refuse("JSON_PARSER_ERROR", "records: each record is an object")
    attributes = record.get("attributes")
    said = attributes if isinstance(attributes, dict) else {}
    if str(said.get("type", "")).lower() != kind.name.lower():
        raise refuse("INVALID_INPUT", f"attributes: the type of each record has to be {kind.name}")
    related = children_of(session.setup.objects, kind)
    nested = {
        name: value
        for name, value in record.items()
        if name.lower() in related and isinstance(value, dict)
    }
    values = {
        name: value for name, value in record.items() if name not in nested and name != "attributes"
    }
    node = _Node(str(said.get("referenceId", "")), kind, values, link)
    children = [
        (found.sobject, _records(value, name), (found.field.name, node))
        for name, value in nested.items()
        for found in (related[name.lower()],)
    ]
    return node, children


def _records(document: Mapping[str, Any], name: str) -> list[Any]:
    found = document.get("records")
    if not isinstance(found, list) or not found:
        raise refuse("INVALID_INPUT", f"{name}: an array of records is required")
    return found


def _wrong_envelope(nodes: Sequence[_Node], levels: int) -> dict[str, tuple[Refusal, ...]]:
    """What is wrong with the tree itself, by reference."""
    kinds = len({node.sobject.name for node in nodes})
    for count, most, what in (
        (len(nodes), MAX_RECORDS, "records"),
        (levels, MAX_LEVELS, "levels"),
        (kinds, MAX_KINDS, "types of records"),
    ):
        if count > most:
            raise refuse("LIMIT_EXCEEDED", f"A tree may have at most {most} {what}, not {count}.")
    seen: set[str] = set()
    for node in nodes:
        if not node.reference:
            raise refuse("INVALID_INPUT", "Include a reference ID for each record in the request.")
        if node.reference in seen:
            message = f"Duplicate ReferenceId provided in the request: {node.reference}."
            return {node.reference: (Refusal("INVALID_INPUT", message),)}
        seen.add(node.reference)
    return {}


def _save(
    session: Session, call: Call, level: Sequence[_Node], *, ids: dict[str, str]
) -> dict[str, tuple[Refusal, ...]]:
    """Save one level; its ids go into `ids`. Returns the errors."""
    errors: dict[str, tuple[Refusal, ...]] = {}
    for kind in {node.sobject.name: node.sobject for node in level}.values():
        nodes = [node for node in level if node.sobject.name == kind.name]
        saves = [Save(kind, {**node.values, **_linked(node, ids)}) for node in nodes]
        results = save_all(session, saves, options_of(call.headers))
        for node, saved in zip(nodes, results, strict=True):
            ids[node.reference] = saved.id
            if saved.refusals:
                errors[node.reference] = saved.refusals
    return errors


def _linked(node: _Node, ids: Mapping[str, str]) -> dict[str, str]:
    if node.link is None:
        return {}
    field, parent = node.link
    return {field: ids[parent.reference]}


def _failed(errors: Mapping[str, tuple[Refusal, ...]]) -> Answer:
    results = [
        {"referenceId": reference, "errors": [one.in_collection() for one in refusals]}
        for reference, refusals in errors.items()
    ]
    return Answer(400, {"hasErrors": True, "results": results})
