"""Findings: what a source says against a person or family, the answer of who is concerned, and a human's decision."""
