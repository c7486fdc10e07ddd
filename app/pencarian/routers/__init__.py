"""Endpoints of the search."""
