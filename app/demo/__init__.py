"""Demonstration data: synthetic families of one real kecamatan, and an account for every jabatan."""
