"""No text that hides something reaches the base, whichever verb writes it."""

import pytest

from models.acts.refusals import Refused
from models.park import mopeds
from models.people import actions, participants
from models.registers import facts
from models.sessions import planning, roll
from models.tables import Document, JournalEntry, Person, Session
from tests import world
from tests.journal import conftest as journal
from tests.world import day

acts = journal.acts

HIDDEN = ["a\x1b]0;titre\x07", "a\x00", "a\x9b31m", "a\u202eb", "a\u2066b"]


@pytest.fixture
def place(acts):
    return Session.get(), Person.get(), world.action("cd49-point-mobilite", code="POINT")


@pytest.mark.sweep(12)
@pytest.mark.parametrize("text", HIDDEN)
@pytest.mark.parametrize(
    "verb",
    [
        lambda text, session, person, point: participants.correct(person, town=text, who="Claire"),
        lambda text, session, person, point: roll.note(session, text, who="Claire"),
        lambda text, session, person, point: planning.cancel(session, text, who="Claire"),
        lambda text, session, person, point: planning.correct(session, theme=text, who="Claire"),
        lambda text, session, person, point: actions.correct(point, title=text, who="Claire"),
        lambda text, session, person, point: mopeds.add(point, text, day("01/01/2026"), who="Claire"),
        lambda text, session, person, point: facts.add(
            Document,
            action=session.action,
            person=person,
            kind="bilan",
            day=day("01/06/2026"),
            recipient=text,
            who="Claire",
        ),
    ],
)
def test_a_text_with_an_unseen_character_is_refused(place, verb, text):
    count = JournalEntry.select().count()
    with pytest.raises(Refused, match="caractère invisible"):
        verb(text, *place)
    assert JournalEntry.select().count() == count
