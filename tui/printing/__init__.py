"""Printing from a screen: what to print, where it is written."""
