"""What is about to be lost, and what is lost already."""
