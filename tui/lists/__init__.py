"""Taking a file over at the keyboard."""
