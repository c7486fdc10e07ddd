"""Determination: the minister's SK with its immutable list, and who is registered since when and why."""
