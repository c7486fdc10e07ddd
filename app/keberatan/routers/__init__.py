"""Endpoints of objections to a desil, one module per role."""
