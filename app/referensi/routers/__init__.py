"""Reference endpoints by role."""
