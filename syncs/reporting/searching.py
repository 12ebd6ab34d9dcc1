"""Who is meant by the words in the search field.

Row-level security lets an index serve comparisons only, not LIKE; so what can be told by its
form is looked up in its own column, and only names and companies are searched by reading on.
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
        low = q.lower()
        begins = Q(email__gte=low, email__lt=low + _HIGHEST)
        return Q(email=low) | begins | Q(external_id=q)
    by_id = _by_id(q)
    if by_id is not None:
        return by_id
    return Q(email__startswith=q.lower()) | Q(name__istartswith=q) | Q(company__istartswith=q)


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
