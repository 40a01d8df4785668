"""Mopeds, their loans, and a year of the park."""
