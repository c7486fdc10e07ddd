"""Audit endpoints by role."""
