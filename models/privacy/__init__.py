"""What is held about a person, how long, and its erasing."""
