"""Code in colours without inline markup: text cut into pieces, each with its kind. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

Kind = Literal["", "key", "value", "mark"]


@dataclass(frozen=True)
class Piece:
    """A stretch of code: plain, a JSON key, a value, or something the reader should look at."""

    text: str
    kind: Kind = ""


def json_pieces(value: Any, *, indent: int = 0) -> tuple[Piece, ...]:
    """`value` (anything JSON can hold) as indented JSON, cut into pieces."""
    if isinstance(value, dict) and value:
        items = [
            (Piece(_text(str(key)), "key"), Piece(": "), *json_pieces(item, indent=indent + 1))
            for key, item in value.items()
        ]
        return _block("{", items, "}", indent=indent)
    if isinstance(value, list) and value:
        items = [json_pieces(item, indent=indent + 1) for item in value]
        return _block("[", items, "]", indent=indent)
    return (Piece(_text(value), "value"),)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _block(
    opening: str, items: list[tuple[Piece, ...]], closing: str, *, indent: int
) -> tuple[Piece, ...]:
    margin = "\n" + "  " * (indent + 1)
    lines = [(Piece(("," if at else "") + margin), *item) for at, item in enumerate(items)]
    end = Piece("\n" + "  " * indent + closing)
    return (Piece(opening), *chain.from_iterable(lines), end)
