"""A sample that somebody pasted, checked as the API checks what is sent to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from syncs.intake.canonical import LeadSerializer
from syncs.intake.parsing import read_json
from syncs.intake.problems import wrong_fields

MOST = 4


class SampleRefused(Exception):
    """The text is no lead; the sentence says why."""


def read_object(text: str) -> dict[str, Any]:
    """The JSON object that a text is. Raises SampleRefused."""
    if not text:
        raise SampleRefused(_("Paste a sample, or choose one of the leads that came."))
    try:
        document = read_json(text.encode("utf-8", "surrogatepass"))
    except APIException as error:
        raise SampleRefused(str(error.detail)) from None
    if not isinstance(document, dict):
        raise SampleRefused(_("This is no object. A lead begins with { and ends with }."))
    return document


def read_sample(text: str) -> Mapping[str, Any]:
    """The lead that a text is, as the API would store it. Raises SampleRefused."""
    lead = LeadSerializer(data=read_object(text))
    if lead.is_valid():
        return dict(lead.validated_data)
    found = [f"{one['field']}: {one['message']}" for one in wrong_fields(lead.errors)]
    more = _("And %(count)d more.") % {"count": len(found) - MOST} if len(found) > MOST else ""
    raise SampleRefused(" ".join([*found[:MOST], more]).strip())
