"""Criteria endpoints by role."""
