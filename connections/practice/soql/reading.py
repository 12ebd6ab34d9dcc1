"""Text to statement, by the grammar beside this file."""

from __future__ import annotations

from pathlib import Path

from lark import Lark, Token, UnexpectedCharacters, UnexpectedToken
from lark.exceptions import VisitError

from connections.practice.rules.refusals import Refused, refuse

from .faults import fault
from .statement import Select
from .translating import Translator

MAX_STATEMENT = 100_000

_GRAMMAR = (Path(__file__).parent / "grammar.lark").read_text()
_PARSER = Lark(_GRAMMAR, start="select", parser="lalr", lexer="contextual", maybe_placeholders=True)


def read_statement(text: str) -> Select:
    """The statement in `text`. Raises Refused: MALFORMED_QUERY and its kin."""
    if len(text) > MAX_STATEMENT:
        message = f"SOQL statements can not be longer than {MAX_STATEMENT} characters."
        raise refuse("MALFORMED_QUERY", message)
    try:
        tree = _PARSER.parse(text)
        found: Select = Translator(text).transform(tree)
    except UnexpectedCharacters as wrong:
        raise _unexpected(text, wrong.pos_in_stream or 0, repr(wrong.char)) from wrong
    except UnexpectedToken as wrong:
        raise _unexpected_token(text, wrong.token) from wrong
    except RecursionError as deep:
        raise refuse("QUERY_TOO_COMPLICATED", "The query is nested too deeply.") from deep
    except VisitError as wrong:
        raise wrong.orig_exc from None
    return found


def _unexpected(text: str, at: int, shown: str) -> Refused:
    return fault("MALFORMED_QUERY", f"unexpected token: {shown}", text=text, at=at)


def _unexpected_token(text: str, token: Token) -> Refused:
    if token.type == "$END":
        return _unexpected(text, len(text), "<EOF>")
    return _unexpected(text, token.start_pos or 0, f"'{token}'")
