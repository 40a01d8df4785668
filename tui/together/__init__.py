"""Other posts and waiting marks on screen."""
