"""Who is meant by the words in the search field.

Row-level security lets an index serve comparisons of columns only, neither LIKE nor functions; so
beginnings are ranges, and names and companies have columns in lower case.
"""

from __future__ import annotations

import uuid

from django.db.models import Q

from connections.record_ids import full_id, is_record_id
from syncs.models import InboundLead

_HIGHEST = "\U0010ffff"


def sought(q: str) -> Q:
    """The leads meant by `q`: an e-mail or its beginning, an id as it is, else a name or company
    that begins so. One small read unless `q` is an address."""
    if "@" in q:
        return _begins("email", q) | Q(external_id=q)
    by_id = _by_id(q)
    if by_id is not None:
        return by_id
    return _begins("email", q) | _begins("name_low", q) | _begins("company_low", q)


def _begins(column: str, q: str) -> Q:
    low = q.lower()
    return Q(**{f"{column}__gte": low, f"{column}__lt": low + _HIGHEST})


def _by_id(q: str) -> Q | None:
    """A lead's own id, the source's, or Salesforce's."""
    try:
        return Q(pk=uuid.UUID(q))
    except ValueError:
        pass
    if InboundLead.objects.filter(external_id=q).exists():
        return Q(external_id=q)
    # A long first name has the form of a record id too, but no digit.
    if is_record_id(q) and any(char.isdigit() for char in q):
        return Q(record_id=full_id(q))
    return None
