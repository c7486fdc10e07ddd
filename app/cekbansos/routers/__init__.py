"""Endpoints of cekbansos, one module per role."""
