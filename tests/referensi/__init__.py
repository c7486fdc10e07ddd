"""Tests of app.referensi."""
