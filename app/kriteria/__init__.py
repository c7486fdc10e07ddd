"""Criteria of poverty as versioned rules: what a family's answers say to each, and a count that decides nothing."""
