"""The commands of the line, by what they are about; each module is loaded when one of its commands is asked for."""
