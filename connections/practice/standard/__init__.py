"""What a newly opened org contains. Pure."""
