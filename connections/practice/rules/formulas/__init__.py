"""The formulas of an org's validation rules: a subset of Salesforce's language. Pure."""
