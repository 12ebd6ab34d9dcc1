"""The practice org: a Salesforce org that Inlet emulates over HTTP.

It is a thing of its own: it knows tenants, and nothing else of Inlet. `rules`, `standard` and
`soql` are pure; `store` keeps records in PostgreSQL; `api` and `oauth` are its HTTP surface.
"""
