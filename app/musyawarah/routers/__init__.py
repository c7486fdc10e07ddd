"""Endpoints of the meeting by role."""
