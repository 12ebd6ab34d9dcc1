"""What Lead, Contact and Account of a fresh org have in common (salesforce-facts 10.1, 10.2)."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.fields import Field
from connections.practice.standard.making import picklist, read_only, text
from connections.practice.standard.picklists import INDUSTRY


def company_figures() -> tuple[Field, ...]:
    """What is known of a company."""
    return (
        picklist("Industry", "Industry", INDUSTRY),
        Field("AnnualRevenue", "Annual Revenue", "currency", precision=18),
        Field("NumberOfEmployees", "Employees", "int", precision=8),
        Field("Description", "Description", "textarea", length=32000, filterable=False),
    )


def bounces() -> tuple[Field, ...]:
    """Whether mails came back."""
    fixed: dict[str, Any] = {"createable": False, "permissionable": False}
    return (
        text("EmailBouncedReason", "Email Bounced Reason", 255, **fixed),
        Field("EmailBouncedDate", "Email Bounced Date", "datetime", **fixed),
    )


def traces(sobject: str) -> tuple[Field, ...]:
    """What a merge and its users leave at a record. `sobject`: what it was merged into."""
    return (
        read_only(
            "MasterRecordId",
            "Master Record ID",
            "reference",
            length=18,
            reference_to=(sobject,),
            relationship="MasterRecord",
        ),
        read_only("LastActivityDate", "Last Activity", "date"),
        read_only("LastViewedDate", "Last Viewed Date", "datetime"),
        read_only("LastReferencedDate", "Last Referenced Date", "datetime"),
        read_only("PhotoUrl", "Photo URL", "url", length=255),
    )


def email_field() -> Field:
    """The e-mail address, by which a record can be found."""
    return Field("Email", "Email", "email", length=80, id_lookup=True)
