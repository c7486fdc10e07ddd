"""Endpoints of imports, one module per role."""
