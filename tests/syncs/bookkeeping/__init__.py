"""What is made of the ledger."""
