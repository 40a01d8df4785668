"""A convention described, and its rules in words."""
