"""Objection to a desil: a family contests what a machine computed, and a person answers before the next decree."""
