"""Taking over what was kept in a workbook: everything is checked, then everything is stored, or nothing."""
