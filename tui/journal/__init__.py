"""Histories on screen."""
