"""The values that picklists of a fresh org offer."""

from __future__ import annotations

from connections.practice.standard.making import entries

LEAD_STATUS = entries(
    "New", "Working", "Qualified", "Unqualified", "Converted", default="New"
)  # fmt: skip
CONVERTED_STATUS = "Converted"
LEAD_SOURCE = entries("Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other")
RATING = entries("Hot", "Warm", "Cold")
REGION = entries("EMEA", "Americas", "APAC")
INDUSTRY = entries(
    "Agriculture",
    "Apparel",
    "Banking",
    "Biotechnology",
    "Chemicals",
    "Communications",
    "Construction",
    "Consulting",
    "Education",
    "Electronics",
    "Energy",
    "Engineering",
    "Entertainment",
    "Environmental",
    "Finance",
    "Food & Beverage",
    "Government",
    "Healthcare",
    "Hospitality",
    "Insurance",
    "Machinery",
    "Manufacturing",
    "Media",
    "Not For Profit",
    "Recreation",
    "Retail",
    "Shipping",
    "Technology",
    "Telecommunications",
    "Transportation",
    "Utilities",
    "Other",
)
CAMPAIGN_TYPE = entries(
    "Conference", "Webinar", "Trade Show", "Public Relations", "Partners", "Referral Program",
    "Advertisement", "Banner Ads", "Direct Mail", "Email", "Telemarketing", "Other",
)  # fmt: skip
CAMPAIGN_STATUS = entries("Planned", "In Progress", "Completed", "Aborted", default="Planned")
TASK_STATUS = entries(
    "Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred",
    default="Not Started",
)  # fmt: skip
TASK_PRIORITY = entries("High", "Normal", "Low", default="Normal")
OPPORTUNITY_STAGE = entries(
    "Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
    "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review", "Closed Won",
    "Closed Lost",
)  # fmt: skip
