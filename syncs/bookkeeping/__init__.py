"""What is made of the ledger: it is checked against the leads, and summed up for each client."""
