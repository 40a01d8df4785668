"""How fast and how small: each measure beside a bare twin that does the least, in one run. Never fails.

``python -m tests.benchmark`` runs them all, ``python -m tests.benchmark marks`` one; ``--small`` takes fewer rows.
"""
