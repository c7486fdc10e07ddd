"""Machinery that knows no domain: transactions, workflow, errors, tokens, keys, paging, jobs."""
