"""Backups, restoring, verifying: on screen and by command."""
