"""Inlet against its goals, beside a script at the floor and a naive loop: `make bench`."""
