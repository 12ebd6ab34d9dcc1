"""An org as its describe has it: the standard fields of Lead and Contact, and some of its own."""

from __future__ import annotations

from typing import Any

from connections.crm import Field, SObject
from tests.mappings.agreement import choices, described, sobject

INDUSTRIES = (
    "Banking", "Construction", "Consulting", "Education", "Energy", "Finance", "Food & Beverage",
    "Healthcare", "Manufacturing", "Media", "Retail", "Technology", "Transportation", "Other",
)  # fmt: skip


def field(name: str, label: str, kind: str = "string", **more: Any) -> Field:
    """A field of this org; with `values` a picklist."""
    values = more.pop("values", ())
    return described(
        name, kind, label=label, picklist=choices(*values), custom=name.endswith("__c"), **more
    )


def _person(work: str) -> tuple[Field, ...]:
    return (
        field("Id", "ID", "id", createable=False, updateable=False),
        field("LastName", "Last Name", length=80, nillable=False),
        field("FirstName", "First Name", length=40),
        field("Salutation", "Salutation", "picklist",
              values=("Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx.")),
        field("Name", "Full Name", createable=False, updateable=False),
        field("Title", "Title", length=128),
        field("Phone", f"{work}Phone", "phone", length=40),
        field("MobilePhone", "Mobile Phone", "phone", length=40),
        field("Fax", f"{work}Fax", "phone", length=40),
        field("Email", "Email", "email", length=80),
        field("LeadSource", "Lead Source", "picklist",
              values=("Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other")),
        field("OwnerId", "Owner ID", "reference", reference_to=("User",), nillable=False,
              defaulted_on_create=True),
        field("Description", "Description", "textarea", length=32000),
        field("HasOptedOutOfEmail", "Email Opt Out", "boolean", nillable=False,
              defaulted_on_create=True),
        field("DoNotCall", "Do Not Call", "boolean", nillable=False, defaulted_on_create=True),
        field("CreatedDate", "Created Date", "datetime", createable=False, updateable=False),
    )  # fmt: skip


def _address(prefix: str, label: str) -> tuple[Field, ...]:
    names = (("Street", "Street"), ("City", "City"), ("PostalCode", "Zip/Postal Code"))
    codes = (("State", "State/Province"), ("Country", "Country"))
    return (
        field(f"{prefix}Address", f"{label}Address", "address"),
        *(field(f"{prefix}{name}", f"{label}{told}") for name, told in names),
        *(field(f"{prefix}{name}", f"{label}{told}", length=80) for name, told in codes),
        *(field(f"{prefix}{name}Code", f"{label}{told} Code", "picklist") for name, told in codes),
    )


OWN = (
    field("Lead_Source_Detail__c", "Lead Source Detail"),
    field("Original_Source__c", "Original Source"),
    field("Sync_Source__c", "Sync Source", length=80),
    field("External_Person_ID__c", "External Person ID", length=100, external_id=True, unique=True),
    field("LinkedIn_URL__c", "LinkedIn URL", "url"),
    field("GCLID__c", "GCLID"),
    field("UTM_Source__c", "UTM Source"),
    field("UTM_Medium__c", "UTM Medium"),
    field("UTM_Campaign__c", "UTM Campaign"),
    field("UTM_Content__c", "UTM Content"),
    field("UTM_Term__c", "UTM Term"),
    field("Landing_Page__c", "Landing Page", "url"),
    field("Referrer__c", "Referrer", "url"),
    field("Budget__c", "Budget", "currency", precision=18, scale=2),
    field("Company_Size__c", "Company Size", "picklist", restricted_picklist=True,
          values=("1-10", "11-50", "51-200", "201-500", "501+")),
    field("Product_Interest__c", "Product Interest", "multipicklist",
          values=("CRM", "Data Cleaning", "Reporting", "Support")),
    field("Preferred_Language__c", "Preferred Language", "picklist",
          values=("English", "German", "French", "Spanish", "Italian")),
    field("Region__c", "Region", "picklist", restricted_picklist=True,
          values=("EMEA", "Americas", "APAC")),
    field("Webinar_Score__c", "Webinar Score", "double", precision=18),
    field("Demo_Date__c", "Demo Date", "date"),
    field("Marketing_Consent__c", "Marketing Consent", "boolean", nillable=False,
          defaulted_on_create=True),
    field("Consent_Date__c", "Consent Date", "datetime"),
    field("Consent_Text__c", "Consent Text", "textarea", length=4000),
    field("VAT_Number__c", "VAT Number", length=30),
    field("Lead_Score__c", "Lead Score (formula)", "double", createable=False, updateable=False,
          calculated=True),
)  # fmt: skip

LEAD = sobject(
    *_person(""),
    field("Company", "Company", nillable=False),
    field("Website", "Website", "url"),
    field("Industry", "Industry", "picklist", values=INDUSTRIES),
    field("NumberOfEmployees", "Employees", "int", precision=8),
    field("AnnualRevenue", "Annual Revenue", "currency", precision=18),
    field("Rating", "Rating", "picklist", values=("Hot", "Warm", "Cold")),
    field("Status", "Status", "picklist", nillable=False, defaulted_on_create=True,
          values=("New", "Working", "Qualified", "Unqualified", "Converted")),
    field("IsConverted", "Converted", "boolean"),
    *_address("", ""),
    *OWN,
)  # fmt: skip
CONTACT = sobject(
    *_person("Business "),
    field("AccountId", "Account ID", "reference", reference_to=("Account",)),
    field("Department", "Department", length=80),
    field("HomePhone", "Home Phone", "phone", length=40),
    field("OtherPhone", "Other Phone", "phone", length=40),
    field("Birthdate", "Birthdate", "date"),
    *_address("Mailing", "Mailing "),
    *OWN,
    name="Contact",
)
OBJECTS = {"Lead": LEAD, "Contact": CONTACT}


def large(fields: int = 120) -> dict[str, SObject]:
    """The same org with so many fields on each object."""
    made = {}
    for name, known in OBJECTS.items():
        more = (
            field(f"Extra_{number}__c", f"Extra Question {number}")
            for number in range(fields - len(known.fields))
        )
        made[name] = sobject(*known.fields.values(), *more, name=name)
    return made
