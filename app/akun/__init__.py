"""Accounts: registration, login, sessions, positions and regions of those who may act."""
