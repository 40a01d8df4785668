"""Lists of every shape, taken over."""
