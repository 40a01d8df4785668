"""What was done: history, search, timeline, verifying, restoring."""
