"""Usulan endpoints by role."""
