"""Logging in: OAuth 2.0 of the org."""
