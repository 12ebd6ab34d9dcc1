"""What the org answers when it refuses, in both of Salesforce's shapes (salesforce-facts 0.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_STATUS: Mapping[str, int] = {
    "NOT_FOUND": 404,
    "ENTITY_IS_DELETED": 404,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "INVALID_SESSION_ID": 401,
    "INVALID_AUTH_HEADER": 401,
    "REQUEST_LIMIT_EXCEEDED": 403,
    "API_CURRENTLY_DISABLED": 403,
    "API_DISABLED_FOR_ORG": 403,
    "INSUFFICIENT_ACCESS": 403,
    "UNSUPPORTED_API_VERSION": 410,
    "PRECONDITION_FAILED": 412,
    "UNKNOWN_EXCEPTION": 500,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error. `fields` None: the key is left out of the single-record shape.

    `details` are further keys of the single-record shape; collections never show them.
    `unparsed`: a single record's call says this instead, as a JSON_PARSER_ERROR, because there
    Salesforce already stumbles while it reads the body (salesforce-facts 9).
    """

    code: str
    message: str
    fields: tuple[str, ...] | None = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    unparsed: str = ""

    def single(self) -> dict[str, Any]:
        """As an element of a single record's, query's or composite part's error array."""
        if self.unparsed:
            return {"message": self.unparsed, "errorCode": "JSON_PARSER_ERROR"}
        body: dict[str, Any] = {**self.details, "errorCode": self.code, "message": self.message}
        if self.fields is not None:
            body["fields"] = list(self.fields)
        return body

    def in_collection(self) -> dict[str, Any]:
        """As an element of a collection item's `errors`."""
        return {
            "statusCode": self.code,
            "message": self.message,
            "fields": list(self.fields or ()),
        }

    @property
    def status(self) -> int:
        """The HTTP status of a single record's call that ends with this error."""
        return _STATUS.get(self.code, 400)


class Refused(Exception):
    """The call, or the record, is refused. Carries at least one refusal."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals

    @property
    def status(self) -> int:
        """The HTTP status: that of the first refusal."""
        return self.refusals[0].status


def refuse(code: str, message: str, fields: Iterable[str] | None = None) -> Refused:
    """A `Refused` with one refusal, to be raised. Without `fields` the key is left out."""
    return Refused(Refusal(code, message, None if fields is None else tuple(fields)))


def not_found(message: str = "The requested resource does not exist") -> Refused:
    """The answer to whatever is not there, or not for this user."""
    return refuse("NOT_FOUND", message)
