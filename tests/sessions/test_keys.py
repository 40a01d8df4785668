"""The roll at the keyboard, key by key."""

import sqlite3
from contextlib import asynccontextmanager

import pytest
from pendulum import Date
from rich.cells import cell_len
from textual import events
from textual.widgets import Static

from models.sessions import roll
from models.tables import Attendance, Parcours, Person, Session
from tests import engines, world
from tui.page import Hints
from tui.sessions.roll import RollScreen
from tui.sessions.roll_view import RollView
from tui.widgets.prompt import Prompt


@asynccontextmanager
async def opened(app, session, size=(80, 24)):
    """The roll of a session on screen."""
    async with app.run_test(size=size) as pilot:
        app.open_session(session.id)
        await pilot.pause()
        assert isinstance(app.screen, RollScreen)
        yield pilot


def lines(app):
    view = app.screen.query_one(RollView)
    return ["".join(segment.text for segment in view.render_line(y)) for y in range(view.size.height)]


def signs(app):
    """The letters of the rows shown, in order: P, A, E, R, or · when unmarked."""
    return "".join(line[5] for line in lines(app)[1:] if line.strip())


def counts(app):
    line = app.screen.query_one("#counts")
    return f"{line.left.plain} · {line.right.plain}"


def stored(session):
    rows = Attendance.select().where(Attendance.session == session)
    return {row.person.last_name: (row.status, row.minutes, row.estimated) for row in rows}


def current(app):
    return app.screen.query_one(RollView).current.last_name


async def write(pilot, text):
    await pilot.press(*text)
    await pilot.pause()


async def test_twelve_people_with_two_exceptions_take_seven_keys(app, twelve):
    async with opened(app, twelve) as pilot:
        keys = ["f", "c", "a", "f", "h", "e", "t"]
        await pilot.press(*keys)
        assert len(keys) == 7
        assert signs(app) == "PPAPPPPEPPPP"
        assert counts(app) == "P ● 10 présents  A ○ 1 absent  E ◊ 1 excusé  R ► 0 retard · appel complet"
    assert len(stored(twelve)) == 12


@pytest.mark.parametrize(("exit", "outside"), [(Date(2026, 3, 11), True), (Date(2026, 3, 12), False)])
async def test_somebody_marked_who_has_left_is_shown_outside_the_parcours(app, twelve, exit, outside):
    moussa = Person.get(Person.last_name == "KEÏTA")
    roll.mark(twelve, moussa, "présent", who="Nadia")
    Parcours.update(exit=exit).where(Parcours.person == moussa).execute()
    async with opened(app, twelve):
        (line,) = (line for line in lines(app) if "KEÏTA" in line)
        assert ("hors parcours" in line) is outside


@pytest.mark.parametrize(("size", "heading"), [((80, 24), "Cumul (séances)"), ((60, 24), "Cumul")])
async def test_the_heading_of_totals_says_their_unit_from_the_first_drawing(app, twelve, size, heading):
    async with opened(app, twelve, size):
        assert lines(app)[0].rstrip().endswith(f"  {heading}")


async def test_from_launch_entree_opens_the_roll_to_call(app, twelve):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "f", "c", "a", "f", "h", "e", "t")
        assert signs(app) == "PPAPPPPEPPPP"


async def test_each_letter_marks_and_goes_to_the_next(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "a", "e", "r")
        assert signs(app) == "PAER········"
        assert current(app) == "ÉVRARD"
    assert list(stored(twelve).values()) == [
        ("présent", None, False),
        ("absent", None, False),
        ("excusé", None, False),
        ("retard", 165, True),
    ]


