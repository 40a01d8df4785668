"""The rolls half called in a large database, against reading once who is marked in each session."""

from pathlib import Path

from tests.benchmark.large import EACH, environment, fill
from tests.benchmark.measure import ms, ratio, say, side_by_side

ACTIONS, TIMES = 300, 5


def run(home: Path, scale: int) -> None:
    """Prints one line: 300 actions of 150 people and 44 sessions, a person unmarked in one session of each action."""
    from models.sessions.half_called import half_called
    from models.storage.opening import open_database
    from models.tables import Attendance, Session, database

    actions = ACTIONS // scale
    fill(home, actions * EACH)
    environment(home)
    engine = open_database(f"sqlite:///{home}/assidu.db")
    left = [1000 * (action + 1) for action in range(actions)]
    firsts = Attendance.select(Attendance.id).join(Session).where(Session.code == "S0", Attendance.person.in_(left))
    Attendance.delete().where(Attendance.id.in_(firsts)).execute()
    assert sum(len(one.people) for one in half_called() if one.code == "S0") == actions
    marked = "SELECT session_id, person_id FROM attendance"
    ours, bare = side_by_side(half_called, lambda: database.execute_sql(marked).fetchall(), TIMES)
    engine.close()
    say(
        f"rolls half called, {actions} actions",
        ms(ours),
        f"reading the marks {ms(bare)}",
        ratio(ours, bare),
        aim="≤ 2 ×",
    )
