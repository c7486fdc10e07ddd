"""Regions from provinsi to desa/kelurahan: official dated codes, their successors, and the scope predicate."""
