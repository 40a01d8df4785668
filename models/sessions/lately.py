"""How each person of a session was marked in the last ones before it."""

from peewee import fn

from models.tables import Attendance, Session
from models.terms.presence import held

MOST = 12


def last_marks(session: Session, most: int = MOST) -> dict[int, list[str]]:
    """The statuses of each person id in the last ``most`` sessions of the same action and nature they were marked in
    before this one, the latest last. One query."""
    rank = fn.ROW_NUMBER().over(
        partition_by=[Attendance.person],
        order_by=[Session.day.desc(), Session.start.desc(), Session.id.desc()],
    )
    marked = (
        Attendance.select(Attendance.person.alias("person"), Attendance.status.alias("status"), rank.alias("rank"))
        .join(Session)
        .where(
            Session.action == session.action_id,
            Session.nature == session.nature,
            (Session.day < session.day) | ((Session.day == session.day) & (Session.start < session.start)),
            held(),
            Attendance.status != "prévu",
        )
    )
    query = Attendance.select(marked.c.person, marked.c.status).from_(marked).where(marked.c.rank <= most)
    found: dict[int, list[str]] = {}
    for person, status in query.order_by(marked.c.person, marked.c.rank.desc()).tuples():
        found.setdefault(person, []).append(status)
    return found
