"""Widgets of our own, shared by screens."""
