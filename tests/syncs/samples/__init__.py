"""Page values of one consistent world: Thursday, 19 November 2026, 14:20, at Harbor & Pine."""
