"""Anything typed in any form: it is stored as it is or refused in a sentence, and a form still open wrote nothing."""

from random import Random

import pytest

from models.duties.due import due
from models.rules import checks
from models.tables import Action, JournalEntry, Parcours, Person
from tests.registers import every
from tests.soak.invariants import broken
from tests.soak.test_monkey import text_of
from tui.app import AssiduApp
from tui.forms.form import FormScreen
from tui.forms.rows import Row
from tui.page import telling
from tui.people.action_forms import ask_correction as ask_action
from tui.people.parcours_forms import ask_correction, ask_entry, ask_exit
from tui.people.person_forms import identity, save
from tui.registers import forms as fact_forms
from tui.widgets.fields import Choice, Finding

TEXTS = [
    *(
        "",
        "[/x]",
        "=1+1",
        "é🙂👩‍👩‍👧",
        "שלום",
        "x" * 250,
        "9" * 25,
        "9" * 200,
        "-5",
        "0",
        "٣",
        "²",
        "\x00\x07",
        "1e9",
        "12,5",
    ),
    *("29/02/2025", "31/11", "12/03/2026", "12/03/2199", "01/01/1900", "8 mois", "999 ans", "2026-13", "13/2026"),
    *("999999 h", "A.1"),
]


def forms(action):
    """Every form about someone of the action, new and to correct, by name."""
    stay = Parcours.get(Parcours.action == action, Parcours.exit.is_null(False))
    someone = Person.get_by_id(stay.person_id)
    for table in every.FACTS:
        fact = table.get()
        yield f"ajout {table.one}", lambda app, table=table: fact_forms.ask_new(app, table, action, someone)
        yield f"correction {table.one}", lambda app, fact=fact: fact_forms.ask_correct(app, fact)
    yield "entrée", lambda app: ask_entry(app, action, someone)
    yield "sortie", lambda app: ask_exit(app, Parcours.get_by_id(stay.id))
    yield "parcours", lambda app: ask_correction(app, Parcours.get_by_id(stay.id))
    yield "action", lambda app: ask_action(app, Action.get_by_id(action.id))
    yield "identité", lambda app: app.push_screen(_identity(Person.get_by_id(someone.id)))


def _identity(person):
    asked = identity(person, [action.spec for action in Action.select()])
    return FormScreen("Identité", asked, lambda values: save(person, "Zoé", values))


def fill(form, text, dice):
    """The text in half of the fields, what could be there in the others, any of the values to choose."""
    for row in form.query(Row):
        if isinstance(row.control, Choice):
            row.control.action_move(dice.randint(0, len(row.control.options)))
        elif isinstance(row.control, Finding):
            row.control.line.value = row.control.line.value if row.field.name == "person" else text[:200]
        elif dice.random() < 0.5:
            row.control.value = text[:200]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "few", "size"),
    [(1, 3, (80, 24)), (2, None, (100, 30))],
)
async def test_whatever_is_typed_in_a_form_is_kept_or_refused(year, seed, few, size):
    settings, home = year("2026-06-30")
    dice = Random(seed)
    app = AssiduApp(settings, home)
    refused = 0
    async with app.run_test(size=size) as pilot:
        known = dict(forms(Action.get(Action.code == "TOUT")))
        for name in dice.sample(sorted(known), few or len(known)):
            with telling(app):
                known[name](app)
            await pilot.pause()
            form, before, text = app.screen, JournalEntry.select().count(), dice.choice(TEXTS)
            fill(form, text, dice)
            await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")  # a doubt is confirmed
            await pilot.pause()
            if app.screen is form:
                assert JournalEntry.select().count() == before, (name, text)
                assert "▲" in text_of(app), (name, text)
                refused += 1
                await pilot.press("escape")
        for key in "12345":
            await pilot.press(key)
            await pilot.pause()
    assert refused
    year_again = AssiduApp(settings, home)
    try:
        assert broken() == []
        checks.deviations()
        due()
    finally:
        year_again.database.close()
    assert not list(home.glob("incident-*"))
