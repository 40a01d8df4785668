"""Today, sessions and the roll."""
