"""The civil registration as the domains see it: the port to ask it, and the rule that compares two identities."""
