"""The server goes away in the middle of a roll: one goes on marking, and each mark gets there once, in order."""

import pytest

from models.tables import Attendance, JournalEntry, Person
from models.together import waiting
from tests import engines
from tests.sessions.test_keys import counts, lines, opened, signs
from tui.page import Heading
from tui.sessions.roll_view import RollView

psycopg = pytest.importorskip("psycopg")

pytestmark = [engines.on_server, pytest.mark.slow]


def elsewhere(tmp_path, query: str) -> list[tuple]:
    """A query of somebody whose network works."""
    with psycopg.connect(engines.address(tmp_path), autocommit=True) as other:
        found = other.execute(query)
        return found.fetchall() if found.description else []


def stored(tmp_path) -> list[tuple]:
    """The marks on the server, in the order of the roll."""
    return elsewhere(
        tmp_path,
        "SELECT p.folded, a.status FROM attendance a JOIN person p ON p.id = a.person_id ORDER BY p.folded",
    )


def marks_told(tmp_path) -> list[str]:
    """The statuses in the sentences of the journal, in order."""
    told = elsewhere(tmp_path, "SELECT sentence FROM journal_entry WHERE kind = 'mark' ORDER BY id")
    return [sentence.split(" : ")[1].split(",")[0] for (sentence,) in told]


def heading(app) -> str:
    return app.screen.query_one(Heading).render().plain


def watching(app):
    app._watch()  # at once rather than two seconds after the first screen


@pytest.mark.parametrize("way", ["cut", "freeze"])
async def test_marks_typed_while_it_is_away_arrive_in_order_exactly_once(app, twelve, network, tmp_path, until, way):
    async with opened(app, twelve) as pilot:
        watching(app)
        await pilot.press("p")
        getattr(network, way)()
        await pilot.press("a", "e", "r", "p", "up", "up", "a")
        assert signs(app) == "PAEAP·······"
        assert lines(app)[2][5:8] == "A …" and "en attente" in lines(app)[2]
        assert "5 marques attendent le serveur" in heading(app)
        assert "4 en attente" in counts(app)
        assert stored(tmp_path) == [("arnaud lucie", "présent")]
        network.mend()
        await until(pilot, lambda: not app.line.away)
        await until(pilot, lambda: "…" not in "".join(lines(app)))
        assert signs(app) == "PAEAP·······"
    assert [status for _, status in stored(tmp_path)][:5] == ["présent", "absent", "excusé", "absent", "présent"]
    assert marks_told(tmp_path)[:6] == ["présent", "absent", "excusé", "retard", "présent", "absent"]
    assert "sans connexion" in elsewhere(tmp_path, "SELECT sentence FROM journal_entry WHERE id = 2")[0][0]
    assert not list(tmp_path.glob("attente-*"))


async def test_all_the_rest_marked_while_it_is_away_is_one_act(app, twelve, network, tmp_path, until):
    async with opened(app, twelve) as pilot:
        watching(app)
        network.cut()
        await pilot.press("a", "t")
        assert signs(app) == "APPPPPPPPPPP"
        network.mend()
        await until(pilot, lambda: not app.line.away)
    assert [status for _, status in stored(tmp_path)] == ["absent", *["présent"] * 11]
    assert len(marks_told(tmp_path)) == 2


async def test_what_a_colleague_marked_meanwhile_is_kept_and_told_by_name(app, twelve, network, tmp_path, until):
    amina = Person.get(Person.last_name == "DIALLO")
    async with opened(app, twelve) as pilot:
        watching(app)
        network.cut()
        await pilot.press("f", "d", "a", "r")
        elsewhere(
            tmp_path,
            "INSERT INTO attendance (recorded_at, recorded_by, session_id, person_id, status, estimated, note, origin) "
            f"VALUES ('', 'Karim', {twelve.id}, {amina.id}, 'excusé', false, '', 'application')",
        )
        network.mend()
        await until(pilot, lambda: app.line.waiting.refused())
        await until(pilot, lambda: any("DIALLO Amina : absent" in note.text for note in app.saying.told))
        said = [note.text for note in app.saying.told][-1]
        assert "Karim a mis « excusé » entre-temps, c'est gardé" in said
        await until(pilot, lambda: "1 marque pas envoyée" in heading(app))
        app.action_waiting()
        await pilot.pause()
        await pilot.press("l", "escape")
        assert "pas envoyée" not in heading(app)
    assert dict(stored(tmp_path)) == {"diallo amina": "excusé", "evrard paul": "retard"}
    assert not list(tmp_path.glob("attente-*"))


async def test_an_undo_forgets_the_last_mark_that_waits(app, twelve, network, tmp_path, until):
    async with opened(app, twelve) as pilot:
        watching(app)
        network.cut()
        await pilot.press("a", "e", "ctrl+z")
        assert signs(app) == "A···········"
        network.mend()
        await until(pilot, lambda: not app.line.away)
    assert stored(tmp_path) == [("arnaud lucie", "absent")]


