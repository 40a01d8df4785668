"""The base: a file or a server, opened, sealed, backed up, migrated."""
