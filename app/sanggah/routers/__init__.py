"""Endpoints of contests by role."""
