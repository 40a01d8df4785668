"""A machine whose clock was set back: what is recorded then would be dated before what was recorded earlier."""

import os

from pendulum import Date

from models.days.clock import today
from models.french.wording import day
from models.tables import JournalEntry


def warning() -> str:
    """What to tell when the machine's day is before that of the last act, in one French sentence; '' otherwise, and
    when the day was chosen."""
    if os.environ.get("ASSIDU_TODAY", "").strip():
        return ""
    last = JournalEntry.select(JournalEntry.at).order_by(JournalEntry.id.desc()).limit(1).scalar()
    if not last or last[:10] <= today().isoformat():
        return ""
    return (
        f"La date de cette machine ({day(today())}) est avant celle du dernier acte enregistré "
        f"({day(Date.fromisoformat(last[:10]))}) : corrigez-la, puis rouvrez Assidu."
    )
