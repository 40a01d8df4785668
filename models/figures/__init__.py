"""Indicators, and the records behind each figure."""
