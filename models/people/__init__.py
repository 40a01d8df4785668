"""Participants, the actions they are in, who enters and who leaves."""
