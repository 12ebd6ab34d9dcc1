"""YAML as people expect it: NO is a text, 09:30 and 2026-03-04 are texts, nothing refers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

Path = tuple[str | int, ...]


class Unreadable(ValueError):
    """The text is no YAML; the message is a sentence."""


class _Loader(yaml.SafeLoader):
    """Only true and false are yes and no; anchors, which can blow a text up, are refused."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node. Raises MarkedYAMLError for an alias."""
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="no references", problem_mark=mark)
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    """Writes line ends that YAML would fold away as they are escaped."""


def _as_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(one in text for one in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _as_text)
_LEFT_OUT = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int"}
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag not in _LEFT_OUT]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$", re.IGNORECASE), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)


def read(text: str) -> Any:
    """What the text says. Raises Unreadable with the line."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - it is a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _unreadable(error) from error


def read_with_lines(text: str) -> tuple[Any, dict[Path, int]]:
    """What the text says, and the line, from 1, on which each value begins.

    Raises Unreadable, also for a name that stands twice in one place.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        lines = dict(_lines(node, ())) if node else {}
        return loader.construct_document(node) if node else None, lines
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _unreadable(error) from error


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for place, inner in enumerate(node.value):
            yield from _lines(inner, (*path, place))
    elif isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, inner in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in names:
                raise yaml.MarkedYAMLError(problem="not a name", problem_mark=key.start_mark)
            names.add(key.value)
            for inner_path, line in _lines(inner, (*path, key.value)):
                # What a name says begins with the name, also where the value is further down.
                is_it = len(inner_path) == len(path) + 1
                yield inner_path, key.start_mark.line + 1 if is_it else line


def _unreadable(error: Exception) -> Unreadable:
    mark = getattr(error, "problem_mark", None)
    where = f" See line {mark.line + 1}." if mark else ""
    return Unreadable(f"The text can’t be read as YAML.{where}")


def write(document: Any) -> str:
    """The document as YAML that ``read`` reads back, in its own order."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96)
