"""Tests of app.usulan."""
