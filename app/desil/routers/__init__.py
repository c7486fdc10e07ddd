"""Endpoints of desil, one module per role."""
