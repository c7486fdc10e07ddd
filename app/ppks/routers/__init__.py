"""PPKS and PSKS endpoints by role."""
