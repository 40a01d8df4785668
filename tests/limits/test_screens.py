"""On screen too, what is wrong in a record leaves the rest of it free."""

import pytest

from config import settings
from config.settings import Settings
from models.tables import Action, Evaluation, Parcours
from tests.limits.doors import WARNING, Case, amina, build, in_workbook
from tests.registers import every
from tests.world import day
from tui.app import AssiduApp
from tui.forms.form import FormScreen
from tui.forms.rows import Row
from tui.people.parcours_forms import ask_correction
from tui.registers.forms import ask_correct
from tui.widgets.fields import Line

CHOSEN = Settings(operator="Mobilité 49", user="Claire")


@pytest.fixture(autouse=True)
def chosen(based, tmp_path):
    settings.save(CHOSEN, tmp_path)
    build(tmp_path)


async def corrected(home, ask, record, name, text):
    """Opens the form that corrects a record, types a text in one of its fields, and saves."""
    app = AssiduApp(CHOSEN, home)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        ask(app, record)
        await pilot.pause()
        (row,) = (row for row in app.screen.query(Row) if row.field.name == name)
        row.query_one(Line).value = text
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not isinstance(app.screen, FormScreen)


async def test_the_tool_of_an_evaluation_whose_level_is_out_of_its_scale(tmp_path):
    Evaluation.create(action=Action.get(code="TOUT"), person=amina(), **every.FACTS[Evaluation][0] | {"level": "ZZZ"})
    await corrected(tmp_path, ask_correct, Evaluation.get(), "tool", "Entretien")
    assert (Evaluation.get().tool, Evaluation.get().level) == ("Entretien", "ZZZ")


@pytest.mark.sweep(1)
@pytest.mark.parametrize(
    "values",
    [
        {"exit": day("01/03/2026"), "renewed": day("02/03/2026")},
        {"exit_type": "emploi", "exit_contract": "CDD", "destination": "Martin"},
        {"variant": "a", "oriented": day("01/07/2026")},
    ],
    ids=("renewal", "exit", "orientation"),
)
async def test_the_group_of_a_faulty_parcours(tmp_path, values):
    in_workbook(Case("parcours", {"entry": day("01/02/2026"), **values}, "", WARNING), tmp_path)
    stay = Parcours.get(Parcours.entry == day("01/02/2026"))
    await corrected(tmp_path, ask_correction, stay, "group", "Matin")
    stored = Parcours.get_by_id(stay.id)
    assert stored.group == "Matin"
    assert {name: getattr(stored, name) for name in values} == values
