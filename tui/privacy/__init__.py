"""Retention and erasing, on screen and by command."""
