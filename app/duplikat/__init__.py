"""Persons who may be recorded twice: found by jobs, judged by officers, merged and separated again."""
