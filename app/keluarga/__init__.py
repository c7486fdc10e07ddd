"""Registry of families: who lives together since when, what a survey found, and every change of it."""
