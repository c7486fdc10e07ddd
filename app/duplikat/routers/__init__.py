"""Endpoints of double records by role."""
