"""Contest of somebody else's eligibility: a citizen says it, an officer visits, another one decides."""
