"""Uploaded photos and documents: cleaned, sealed one by one, and kept in an object store outside the database."""
