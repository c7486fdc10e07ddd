"""Promises of the whole API."""
