"""Registers on screen."""
