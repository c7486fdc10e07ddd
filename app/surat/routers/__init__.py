"""Endpoints of letters by role."""
