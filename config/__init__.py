"""What is chosen: the conventions (as data) and this installation's settings."""
