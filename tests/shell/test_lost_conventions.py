"""The operator's own convention file goes away, or wrong, under the application: a sentence, and the work goes on."""

import pytest

from config import catalogue
from models.tables import Action
from tests.registers import every
from tests.shell.screens import messages, opened, press, shown
from tui import command
from tui.commands.answering import WRONG
from tui.shell.action import ActionScreen

PLACES = "12345"


@pytest.fixture
def own(house, monkeypatch):
    """The operator's file, and an action that runs under it."""
    monkeypatch.setattr(catalogue, "_already", {})
    every.action(house.home)
    return house.home / "conventions" / "cd00-tout.toml"


@pytest.mark.sweep(1)
@pytest.mark.parametrize("harm", [lambda file: file.unlink(), lambda file: file.write_text("id = [")])
async def test_a_file_gone_or_gone_wrong_since_it_was_read_changes_nothing(house, own, harm):
    async with opened(house) as (app, pilot):
        harm(own)
        for key in PLACES:
            await press(pilot, key)
        app.open_action(Action.get(Action.code == "TOUT").id)
        await pilot.pause()
        assert messages(app) == []
        assert "TOUT" in shown(app)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda file: file.unlink(), "Convention « cd00-tout » inconnue"),
        (lambda file: file.write_text("id = ["), "cd00-tout.toml : à la fin du fichier : ce n'est pas du TOML"),
    ],
)
async def test_a_file_lost_before_it_was_read_is_one_sentence_until_it_is_back(house, own, harm, sentence):
    whole = own.read_text(encoding="utf-8")
    harm(own)
    async with opened(house) as (app, pilot):
        for key in PLACES:
            await press(pilot, key)
            assert all(sentence in told for told in messages(app))
        await press(pilot, "2")
        assert sentence in messages(app)[0]

        app.open_action(house.adse.id)
        await pilot.pause()
        assert isinstance(app.screen, ActionScreen)
        assert "DIALLO Amina" in shown(app)

        own.write_text(whole, encoding="utf-8")
        await press(pilot, "1", "2")
        assert "TOUT" in shown(app)


def test_the_application_does_not_open_on_an_action_whose_convention_is_gone(house, own, monkeypatch, capsys):
    own.unlink()
    monkeypatch.setattr("tui.commands.opening.needs_terminal", lambda: None)
    assert command.main([]) == WRONG
    assert capsys.readouterr().err == (
        f"L'action TOUT suit la convention « cd00-tout », dont le fichier a disparu : remettez cd00-tout.toml dans"
        f" {own.parent}.\n"
    )


@pytest.mark.parametrize("words", [["check"], ["due"], ["indicators", "TOUT"], ["return", "TOUT", "--final"]])
def test_a_command_about_it_is_refused_in_one_sentence(house, own, capsys, words):
    own.unlink()
    assert command.main(words) == WRONG
    answer = capsys.readouterr()
    assert answer.out == ""
    assert answer.err.startswith("Convention « cd00-tout » inconnue")
    assert answer.err.count("\n") == 1
