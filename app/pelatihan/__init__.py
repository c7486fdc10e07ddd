"""Fitting and judging of PMT models from survey data (extra `dtks[fit]`); the API never imports this package."""
