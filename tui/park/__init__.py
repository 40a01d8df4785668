"""The moped park on screen."""
