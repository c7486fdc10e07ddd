"""Verification and validation: village deliberation, home visit, examination by Dinas Sosial, the head's signature."""
