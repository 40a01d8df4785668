"""How a file is known to be a database of Assidu, and the schema it has today."""

APPLICATION = 0x41534459  # "ASDY", so that a foreign SQLite file is told apart
SCHEMA = 14
