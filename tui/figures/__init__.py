"""Indicators and deviations on screen."""
