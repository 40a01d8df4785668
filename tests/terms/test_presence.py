"""What makes a session *tenue*: the same for plain values and in a query."""

from itertools import product

from models.days.clock import today
from models.tables import Session
from models.terms import presence
from tests.world import action, mark, person, session

DAYS = ("30/12/2012", "31/12/2012", "01/01/2013")  # the day before today, today, the day after


def test_what_a_session_amounts_to_is_the_same_in_a_query(base):
    where, who = action("cd49-adse-b", "01/01/2012", "31/12/2013"), person("ANA")
    for said, on, status in product(("", "prévue", "tenue", "annulée"), DAYS, (None, "prévu", "présent", "absent")):
        one = session(where, "seance", on, code=f"{said}-{on}-{status}", state=said)
        if status:
            mark(one, who, status=status)
    amounts = dict(Session.select(Session.id, presence.state()).tuples())
    held = {id for (id,) in Session.select(Session.id).where(presence.held()).tuples()}
    uncalled = {id for (id,) in Session.select(Session.id).where(presence.uncalled()).tuples()}
    assert len(amounts) == 48
    for one in Session.select():
        marked = one.code.endswith(("présent", "absent"))
        assert amounts[one.id] == presence.state_of(one.state, one.day, marked, today()), one.code
        assert (one.id in held) == (presence.state_of(one.state, one.day, True, today()) == "tenue"), one.code
        assert (one.id in uncalled) == (one.state != "annulée" and not marked), one.code
    assert set(amounts.values()) == {"prévue", "tenue", "annulée"}
