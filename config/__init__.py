"""Putting the house together: settings, addresses, processes."""
