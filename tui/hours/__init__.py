"""Pooled driving hours on screen."""
