"""Proposals: somebody, or an officer for him, asks to be registered; every later stage moves the proposal."""
