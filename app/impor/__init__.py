"""Bulk import: files of prelists and registries, read in the background, every row accounted for."""
