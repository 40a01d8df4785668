"""Pictures of every screen on the made-up year."""
