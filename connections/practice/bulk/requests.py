"""What a client asks for when it creates a job, checked (salesforce-facts 6). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refused, refuse

from .csvs import DELIMITERS, ENDINGS, Layout

INGEST, QUERY = "ingest", "query"
OPEN, UPLOADED, WORKING = "Open", "UploadComplete", "InProgress"
COMPLETE, FAILED, ABORTED = "JobComplete", "Failed", "Aborted"
FINISHED = (COMPLETE, FAILED, ABORTED)
_WRITES = ("insert", "update", "upsert", "delete")
_READS = ("query", "queryAll")
_INGEST_KEYS = frozenset(
    {
        "object",
        "operation",
        "contentType",
        "lineEnding",
        "columnDelimiter",
        "externalIdFieldName",
        "assignmentRuleId",
        "concurrencyMode",
    }
)
_QUERY_KEYS = frozenset({"operation", "query", "contentType", "lineEnding", "columnDelimiter"})
_LISTED: Mapping[str, Collection[str]] = {
    "contentType": ("CSV",),
    "lineEnding": ENDINGS,
    "columnDelimiter": DELIMITERS,
    "concurrencyMode": ("Parallel",),
}


def job_error(message: str, kind: str = "InvalidJob") -> Refused:
    """An error of a job's resource, to be raised: code INVALIDJOB, text "InvalidJob : …"."""
    return refuse(kind.upper(), f"{kind} : {message}")


def read_ingest(asked: Mapping[str, Any]) -> dict[str, str]:
    """The options of an ingest job, complete. Raises Refused."""
    said = _texts(asked, _INGEST_KEYS)
    operation = said.get("operation", "")
    if operation == "hardDelete":
        message = (
            "hardDelete operation requires special user profile permission, "
            "please contact your system administrator"
        )
        raise job_error(message, "FeatureNotEnabled")
    if operation not in _WRITES:
        raise job_error(f"Unable to parse Job: the operation '{operation}' is unknown")
    if not said.get("object"):
        raise job_error("Entity name is missing")
    return {"contentType": "CSV", "lineEnding": "LF", "columnDelimiter": "COMMA", **said}


def read_query(asked: Mapping[str, Any]) -> dict[str, str]:
    """The options of a query job, complete. Raises Refused."""
    said = _texts(asked, _QUERY_KEYS)
    if said.get("operation") not in _READS:
        raise job_error(f"Unable to parse Job: the operation '{said.get('operation', '')}'")
    if not said.get("query", "").strip():
        raise job_error("The query is missing")
    return {"contentType": "CSV", "lineEnding": "LF", "columnDelimiter": "COMMA", **said}


def _texts(asked: Mapping[str, Any], known: Collection[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for name, value in asked.items():
        if name not in known:
            message = f'Unrecognized field "{name}" (not marked as ignorable)'
            raise refuse("JSON_PARSER_ERROR", message)
        if value is None:
            continue
        if not isinstance(value, str):
            raise refuse("JSON_PARSER_ERROR", f"Cannot deserialize {name} from {value!r}")
        said[name] = value
    for name, allowed in _LISTED.items():
        if name in said and said[name] not in allowed:
            raise job_error(f"Unable to parse Job: {name} '{said[name]}' is unknown")
    return said


def check_key(operation: str, sobject: SObject, name: str) -> str:
    """The external-id field of an upsert, under its API name; "" for other operations.

    Raises Refused when an upsert names none, or one that isn't a key.
    """
    if operation != "upsert":
        return ""
    if not name:
        raise job_error("External ID was blank for an upsert job")
    field = sobject.field(name)
    if field is None or not (field.external_id or field.id_lookup):
        message = (
            f"Field name provided, {name} does not match an External ID, Salesforce Id, "
            f"or indexed field for {sobject.name}"
        )
        raise job_error(message)
    return field.name


def layout_of(details: Mapping[str, str]) -> Layout:
    """How the job's CSV is written."""
    return Layout(details["columnDelimiter"], details["lineEnding"])
