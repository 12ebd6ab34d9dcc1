"""The org's records in PostgreSQL. Everything here runs inside the tenant's walls."""
