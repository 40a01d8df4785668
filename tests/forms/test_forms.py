"""Forms: typed values, faults under the field, nothing lost on refusal."""

from typing import Any

import pytest
from pendulum import Date
from textual.widgets import Static

from models.acts.refusals import Refused
from models.tables import Person
from tests.shell.screens import typing
from tests.widgets.bare import Bare
from tui.forms.form import FormScreen
from tui.forms.rows import Field, Row
from tui.widgets.fields import Choice, Line

HOSTILE = Person(id=1, code="P1", last_name="[/x]", first_name="=1+1 [red]", folded="")


class Page(Bare):
    """An application that only shows one form."""

    def __init__(self, form):
        super().__init__()
        self.form, self.given = form, "nothing yet"

    def on_mount(self):
        self.push_screen(self.form, self.keep)

    def keep(self, values):
        self.given = values


def said(app, part="#said"):
    return str(app.screen.query_one(part).content)


async def test_the_cursor_begins_where_something_is_still_to_be_said():
    scale = Field("scale", "Échelle", "choice", required=True, choices=lambda _: [("oral", "Oral")])
    day = Field("day", "Date", "date", required=True, default=Date(2026, 3, 12))
    moment = Field("moment", "Moment", "choice", required=True, choices=("entrée", "sortie"))
    app = Page(FormScreen("Évaluation", [day, scale, moment]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter")
        assert app.given == {"day": Date(2026, 3, 12), "scale": "oral", "moment": "sortie"}


async def test_the_person_a_form_is_about_is_not_typed_over():
    about = Field("person", "Personne", "person", required=True, default=HOSTILE)
    app = Page(FormScreen("Emploi", [about, Field("employer", "Employeur", default="Lidl")]))
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "Aldi")
        await pilot.press("enter")
        assert app.given == {"person": HOSTILE, "employer": "Aldi"}


async def test_values_come_out_typed():
    app = Page(
        FormScreen(
            "Prêt",
            [
                Field("day", "Départ", "date", required=True),
                Field("length", "Durée", "minutes"),
                Field("fee", "Participation", "money"),
                Field("sex", "Sexe", "choice", choices=("F", "M")),
                Field("joined", "Joint", "yes"),
            ],
        )
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "12/03/2026")
        await pilot.press("down")
        await typing(pilot, "2,5")
        await pilot.press("down", "down", "m", "down", "right", "enter")
        assert app.given == {
            "day": Date(2026, 3, 12),
            "length": 150,
            "fee": None,
            "sex": "M",
            "joined": True,
        }


async def test_a_fault_is_said_under_its_field_and_nothing_is_lost():
    app = Page(FormScreen("Examen", [Field("reason", "Motif"), Field("day", "Date", "date", required=True)]))
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "31/02/2026")
        await pilot.press("ctrl+s")
        row: Any = app.screen.query(Row)[1]
        assert "n'existe pas au calendrier" in str(row.query_one(".fault", Static).content)
        assert row.control.value == "31/02/2026"
        assert app.given == "nothing yet"


async def test_a_refusal_keeps_the_form_open():
    def refuse(values):
        raise Refused("La sortie ne peut pas précéder l'entrée [/x].")

    app = Page(FormScreen("Sortie", [Field("reason", "Motif", default="déménagement")], refuse))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert "La sortie ne peut pas précéder" in said(app)
        assert app.screen.query_one(Line).value == "déménagement"
        await pilot.press("escape")
        assert app.given is None


async def test_a_doubt_asks_once():
    kept: list = []
    form = FormScreen("Nouveau", [Field("name", "Nom")], kept.append, doubt=lambda values: "Déjà connu ?")
    app = Page(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "Ba")
        await pilot.press("enter")
        assert kept == [] and "Déjà connu ?" in said(app)
        await pilot.press("enter")
        assert kept == [{"name": "Ba"}]


async def test_ctrl_z_belongs_to_the_field():
    app = Page(FormScreen("Nom", [Field("name", "Nom")]))
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "Bad")
        await pilot.press("ctrl+z")
        assert app.screen.query_one(Line).value == "Ba"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert app.screen.query_one(Line).value == ""


async def test_someone_is_found_then_taken_with_enter():
    other = Person(id=2, code="P2", last_name="Diallo", first_name="Amina", folded="diallo amina")
    app = Page(
        FormScreen("Entrée", [Field("person", "Personne", "person", required=True, find=lambda text: [HOSTILE, other])])
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "ami")
        await pilot.press("down", "enter")
        assert app.screen.query_one(Line).value == "DIALLO Amina"
        await pilot.press("enter")
        assert app.given == {"person": other}


