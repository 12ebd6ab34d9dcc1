"""Enough of SOQL for what the engine asks: =, IN, semi-joins, AND and OR."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Row]]
Test = Callable[[Row, Tables], bool]

_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|[(),=]|[^\s(),='\\]+")
_WHERE = re.compile(r"SELECT (?P<fields>.+?) FROM (?P<table>\w+) WHERE (?P<rest>.+)", re.DOTALL)


def matching(text: str, tables: Tables) -> Iterable[Row]:
    """The rows that a whole statement asks for, deleted ones included, in no order."""
    table, test = compiled(text)
    return [row for row in tables[table].values() if test(row, tables)]


@lru_cache(maxsize=2_000)
def compiled(text: str) -> tuple[str, Test]:
    """The object that a statement asks for, and the condition as a function."""
    found = _WHERE.fullmatch(text.partition(" ORDER BY ")[0])
    if found is None:
        raise ValueError(f"Not a query of the engine's: {text}")
    reader = _Reader(_TOKEN.findall(found["rest"]))
    return found["table"], reader.any_of()


class _Reader:
    """Reads a condition from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def meets(self, word: str) -> bool:
        """Whether the next token is this one, which is then read."""
        met = self.at < len(self.tokens) and self.tokens[self.at] == word
        self.at += met
        return met

    def any_of(self) -> Test:
        tests = [self.all_of()]
        while self.meets("OR"):
            tests.append(self.all_of())
        return tests[0] if len(tests) == 1 else lambda row, t: any(one(row, t) for one in tests)

    def all_of(self) -> Test:
        tests = [self.one()]
        while self.meets("AND"):
            tests.append(self.one())
        return tests[0] if len(tests) == 1 else lambda row, t: all(one(row, t) for one in tests)

    def one(self) -> Test:
        if self.meets("("):
            inner = self.any_of()
            self.next()
            return inner
        field = self.next()
        if self.meets("="):
            wanted = _value(self.next())
            return lambda row, _: _form(row.get(field)) == wanted
        if not self.meets("IN"):
            raise ValueError(f"Not a condition of the engine's: {self.tokens}")
        self.next()
        return self.joined(field) if self.meets("SELECT") else self.listed(field)

    def listed(self, field: str) -> Test:
        values = {_value(self.next())}
        while self.next() == ",":
            values.add(_value(self.next()))
        return lambda row, _: _form(row.get(field)) in values

    def joined(self, field: str) -> Test:
        column, _, table, _ = (self.next() for _ in range(4))
        inner = self.any_of()
        self.next()
        return lambda row, t: (
            row.get(field) in {other.get(column) for other in t[table].values() if inner(other, t)}
        )


def _value(token: str) -> Any:
    if token in ("TRUE", "FALSE"):
        return token == "TRUE"
    return None if token == "null" else _form(re.sub(r"\\(.)", r"\1", token[1:-1]))


def _form(value: Any) -> Any:
    """Text compares without regard to case, ids with it; none of ours differ by case alone."""
    return value.lower() if isinstance(value, str) else value
