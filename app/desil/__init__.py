"""Welfare score and decile: who ranks where, by which model and run, and why."""
