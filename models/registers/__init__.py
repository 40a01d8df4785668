"""The other facts recorded about a person."""
