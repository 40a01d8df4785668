"""A second opinion: every figure and deviation computed again, in the plainest way, from the rows of a workbook.

Nothing here uses ``models`` or ``config``: the two computations agree because both are right, or differ.
"""
