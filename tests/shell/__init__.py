"""The application and its screens."""
