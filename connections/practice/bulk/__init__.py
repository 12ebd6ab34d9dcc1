"""Bulk API 2.0 of the practice org: ingest and query jobs (salesforce-facts 6)."""
