"""Several posts on one base: roles, the line to the server, waiting marks, moving."""
