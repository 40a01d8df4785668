"""What is sent to the Département, what is closed, what has changed since."""
