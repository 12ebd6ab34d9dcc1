"""Many composites in one call, each saved all or none (salesforce-facts 5.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from connections.practice.rules.refusals import refuse
from connections.practice.store.orgs import Session

from .all_or_none import answer_all_or_none, halted
from .exchange import Answer, Call
from .parts import Part, read_parts, shown
from .references import named_in

MAX_GRAPHS = 75
MAX_NODES = 500
MAX_DEPTH = 15
MAX_KINDS = 15
MAX_FAILED = 14
_NODE = re.compile(r"/services/data/v\d+\.\d/sobjects/([^/?]+)")
_GRAPH_ID = re.compile(r"[A-Za-z0-9_]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Graph:
    graph_id: str
    parts: Sequence[Part]


def graph(session: Session, call: Call) -> Answer:
    """POST composite/graph. Raises Refused for an envelope that isn't one."""
    graphs = _graphs(call.document().get("graphs"))
    failed, shown_graphs, notes = 0, [], []
    for one in graphs:
        if failed > MAX_FAILED:
            answers = [halted() for _ in one.parts]
        else:
            answers = answer_all_or_none(session, one.parts)
        good = all(answer.status < 300 for answer in answers)
        failed += not good
        shown_graphs.append(_shown(one, answers, good=good))
        notes += [note for answer in answers for note in answer.notes]
    return Answer(200, {"graphs": shown_graphs}, notes=tuple(notes))


def _shown(one: _Graph, answers: Sequence[Answer], *, good: bool) -> dict[str, Any]:
    parts = [shown(part, answer) for part, answer in zip(one.parts, answers, strict=True)]
    return {
        "graphId": one.graph_id,
        "graphResponse": {"compositeResponse": parts},
        "isSuccessful": good,
    }


def _graphs(asked: Any) -> list[_Graph]:
    if not isinstance(asked, list) or not asked:
        raise refuse("INVALID_INPUT", "graphs: an array of graphs is required")
    _refuse_over(len(asked), MAX_GRAPHS, "graphs")
    graphs = [_graph(one) for one in asked]
    if len({one.graph_id for one in graphs}) < len(graphs):
        raise refuse("INVALID_INPUT", "graphId: each has to be unique in the request")
    parts = [part for one in graphs for part in one.parts]
    _refuse_over(len(parts), MAX_NODES, "nodes")
    _refuse_over(len({_kind(part) for part in parts}), MAX_KINDS, "node kinds")
    return graphs


def _graph(asked: Any) -> _Graph:
    if not isinstance(asked, dict):
        raise refuse("JSON_PARSER_ERROR", "graphs: each graph is an object")
    graph_id = str(asked.get("graphId", ""))
    if not _GRAPH_ID.fullmatch(graph_id):
        raise refuse("INVALID_INPUT", f"graphId: not allowed: '{graph_id}'")
    parts = read_parts(asked.get("compositeRequest"))
    _refuse_over(max(_depths(parts)), MAX_DEPTH, "levels of references in a graph")
    return _Graph(graph_id, parts)


def _depths(parts: Sequence[Part]) -> Iterator[int]:
    """How long a chain of references each part ends."""
    known: dict[str, int] = {}
    for part in parts:
        referred = named_in(part.url) | named_in(part.body)
        known[part.reference] = 1 + max((known.get(one, 0) for one in referred), default=0)
        yield known[part.reference]


def _kind(part: Part) -> str:
    found = _NODE.match(part.url)
    if found is None:
        raise refuse("INVALID_INPUT", f"url: a node of a graph can't be '{part.url}'")
    return f"{part.method} {found[1].lower()}"


def _refuse_over(count: int, most: int, what: str) -> None:
    if count > most:
        raise refuse(
            "LIMIT_EXCEEDED", f"Limit exceeded. Total number of {what}: {count}. Max: {most}"
        )
