"""Who did what, and who looked: append-only rows written in the business transaction."""