async def test_capital_letters_mark_too(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("P", "A")
        assert signs(app) == "PA··········"


async def test_the_last_person_stays_current_once_marked(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("end", "p", "p")
        assert current(app) == "LECOMTE"
        assert signs(app) == "···········P"


@engines.on_file
async def test_a_mark_is_on_disk_before_its_row_shows_it(app, twelve, tmp_path, monkeypatch):
    seen = []
    shown = RollView.show_row

    def watched(self, row):
        with sqlite3.connect(tmp_path / "assidu.db") as other:
            seen.append(other.execute("SELECT status FROM attendance WHERE person_id = ?", (row.person,)).fetchall())
        shown(self, row)

    monkeypatch.setattr(RollView, "show_row", watched)
    async with opened(app, twelve) as pilot:
        await pilot.press("e", "p")
    assert seen == [[("excusé",)], [("présent",)]]


async def test_t_never_goes_over_a_mark_and_one_undo_takes_all_back(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("a", "e", "t")
        assert signs(app) == "AEPPPPPPPPPP"
        await pilot.press("ctrl+z")
        assert signs(app) == "AE··········"
        await pilot.press("ctrl+z")
        assert signs(app) == "A···········"
        assert current(app) == "BENALI"


async def test_f_then_a_letter_ignores_accents_and_the_key_after_is_a_command(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("f", "e")
        assert current(app) == "ÉVRARD"
        await pilot.press("e")
        assert signs(app) == "····E·······"
        await pilot.press("f", "é")
        assert current(app) == "ÉVRARD"


async def test_f_goes_to_the_next_of_the_same_initial_and_round(app):
    action = world.action()
    world.people(action, "BA Awa", "BERT Luc", "DUPONT Zoé", "BOUVIER Ève")
    async with opened(app, world.session(action, end="12:00")) as pilot:
        found = []
        for _ in range(4):
            await pilot.press("f", "b")
            found.append(current(app))
        assert found == ["BERT", "BOUVIER", "BA", "BERT"]


async def test_f_and_an_initial_nobody_has_stays_and_says_so(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("f", "z")
        await pilot.pause()
        assert app.said_on(app.screen).text == "Aucun nom en Z."
        await pilot.press("p")
        assert signs(app) == "P···········"


async def test_f_is_dropped_by_a_key_that_is_no_letter(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("f", "escape")
        assert isinstance(app.screen, RollScreen)
        await pilot.press("f", "down", "a")
        assert signs(app) == "·A··········"


async def test_echap_goes_back(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, RollScreen)


async def test_a_late_arrival_is_estimated_until_m_gives_the_minutes(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("r")
        assert "~2 h 45" in lines(app)[1]
        await write(pilot, "m=1h30")
        await pilot.press("enter")
        await pilot.pause()
        assert "~" not in lines(app)[1]
        assert "1 h 30" in lines(app)[1]
        await pilot.press("p")
        assert signs(app) == "RP··········"
    assert stored(twelve)["ARNAUD"] == ("retard", 90, False)


@pytest.mark.parametrize(("typed", "minutes"), [("45", 135), ("10h30", 90), ("10:30", 90), ("=1h30", 90), ("=45", 45)])
async def test_minutes_as_people_type_them(app, twelve, typed, minutes):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "up", "m")
        await write(pilot, typed)
        await pilot.press("enter")
    assert stored(twelve)["ARNAUD"] == ("présent", minutes, False)


@pytest.mark.parametrize("window", ["f1", "ctrl+p"])
async def test_a_window_opened_meanwhile_leaves_the_question_as_it_was(app, twelve, window):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "up", "m")
        await write(pilot, "45")
        await pilot.press(window, "escape", "enter")
        assert stored(twelve)["ARNAUD"] == ("présent", 135, False)
        assert "2 h 15" in lines(app)[1]
        await pilot.press("o")
        await write(pilot, "tard")
        await pilot.press(window, "escape", "enter")
        assert Attendance.get(Attendance.note != "").note == "tard"
        assert not app.screen.query_one(Prompt).display


async def test_a_note_on_someone_taken_out_meanwhile_puts_them_back(app, twelve):
    awa = world.person("ZOE Awa")
    world.stay(twelve.action, awa, Date(2026, 3, 13))
    roll.expect(twelve, awa, who="Karim")
    async with opened(app, twelve) as pilot:
        await pilot.press("end", "o")
        await write(pilot, "bus")
        roll.unexpect(twelve, awa, who="Karim")
        await pilot.press("f1", "escape", "enter")
        assert "ZOE" in lines(app)[13]
        assert Attendance.get(Attendance.person == awa).note == "bus"


async def test_minutes_that_cannot_be_are_told_and_the_line_stays(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "up", "m")
        await write(pilot, "4h")
        await pilot.press("enter")
        prompt = app.screen.query_one(Prompt)
        assert "La séance dure 3 h" in str(prompt.query_one("#hint", Static).content)
        assert prompt.display
        await pilot.press("escape", "a")
        assert signs(app)[0] == "A"


async def test_in_the_line_letters_and_ctrl_z_belong_to_the_line(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("p", "o")
        await write(pilot, "tpa")
        await pilot.press("ctrl+z", "enter")
        await pilot.pause()
        assert signs(app) == "P···········"
    assert Attendance.get(Attendance.status == "prévu").note == "tp"


async def test_x_clears_a_mark(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("a", "up", "x")
        assert signs(app) == "············"
    assert stored(twelve) == {}


async def test_plus_adds_someone_known_without_accents_with_a_parcours_to_confirm(app, twelve):
    world.person("NGUYỄN Thị Hương")
    async with opened(app, twelve) as pilot:
        await pilot.press("plus")
        await write(pilot, "huong ngu")
        await pilot.press("enter")
        await pilot.pause()
        assert current(app) == "NGUYỄN"
        assert "à compléter" in lines(app)[13]
        await pilot.press("p")
    assert Parcours.get(Parcours.person == Person.get(Person.last_name == "NGUYỄN")).confirmed is False


async def test_plus_adds_someone_unknown_to_complete_unmarked(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("plus")
        await write(pilot, "ZOLA Émile")
        await pilot.press("enter")
        await pilot.pause()
        assert (current(app), signs(app)[-1]) == ("ZOLA", "·")
        await pilot.press("ctrl+z")
        assert len(signs(app)) == 12
    assert Person.select().where(Person.last_name == "ZOLA").count() == 0


async def test_x_takes_out_someone_added_by_mistake_and_says_why_it_keeps_another(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("plus")
        await write(pilot, "ZOLA Émile")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("a", "x", "x")
        assert len(signs(app)) == 12
        await pilot.press("home", "x")
        assert "attendu par son parcours" in [note.text for note in app.saying.told][-1]
    assert Person.select().where(Person.last_name == "ZOLA").count() == 0


async def test_while_a_line_is_asked_the_hints_say_how_to_answer_it(app, twelve):
    async with opened(app, twelve, size=(200, 24)) as pilot:
        hints = app.screen.query_one(Hints)
        assert "Échap Retour" in str(hints.render())
        await pilot.press("o")
        assert "Entrée Valider" in str(hints.render()) and "Retour" not in str(hints.render())


async def test_plus_warns_before_adding_a_lookalike(app, twelve):
    world.person("MARTINEAU Chloé")
    async with opened(app, twelve) as pilot:
        await pilot.press("plus")
        await write(pilot, "MARTINAU Chloé")
        await pilot.press("enter")
        assert "MARTINEAU Chloé" in str(app.screen.query_one("#hint", Static).content)
        assert len(signs(app)) == 12
        await pilot.press("enter")
        await pilot.pause()
        assert current(app) == "MARTINAU"


async def test_plus_with_someone_already_there_goes_to_them(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("plus")
        await write(pilot, "keita")
        await pilot.press("enter")
        await pilot.pause()
        assert current(app) == "KEÏTA"
    assert stored(twelve) == {}


async def test_c_cancels_with_a_motive_and_reinstates(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.press("c", "enter")
        assert Session.get_by_id(twelve.id).state == ""
        await write(pilot, "neige")
        await pilot.press("enter")
        await pilot.pause()
        assert "Séance annulée : neige" in app.screen.query_one("#session").left.plain
        await pilot.press("p")
        assert stored(twelve) == {}
        await pilot.press("c", "p")
        assert list(stored(twelve)) == ["ARNAUD"]


async def test_a_click_selects_the_row(app, twelve):
    async with opened(app, twelve) as pilot:
        await pilot.click(RollView, offset=(20, 4))
        assert current(app) == "DIALLO"


async def test_the_terminal_cursor_stays_on_the_current_row(app, twelve):
    async with opened(app, twelve, size=(80, 12)) as pilot:
        view = app.screen.query_one(RollView)
        for key in ("p", "down", "end", "home"):
            await pilot.press(key)
            y = app.cursor_position.y - view.content_region.y
            assert lines(app)[y].startswith("▌")
            assert current(app) in lines(app)[y]


async def test_a_session_to_come_refuses_marks_in_a_sentence(app, twelve):
    tomorrow = world.session(twelve.action, on=Date(2026, 3, 13), end="12:00")
    async with opened(app, tomorrow) as pilot:
        await pilot.press("p", "t")
        await pilot.pause()
        assert signs(app) == "············"
        assert any("13/03/2026" in toast.text for toast in app.saying.told)


async def test_an_empty_roll_answers_every_key(app):
    interview = world.session(world.action(), "entretien", end="12:00")
    async with opened(app, interview) as pilot:
        await pilot.press("p", "t", "f", "a", "m", "x", "o", "up", "down", "end", "ctrl+z")
        assert counts(app).endswith(" · personne")


HOSTILE = [
    "[/x] [bold]",
    "[@click=app.quit]Clic[/]",
    "=1+1",
    "A" * 200,
    "漢字" * 60,
    "👨‍👩‍👧 Emoji 🇫🇷 👍🏽",
    "Z" + "\u0301\u0323" * 40,
    "\u202eessarp\u2066",
    "Deux\nlignes\x1b[31m\t",
    "عائشة مريم",
]


@pytest.mark.sweep(1)
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (44, 12)])
async def test_hostile_names_stay_in_their_line(app, size):
    action = world.action()
    world.people(action, *HOSTILE)
    session = world.session(action, theme="[/theme]", place="[b", trainer="[/", end="12:00")
    roll.note(session, "[/note]", who="Nadia")
    async with opened(app, session, size) as pilot:
        await pilot.press("p", "r", "o")
        await write(pilot, "[/x]")
        await pilot.press("enter", "m", "escape", "plus", "left_square_bracket", "escape", "t", "ctrl+z")
        await pilot.pause()
        for line in lines(app):
            assert cell_len(line) == app.screen.query_one(RollView).size.width
            assert not set(line) & set("\n\r\t\x1b\u202e\u2066")
    assert app.return_code in (None, 0)


async def burst(app, pilot, *keys):
    """Keys typed faster than the screen follows: all in the queue at once."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else "=" if key == "equals_sign" else None))
    for _ in range(len(keys)):
        await pilot.pause()


async def test_keys_typed_ahead_keep_their_order_from_launch_to_the_last_mark(app, twelve):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, "enter", "f", "c", "a", "f", "h", "e", "t")
        assert signs(app) == "PPAPPPPEPPPP"


async def test_keys_typed_ahead_after_m_belong_to_the_minutes(app, twelve):
    async with opened(app, twelve) as pilot:
        await burst(app, pilot, "r", "m", "equals_sign", *"1h30", "enter", "a", "o", *"tap", "enter", "p")
        assert signs(app) == "RAP·········"
    assert stored(twelve)["ARNAUD"] == ("retard", 90, False)
    assert Attendance.get(Attendance.note != "").note == "tap"


async def test_keys_go_on_after_going_back(app, twelve):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await burst(app, pilot, "enter", "p", "escape", "enter", "a")
        assert signs(app)[:2] == "PA"


async def test_which_words_are_the_surname_is_shown_and_chosen_before_it_is_stored(app, twelve):
    async with opened(app, twelve, size=(100, 30)) as pilot:
        await pilot.press("plus")
        await write(pilot, "de la Cruz Maria")
        choices = str(app.screen.query_one("#choices", Static).content)
        assert "nom DE, prénom la Cruz Maria" in choices and "nom DE LA CRUZ, prénom Maria" in choices
        await pilot.press("down", "down", "enter")
        await pilot.pause()
    someone = Person.get(Person.first_name == "Maria")
    assert someone.last_name == "de la Cruz"


async def test_a_replacement_becomes_the_trainer_of_the_session(app, twelve):
    Session.update(trainer="Karim").where(Session.id == twelve.id).execute()
    async with opened(app, twelve) as pilot:
        await pilot.press("l")
        await write(pilot, "Zoé")
        await pilot.press("enter")
        await pilot.pause()
        assert Session.get_by_id(twelve.id).trainer == "Zoé"
        assert "Zoé" in app.screen.query_one("#session").left.plain


async def test_a_public_holiday_is_told_after_the_first_mark(app, twelve, on_day):
    Session.update(day=world.day("14/07/2026")).where(Session.id == twelve.id).execute()
    on_day("2026-07-14")
    async with opened(app, twelve, size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("p")
        await pilot.pause()
        assert "14/07/2026 est un jour de fermeture" in app.said_on(app.screen).text
