"""Rolling a version of a blueprint out to the clients that follow it, and back."""
