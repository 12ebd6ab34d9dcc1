"""Whether a client with millions of leads is served as quickly as one with ten thousand."""
