"""Blueprints rolled out to many clients."""
