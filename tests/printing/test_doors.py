"""Printing from the command line and from the screens, and the operator's own templates."""

import sys

import pytest

from models.printing import maker, sheets
from models.tables import JournalEntry, Printed
from tests import world
from tests.printing import reading
from tests.printing.reading import written
from tui.widgets.finder import Picker


@pytest.fixture
def budget(adse):
    world.people(adse, "BENALI Samir", "ARNAUD Lucie")
    return world.session(adse, code="S-1", theme="Budget", trainer="Claire")


async def test_from_today_two_keys_print_the_sheet_of_the_session(app, budget, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        await pilot.press("enter")
        (path,) = await written(tmp_path / "out")
    assert path.name == "emargement_ADSE-26_2026-03-12.pdf"
    assert "BENALI Samir" in reading.text(path)
    assert Printed.get().kind == "emargement"


@pytest.mark.parametrize("screen", ["roll", "list"])
async def test_a_roll_and_the_list_of_sessions_print_too(app, adse, budget, tmp_path, screen):
    async with app.run_test(size=(80, 24)) as pilot:
        if screen == "roll":
            app.open_session(budget.id)
        else:
            app.open_action(adse.id, "Séances", budget.id)
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("enter")
        await written(tmp_path / "out")


async def test_letters_the_font_lacks_are_told_before_printing(app, adse, budget, tmp_path):
    world.people(adse, "张伟 Li")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert not Printed.select().count()
        await pilot.press("enter")
        await written(tmp_path / "out")


def test_a_sheet_is_printed_from_the_command_line(assidu, budget, tmp_path):
    answer = assidu("print", "emargement", "ADSE-26", "--session", "S-1", "-o", str(tmp_path / "f.pdf"))
    assert (answer.status, answer.out.strip()) == (0, f"Feuille d'émargement : {tmp_path / 'f.pdf'}")
    assert "Budget" in reading.text(tmp_path / "f.pdf")
    many = assidu("print", "emargement", "ADSE-26", "--json", "-o", str(tmp_path / "g.pdf"))
    assert many.document == {"document": "emargement", "count": 1, "files": [str(tmp_path / "g.pdf")]}
    assert assidu("print", "emargement", "ADSE-26", "--week", "2026-03-09", "-o", str(tmp_path / "w.pdf")).status == 0
    assert assidu("print", "emargement", "ADSE-26", "--day", "12/03/2026", "-o", str(tmp_path / "d.pdf")).status == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--session", "NON"), "ADSE-26 n'a pas de séance « NON » ; vérifiez son code."),
        (("--day", "2026-03-13"), "Personne n'est attendu"),
        (("--week", "2026-05-13"), "n'a pas de séance collective la semaine du 11/05/2026"),
        (("-o", "a.txt"), "donnez un nom de document en .pdf"),
        (("-o", "/nowhere/a.pdf"), "ce dossier n'existe pas"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence_and_no_act(assidu, budget, words, told):
    answer = assidu("print", "emargement", "ADSE-26", *words)
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert told in answer.errors[0]
    assert Printed.select().count() == 0


def test_a_letter_the_font_lacks_is_answered_first(assidu, adse, budget, tmp_path):
    world.people(adse, "张伟 Li")
    path = str(tmp_path / "f.pdf")
    refused = assidu("print", "emargement", "ADSE-26", "-o", path)
    assert (refused.status, Printed.select().count()) == (1, 0)
    assert "张 伟" in refused.errors[0] and "--yes" in refused.errors[0]
    assert assidu("print", "emargement", "ADSE-26", "-o", path, "--yes").status == 0


def test_without_the_library_one_sentence_says_what_to_install(assidu, budget, monkeypatch, tmp_path):
    maker._fonts.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = assidu("print", "emargement", "ADSE-26", "-o", str(tmp_path / "f.pdf"))
    assert (answer.status, answer.errors) == (2, [maker.MISSING])
    assert JournalEntry.select().count() == 0


def own(home, text):
    (home / "modeles").mkdir(exist_ok=True)
    (home / "modeles" / "emargement.typ").write_text(text, encoding="utf-8")


SHIPPED = (maker.SHIPPED / "emargement.typ").read_text(encoding="utf-8")


def test_the_operator_s_template_takes_the_place_of_the_one_shipped(home, budget, printed):
    printed("emargement", sheets.of_sessions([[budget]], marks=False))
    own(home, SHIPPED.replace("FEUILLE D’ÉMARGEMENT", "PRÉSENCES"))
    said = reading.text(printed("emargement", sheets.of_sessions([[budget]], marks=False), "own.pdf"))
    assert "PRÉSENCES" in said and "FEUILLE" not in said
    versions = [one.template for one in Printed.select().order_by(Printed.id)]
    assert versions[0] != versions[1] == maker.template("emargement").version


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SHIPPED + "\n#wrong", f", ligne {SHIPPED.count(chr(10)) + 2} : ce modèle ne se compile pas (unknown variable"),
        (SHIPPED.replace("    page-frame(sheet, page)\n", ""), "ce modèle ne pose pas le cadre de chaque page"),
        (SHIPPED + "\n#pagebreak()\n#page-frame(data.parts.first(), data.parts.first().pages.first())", "le cadre"),
        ('#import "@preview/cetz:0.3.0"', "un modèle n'importe rien d'Internet"),
        ('#read("/etc/passwd")', "ce modèle ne se compile pas"),
        ('#read("../assidu.toml")', "ce modèle ne se compile pas"),
    ],
    ids=["unknown", "without a frame", "a frame too many", "from elsewhere", "another file", "a file above"],
)
def test_a_wrong_template_is_told_and_nothing_is_printed(home, budget, printed, text, told):
    own(home, text)
    with pytest.raises(maker.CannotPrint) as refused:
        printed("emargement", sheets.of_sessions([[budget]], marks=False))
    assert told in str(refused.value) and "modeles" in str(refused.value)
    assert Printed.select().count() == 0


def test_neither_first_screen_nor_marks_load_what_prints():
    import subprocess

    code = "import sys, tui.app, tui.sessions.today, tui.sessions.roll; print([m for m in sys.modules if m in "
    code += "('typst', 'zxingcpp') or m.startswith(('models.printing', 'tui.printing'))])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
