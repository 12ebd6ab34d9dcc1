"""What kinds of call a call is, in the words that faults are aimed with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WORDS: Mapping[str, str] = {
    "any": "every call",
    "reads": "calls that write nothing",
    "writes": "calls that write records, composites with a writing part included",
    "queries": "queries, composites of queries included",
    "describes": "describes",
    "composite": "composite, graph and batch",
    "collections": "collections of records",
    "bulk": "Bulk API 2.0",
    "token": "the token endpoint",
}
_WRITING = {"POST", "PATCH", "PUT", "DELETE"}
_VERSIONED = re.compile(r"/?(?:services/data/)?v\d+\.\d/")
_PARTS = ("compositeRequest", "batchRequests", "graphs")
_RETRIEVING = re.compile(r"composite/sobjects/[^/]+$")


@dataclass(frozen=True, slots=True)
class What:
    """A call as faults see it: upper-case method, path below the version, and its kinds."""

    method: str
    path: str
    kinds: frozenset[str]


TOKEN = What("POST", "token", frozenset({"any", "token"}))


def what_of(method: str, path: str, body: Any = None) -> What:
    """The call. `body`: the JSON, whose parts count too."""
    found = set(_kinds(method, path))
    if path.partition("/")[0] == "composite" and "collections" not in found:
        found |= {"composite"}
        found |= {kind for part in _parts(body) for kind in part}
    found |= {"any"} if "writes" in found else {"any", "reads"}
    return What(method, path, frozenset(found))


def _kinds(method: str, path: str) -> Iterable[str]:
    first, _, rest = path.partition("/")
    if first in {"query", "queryAll", "parameterizedSearch", "search"}:
        yield "queries"
    if path == "sobjects" or path.endswith("/describe"):
        yield "describes"
    if first == "jobs":
        yield "bulk"
    if path.startswith("composite/sobjects"):
        yield "collections"
    if method in _WRITING and _writes(method, first, rest):
        yield "writes"


def _writes(method: str, first: str, rest: str) -> bool:
    if first == "composite":
        is_reading = method == "POST" and _RETRIEVING.match(f"composite/{rest}")
        return rest.startswith(("sobjects", "tree")) and not is_reading
    return first in {"sobjects", "jobs", "tooling"}


def _parts(body: Any) -> Iterable[Iterable[str]]:
    """The kinds of every part, also of graphs."""
    if not isinstance(body, dict):
        return
    for name in _PARTS:
        for part in _dicts(body.get(name)):
            yield from _parts(part)
            url = str(part.get("url", "")).partition("?")[0]
            yield list(_kinds(str(part.get("method", "")).upper(), _VERSIONED.sub("", url)))


def _dicts(found: Any) -> Iterable[dict[str, Any]]:
    return (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
