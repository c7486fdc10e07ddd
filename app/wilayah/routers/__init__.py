"""Endpoints of the regions, one module a role."""
