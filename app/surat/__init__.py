"""Letters: printed from templates, kept as they were issued, and checked by anybody who holds one."""
