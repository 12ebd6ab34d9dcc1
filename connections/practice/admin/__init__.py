"""The admin API of an org: for tests, and for whoever rehearses trouble (docs/practice-org.md)."""
