"""Registry backend for DTKS/DTSEN: usulan, verval, desil, penetapan and status lookup as a JSON REST API."""

__version__ = "0.1.0"
