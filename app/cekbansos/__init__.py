"""Public status lookup from a small read model: what a stranger may learn, and nothing by which to find strangers."""
