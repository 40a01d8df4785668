"""Returns, closings and kept copies, on screen and by command."""
