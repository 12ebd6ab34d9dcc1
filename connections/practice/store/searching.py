"""Searches carried out: words among the words of a record's texts."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import and_, or_

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, Regex

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.soql.pages import Page
from connections.practice.soql.plan import Plan
from connections.practice.soql.search_words import is_searched, word_regex
from connections.practice.soql.searches import Search

from .columns import key_column
from .families import page_of
from .filters import Reader
from .listed_values import NOWHERE
from .ordering import ordered
from .rows import row_of


def search_page(reader: Reader, plan: Plan, search: Search, *, before: datetime, size: int) -> Page:
    """The rows of a plan in which the search's words are found.

    `before`: records made at that moment or later aren't in the index yet. `size`: at most.
    """
    if not plan.sobject.stored:
        return Page(0, [], {})
    limit = size if plan.limit is None else min(size, plan.limit)
    found = ordered(reader, plan).filter(_condition(plan.sobject, search), created_at__lte=before)
    rows = [row_of(record) for record in found[plan.offset : plan.offset + limit]]
    return page_of(reader, plan, rows, total=len(rows))


def _condition(sobject: SObject, search: Search) -> Q:
    fields = [one for one in sobject.visible.values() if is_searched(one, search.where)]
    if not fields:
        return NOWHERE
    choices = (
        reduce(and_, [_holds(sobject, fields, word, where=search.where) for word in choice])
        for choice in search.words
    )
    return reduce(or_, choices)


def _holds(sobject: SObject, fields: list[Field], word: str, *, where: str) -> Q:
    if where == "EMAIL" and "@" in word and not set(word) & {"*", "?"}:
        # A whole address: the index serves.
        columns = [key_column(sobject, one) for one in fields]
        if all(columns):
            return reduce(or_, [Q(Exact(F(one), word)) for one in columns])
    texts = [KeyTextTransform(one.name, "values") for one in fields]
    whole = Func(Value("\n"), *texts, function="concat_ws", output_field=TextField())
    return Q(Regex(Lower(whole), word_regex(word)))
