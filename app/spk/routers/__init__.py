"""Endpoints of decision support."""
