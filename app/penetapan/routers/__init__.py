"""Endpoints of penetapan, one module per role."""
