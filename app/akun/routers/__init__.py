"""Account endpoints by role."""
