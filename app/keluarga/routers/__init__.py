"""Registry endpoints by role."""
