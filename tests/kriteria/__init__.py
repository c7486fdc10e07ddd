"""Tests of app.kriteria."""
