"""HTTP of field work."""
