"""Sessions planned, rolls called, attendances counted."""
