"""Endpoints of findings by role."""
