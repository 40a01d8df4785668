"""What the texts call attended, left, renewed, complete."""
