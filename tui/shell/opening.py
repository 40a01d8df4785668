"""Which screen keeps a record of each table: what Entrée on a deviation, a due date or a search result opens."""

from models import tables
from models.acts.refusals import GONE, Refused
from tui.host import Host


def open_record(app: Host, table: str, number: int) -> None:
    """Opens the screen of record ``number`` of ``table`` (the name of its model). Raises Refused when it is gone."""
    model = getattr(tables, table)
    record = model.get_or_none(model.id == number)
    if record is None:
        raise Refused(GONE)
    match table:
        case "Session":
            app.open_session(number)
        case "Attendance":
            app.open_session(record.session_id, record.person_id)
        case "Action":
            app.open_action(number)
        case "Movement":
            app.open_hours(record.action_id, number)
        case "Moped":
            app.open_park(record.action_id, number)
        case "Loan" | "Downtime":
            app.open_park(record.moped.action_id, record.moped_id, (table, number))
        case "Person":
            app.open_person(number)
        case _:
            app.open_person(record.person_id, (table, number))
