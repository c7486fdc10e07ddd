"""The meeting of the village: planned, recorded, decided name by name, and closed with minutes that stay."""
