"""Endpoints of verval by role; those of officers are many, so by area too."""
