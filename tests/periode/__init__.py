"""Tests of app.periode."""
