"""How a day, an hour, an amount, a name is written, and read back."""
