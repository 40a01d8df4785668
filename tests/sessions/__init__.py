"""Calling the roll: people, who is expected, marks, the keyboard."""
