"""The checklist and the drift watch, run and stored: what `mappings.preflight` judges."""
