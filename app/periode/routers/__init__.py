"""Period endpoints by role."""
