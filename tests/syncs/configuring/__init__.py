"""Configuration as a file."""
