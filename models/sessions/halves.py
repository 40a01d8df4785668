"""The half-days of a session: people sign once each."""

NOON, UNTIL, EVENING = 12 * 60, 14 * 60, 18 * 60  # a session of a morning that runs late is no whole day
MORNING, AFTERNOON, NIGHT = "matin", "après-midi", "soir"


def halves(start: int, end: int) -> tuple[str, ...]:
    """The half-days a session from ``start`` to ``end``, in minutes from midnight, takes up: both when it begins before
    noon and ends after two."""
    if start < NOON:
        return (MORNING, AFTERNOON) if end > UNTIL else (MORNING,)
    return (AFTERNOON,) if start < EVENING else (NIGHT,)