async def test_an_unfinished_name_is_not_guessed():
    app = Page(
        FormScreen(
            "Entrée", [Field("person", "Personne", "person", find=lambda text: [HOSTILE, HOSTILE]), Field("x", "X")]
        )
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "ami")
        await pilot.press("tab", "enter")
        assert app.given == "nothing yet"
        assert "choisissez avec" in str(app.screen.query_one(".fault", Static).content)


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_what_is_said_is_in_sight_however_long_the_form(size):
    def refuse(values):
        raise Refused("Non, [/x].")

    app = Page(FormScreen("[/x]", [Field(f"f{n}", "[/label]", hint="[/hint]") for n in range(20)], refuse))
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert said(app) == "▲ Non, [/x]."
        assert app.screen.query_one("#said").region.bottom <= size[1]


async def test_the_preview_follows_what_is_typed():
    form = FormScreen(
        "Heures", [Field("minutes", "Heures", "minutes", required=True)], preview=lambda v: str(v["minutes"])
    )
    app = Page(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await typing(pilot, "2h")
        assert said(app, "#preview") == "120"


async def test_the_first_letters_of_a_value_choose_it_and_another_letter_begins_again():
    kinds = ("formation", "formation qualifiante", "Échéance", "autre", "action d'insertion", "autres droits")
    app = Page(FormScreen("Sortie", [Field("kind", "Type", "choice", required=True, choices=kinds)]))
    async with app.run_test(size=(80, 24)) as pilot:
        choice = app.screen.query_one(Choice)
        found = []
        for letters in ("f", "ormationq", "e", "a", "a", "utress", "z", "action"):
            await typing(pilot, letters)
            found.append(choice.options[choice.rank][0])
        assert found[:3] == ["formation", "formation qualifiante", "Échéance"]
        assert found[3:5] == ["autre", "action d'insertion"]
        assert found[5:] == ["autres droits", "autres droits", "action d'insertion"]


async def test_a_field_follows_another_and_is_empty_while_it_is_not_asked_for():
    levels = {"langue": ("A1", "A2"), "autonomie": ("faible", "forte")}
    fields = [
        Field("scale", "Échelle", "choice", required=True, choices=tuple(levels), default="langue"),
        Field("level", "Niveau", "choice", required=True, choices=lambda v: levels.get(v["scale"], ()), default="A2"),
        Field("since", "Depuis", "term", when=lambda v: v["scale"] == "langue", default=8),
    ]
    app = Page(FormScreen("Évaluation", fields))
    async with app.run_test(size=(80, 24)) as pilot:
        level: Any = app.screen.query(Row)[1].control
        assert level.value == "A2"
        await press_first(pilot, "a")
        assert level.rank == -1 and not app.screen.query(Row)[2].display
        await pilot.press("enter")
        assert "Choisissez" in str(app.screen.query(Row)[1].query_one(".fault", Static).content)
        await pilot.press("f", "f", "enter")
        assert app.given == {"scale": "autonomie", "level": "forte", "since": None}


async def press_first(pilot, *keys):
    """Presses keys in the first field."""
    pilot.app.screen.query(Row)[0].focus_control()
    await pilot.press(*keys)


@pytest.mark.slow
async def test_the_arrows_go_through_a_form_longer_than_the_screen():
    app = Page(FormScreen("Long", [Field(f"f{rank}", f"Champ {rank}", hint="Un mot.") for rank in range(20)]))
    async with app.run_test(size=(80, 24)) as pilot:
        for rank in range(19):
            await pilot.press("down")
            assert app.screen.focused is app.screen.query(Row)[rank + 1].control
        await pilot.pause()
        row = app.screen.query(Row)[19].region
        assert app.screen.query_one("#form").region.contains_region(row)
        assert str(app.screen.query(Row)[19].query_one(".fault", Static).content) == "Un mot."


async def test_what_was_typed_for_others_is_never_read_as_markup():
    app = Page(FormScreen("Motif", [Field("reason", "Motif", suggestions=["[/x] [bold]rouge", "x" * 150])]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("left_square_bracket")
        await pilot.pause()
        await pilot.press("right", "enter")
        assert app.given == {"reason": "[/x] [bold]rouge"}
