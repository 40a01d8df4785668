"""Workbooks out: the indicators, the return of a period, the liaison sheet, the copy of what was sent."""