async def test_other_acts_are_refused_in_a_sentence_and_what_is_typed_stays(app, twelve, network, until):
    async with opened(app, twelve) as pilot:
        watching(app)
        network.cut()
        await pilot.press("o", *"bus", "enter")
        prompt = app.screen.query_one("#hint").content
        assert "connexion au serveur est perdue" in str(prompt)
        assert app.screen.query_one("Prompt Line").value == "bus"
        network.mend()
        await until(pilot, lambda: not app.line.away)
        await pilot.press("enter")
    assert Attendance.get(Attendance.note != "").note == "bus"


async def test_a_screen_asked_for_while_it_is_away_is_refused_and_what_was_shown_stays(app, twelve, network, until):
    async with opened(app, twelve) as pilot:
        watching(app)
        network.cut()
        await pilot.press("enter")
        await pilot.pause()
        said = [note.text for note in app.saying.told][-1]
        assert "hors d'atteinte" in said
        assert app.screen.query_one(RollView).rows


async def test_quitting_while_marks_wait_tells_it(app, twelve, network):
    async with opened(app, twelve) as pilot:
        watching(app)
        network.cut()
        await pilot.press("a", "ctrl+q")
        await pilot.pause()
        assert "1 marque attend le serveur" in str(app.screen.query_one("#note").content)
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("ctrl+q", "enter")
        await pilot.pause()
    assert not app.is_running
    left = waiting.read(waiting.files(app.home)[0])
    assert [(one.verb, one.status, one.done) for one in left.values()] == [("mark", "absent", False)]


def test_the_journal_has_nothing_else(database):
    assert JournalEntry.select().count() == 0


async def test_connections_the_server_closes_are_made_again_unnoticed(app, twelve, tmp_path, until):
    async with opened(app, twelve) as pilot:
        watching(app)
        await pilot.press("p")
        elsewhere(
            tmp_path,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()",
        )
        await pilot.press("a", "e")
        await until(pilot, lambda: not app.line.away)
        assert signs(app) == "PAE·········"
    assert [status for _, status in stored(tmp_path)] == ["présent", "absent", "excusé"]
    assert marks_told(tmp_path) == ["présent", "absent", "excusé"]


async def test_a_mark_refused_at_last_says_why(app, twelve, network, tmp_path, until):
    async with opened(app, twelve) as pilot:
        watching(app)
        network.cut()
        await pilot.press("a")
        elsewhere(tmp_path, f"UPDATE session SET state = 'annulée' WHERE id = {twelve.id}")
        network.mend()
        await until(pilot, lambda: app.line.waiting.refused())
        refused = app.line.waiting.refused()[0]
        assert "Cette séance est annulée" in refused.why
        assert "ARNAUD" not in waiting.files(app.home)[0].read_text()
    assert stored(tmp_path) == []


class TestTheFile:
    def test_it_survives_what_a_killed_program_had_begun_to_write(self, tmp_path):
        kept = waiting.Waiting(tmp_path, "ici")
        kept.put("mark", 1, [7], "Nadia", status="absent")
        kept.put("mark", 1, [7], "Nadia", status="présent", before=("absent", None))
        with kept.path.open("a") as file:
            file.write('{"mark": {"number": 3, "verb": "ma')
        again = waiting.read(kept.path)
        assert [(one.number, one.status, one.follows) for one in again.values()] == [
            (1, "absent", 0),
            (2, "présent", 1),
        ]

    def test_it_is_readable_by_its_owner_only(self, tmp_path):
        kept = waiting.Waiting(tmp_path, "ici")
        kept.put("mark", 1, [7], "Nadia", status="absent")
        assert kept.path.stat().st_mode & 0o777 == 0o600

    def test_the_marks_of_another_server_wait_for_it(self, tmp_path):
        waiting.Waiting(tmp_path, "ici").put("mark", 1, [7], "Nadia", status="absent")
        other = waiting.Waiting(tmp_path, "ailleurs")
        assert other.waiting() == []
        assert len(waiting.Waiting(tmp_path, "ici").waiting()) == 1

    def test_a_program_that_runs_keeps_its_own(self, tmp_path):
        kept = waiting.Waiting(tmp_path, "ici")
        kept.put("mark", 1, [7], "Nadia", status="absent")
        of_init = kept.path.with_name(kept.path.name.replace(kept.path.stem.rpartition("-")[2], "1"))
        kept.path.rename(of_init)
        assert waiting.Waiting(tmp_path, "ici").waiting() == []
        assert of_init.exists()

    def test_one_that_has_ended_is_taken_over(self, tmp_path):
        kept = waiting.Waiting(tmp_path, "ici")
        kept.put("mark", 1, [7], "Nadia", status="absent")
        ended = kept.path.with_name(kept.path.name.replace(kept.path.stem.rpartition("-")[2], "999999999"))
        kept.path.rename(ended)
        assert [one.status for one in waiting.Waiting(tmp_path, "ici").waiting()] == ["absent"]
        assert not ended.exists()
