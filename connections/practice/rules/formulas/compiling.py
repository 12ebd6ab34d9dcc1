"""A formula's text as something that can be asked about a record, by the grammar beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import LarkError

from .conversions import as_number
from .functions import FUNCTIONS
from .operators import calculate, compare, join
from .scope import Scope, Value

Node = Callable[[Scope], Value]
MAX_FORMULA = 5_000

_GRAMMAR = (Path(__file__).parent / "grammar.lark").read_text()
_PARSER = Lark(_GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_WORDS: Mapping[str, Value] = {"TRUE": True, "FALSE": False, "NULL": None}


class FormulaFault(ValueError):
    """The text is no formula of the subset; says what is wrong with it."""


class _Reference:
    """A field's name, which ISCHANGED and PRIORVALUE need as such."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, scope: Scope) -> Value:
        return scope.value(self.name)


@lru_cache(maxsize=1_000)
def compiled(text: str) -> Node:
    """The formula, read once. Raises FormulaFault."""
    if len(text) > MAX_FORMULA:
        raise FormulaFault(f"The formula is longer than {MAX_FORMULA} characters.")
    try:
        node: Node = _Building().transform(_PARSER.parse(text))
    except LarkError as unreadable:
        fault = getattr(unreadable, "orig_exc", unreadable)
        raise FormulaFault(str(fault).splitlines()[0]) from unreadable
    except RecursionError as deep:
        raise FormulaFault("The formula is nested too deeply.") from deep
    return node


def _unquoted(token: str) -> str:
    letters, inside = [], iter(token[1:-1])
    for letter in inside:
        following = next(inside) if letter == "\\" else ""
        letters.append(_ESCAPES.get(following, following) or letter)
    return "".join(letters)


@v_args(inline=True)
class _Building(Transformer[Token, Node]):
    """Builds the formula from its leaves up."""

    def number(self, token: Token) -> Node:
        value = Decimal(str(token))
        return lambda _: value

    def text(self, token: Token) -> Node:
        value = _unquoted(str(token))
        return lambda _: value

    def reference(self, token: Token) -> Node:
        name = str(token)
        if name.upper() in _WORDS:
            value = _WORDS[name.upper()]
            return lambda _: value
        return _Reference(name)

    def either(self, left: Node, right: Node) -> Node:
        return lambda scope: left(scope) is True or right(scope) is True

    def both(self, left: Node, right: Node) -> Node:
        return lambda scope: left(scope) is True and right(scope) is True

    def compared(self, left: Node, sign: Token, right: Node) -> Node:
        return lambda scope: compare(left(scope), str(sign), right(scope))

    def joined(self, left: Node, right: Node) -> Node:
        return lambda scope: join(left(scope), right(scope))

    def calculated(self, left: Node, sign: Token, right: Node) -> Node:
        return lambda scope: calculate(left(scope), str(sign), right(scope))

    def signed(self, sign: Token, value: Node) -> Node:
        return lambda scope: calculate(Decimal(0), str(sign), as_number(value(scope)))

    def negated(self, value: Node) -> Node:
        return lambda scope: value(scope) is not True

    def call(self, name: Token, *arguments: Node) -> Node:
        wanted = str(name).upper()
        if wanted in _SPECIAL:
            least, most, build = _SPECIAL[wanted]
            _check_count(wanted, arguments, least=least, most=most)
            node: Node = build(*arguments)
            return node
        if wanted not in FUNCTIONS:
            raise FormulaFault(f"Unknown function {wanted}.")
        least, most, function = FUNCTIONS[wanted]
        _check_count(wanted, arguments, least=least, most=most)
        return lambda scope: function(*(one(scope) for one in arguments))


def _check_count(name: str, arguments: tuple[Node, ...], *, least: int, most: int) -> None:
    if not least <= len(arguments) <= most:
        message = f"Incorrect number of parameters for function '{name}()'."
        raise FormulaFault(f"{message} Expected {least}, received {len(arguments)}")


def _named(node: Node) -> _Reference:
    if not isinstance(node, _Reference):
        raise FormulaFault("ISCHANGED and PRIORVALUE take a field.")
    return node


def _changed(node: Node) -> Node:
    name = _named(node).name
    return lambda scope: scope.before is not None and scope.value(name) != scope.prior(name)


def _prior(node: Node) -> Node:
    name = _named(node).name
    return lambda scope: scope.prior(name)


def _all(*parts: Node) -> Node:
    return lambda scope: all(part(scope) is True for part in parts)


def _any(*parts: Node) -> Node:
    return lambda scope: any(part(scope) is True for part in parts)


def _if(condition: Node, then: Node, otherwise: Node) -> Node:
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


def _case(value: Node, *rest: Node) -> Node:
    if len(rest) % 2 == 0:
        raise FormulaFault("CASE takes a value, pairs of value and result, and an else result.")
    *pairs, otherwise = rest

    def chosen(scope: Scope) -> Value:
        held = value(scope)
        for wanted, result in zip(pairs[::2], pairs[1::2], strict=True):
            if compare(held, "=", wanted(scope)):
                return result(scope)
        return otherwise(scope)

    return chosen


_SPECIAL: Mapping[str, tuple[int, int, Callable[..., Any]]] = {
    "AND": (1, 50, _all),
    "OR": (1, 50, _any),
    "NOT": (1, 1, lambda part: lambda scope: part(scope) is not True),
    "IF": (3, 3, _if),
    "CASE": (4, 100, _case),
    "ISNEW": (0, 0, lambda: lambda scope: scope.before is None),
    "ISCHANGED": (1, 1, _changed),
    "PRIORVALUE": (1, 1, _prior),
    "TODAY": (0, 0, lambda: lambda scope: scope.now.date()),
    "NOW": (0, 0, lambda: lambda scope: scope.now),
}
