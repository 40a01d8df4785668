"""Days: today, months de date à date, public holidays."""
