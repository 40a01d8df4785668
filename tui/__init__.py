"""What people see and press: the Textual application and the command line."""
